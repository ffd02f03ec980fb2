"""Spreadsheets as Excel saves them: any divider, any set of letters, numbers of rows as a person sees them."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_shared.kernel import spreadsheet
from kring_shared.kernel.spreadsheet import SheetRow, UnreadableSheet, read_csv, rows_of

TEXT = "nummer{0}naam{0}talen{0}gemeente\r\n1{0}Zoë{0}nl{0}Gent\r\n"
ROWS = (SheetRow(1, ("nummer", "naam", "talen", "gemeente")), SheetRow(2, ("1", "Zoë", "nl", "Gent")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("divider", [";", ",", "\t"])
def test_every_divider_and_set_of_letters_that_excel_writes_is_read(divider: str, encoding: str) -> None:
    assert read_csv(TEXT.format(divider).encode(encoding)) == ROWS


def test_a_line_that_names_the_divider_is_no_row() -> None:
    assert read_csv(b"sep=;\r\n" + TEXT.format(";").encode()) == ROWS


def test_a_row_has_the_number_it_has_in_the_spreadsheet() -> None:
    rows = read_csv(b'a;b\n\n1;"two\nlines"\n;;\n2;x\n')
    assert [(row.number, row.cells) for row in rows] == [(1, ("a", "b")), (3, ("1", "two\nlines")), (5, ("2", "x"))]


@pytest.mark.parametrize(
    "rows",
    ['1;"Zoë;nl;Gent\n2;Bo;nl;Gent\n', '1;"Zo"ë;nl;Gent\n', '1;"Zoë;nl;Gent\n2;Bo;nl;Gent\n3;"Al";nl;Gent\n'],
    ids=["never closed", "closed in a word", "closed in another row"],
)
def test_a_stray_quotation_mark_never_takes_a_row_into_a_cell_unseen(rows: str) -> None:
    with pytest.raises(UnreadableSheet, match="nothing was done") as refused:
        read_csv(f"nummer;naam;talen;gemeente\n{rows}".encode())
    assert "Zo" not in str(refused.value)


def test_a_file_that_is_no_list_of_people_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_BYTES", 10)
    with pytest.raises(UnreadableSheet, match="too large"):
        read_csv(b"x" * 11)
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)
    with pytest.raises(UnreadableSheet, match="more than 2 rows"):
        rows_of([["a"], ["b"], ["c"]])


def test_a_million_empty_rows_below_a_list_are_no_rows() -> None:
    assert rows_of([["a", None, ""], *[[None, "", " "]] * 30_000]) == (SheetRow(1, ("a",)),)


@given(st.binary(max_size=400))
def test_no_file_makes_it_fail_in_a_way_it_does_not_know(content: bytes) -> None:
    try:
        assert all(row.cells for row in read_csv(content))
    except UnreadableSheet as refused:
        assert "nothing was done" in str(refused)  # noqa: PT017  # either is right


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))), min_size=3, max_size=3), min_size=1))
def test_what_a_spreadsheet_writes_is_read_back_as_it_was(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *rows])
    found = {row.number: row.cells for row in read_csv(out.getvalue().encode("utf-8-sig"))}
    for number, row in enumerate(rows, start=2):
        if any(cell.strip() for cell in row):
            assert list(found[number]) == _without_end(row)
        else:
            assert number not in found


def _without_end(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row = row[:-1]
    return row
