"""Workbooks as offices have them: real days, formulas, hidden sheets, and files that only look like one."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from kring_shared.kernel.register_file import read_coordinators
from kring_shared.kernel.spreadsheet import SheetRow, UnreadableSheet
from kring_shared.runtime.cli.importing import spreadsheets
from kring_shared.runtime.cli.importing.spreadsheets import read_rows, read_spreadsheet
from tests.unit.kernel.office_lists import COORDINATOR, NAME


def a_workbook() -> Workbook:
    """Make a workbook with one coordinator on its sheet."""
    book = Workbook()
    assert book.active is not None
    book.active.append(list(COORDINATOR))
    book.active.append(list(COORDINATOR.values()))
    return book


def saved(book: Workbook) -> bytes:
    """Save a workbook as a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_list_in_a_workbook_is_the_same_list(tmp_path: Path) -> None:
    file = tmp_path / "Lijst (nieuw).XLSX"
    file.write_bytes(saved(a_workbook()))
    (line,) = read_coordinators(read_spreadsheet(file), "utrecht").lines
    assert (line.number, line.reference, line.problems) == (2, "UT-001", ())
    assert line.command is not None
    assert line.command.contact.name == NAME


def test_a_day_is_a_day_and_a_number_is_a_number() -> None:
    book = Workbook()
    book.active.append([datetime(2028, 10, 31), date(2028, 10, 31), 7, 7.5, True, None, "x", None])  # type: ignore[union-attr]  # noqa: DTZ001
    assert read_rows(saved(book)) == (SheetRow(1, (date(2028, 10, 31), date(2028, 10, 31), 7, 7.5, True, None, "x")),)


def test_of_a_formula_nothing_is_taken_that_was_not_worked_out() -> None:
    book = Workbook()
    book.active.append(["a", "=1+1"])  # type: ignore[union-attr]
    assert read_rows(saved(book)) == (SheetRow(1, ("a",)),)


def test_the_first_sheet_that_is_not_hidden_is_read() -> None:
    book = a_workbook()
    book.create_sheet("Oud", 0).append(["niets"])
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("Rooster").append(["ook niets"])
    assert read_rows(saved(book))[0].cells == tuple(COORDINATOR)


def test_empty_rows_below_and_cells_beside_a_list_are_no_part_of_it() -> None:
    book = a_workbook()
    book.worksheets[0].cell(row=9000, column=300).number_format = "@"
    assert [(row.number, len(row.cells)) for row in read_rows(saved(book))] == [(1, 8), (2, 8)]


def _zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, NAME)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"\xd0\xcf\x11\xe0" + b"x" * 600, b"PK\x03\x04", saved(a_workbook())[:-200], _zipped("mimetype")],
    ids=["old or with a password", "torn at once", "torn at the end", "another zip"],
)
def test_what_only_looks_like_a_workbook_is_refused_with_what_to_do(content: bytes) -> None:
    with pytest.raises(UnreadableSheet, match=r"save it as \.xlsx.*nothing was done"):
        read_rows(content)


def test_a_workbook_that_would_fill_the_machine_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "_MOST_UNPACKED", 100)
    with pytest.raises(UnreadableSheet, match="too large"):
        read_rows(saved(a_workbook()))


def test_what_is_no_workbook_is_read_as_csv_whatever_its_name(tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    file.write_text("a;b\n1;2\n")
    assert read_spreadsheet(file) == (SheetRow(1, ("a", "b")), SheetRow(2, ("1", "2")))
