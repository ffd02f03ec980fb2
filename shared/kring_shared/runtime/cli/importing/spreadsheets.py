"""Reading the spreadsheet of an office from a file: .xlsx by openpyxl, anything else as CSV."""

import io
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from openpyxl import load_workbook

from kring_shared.kernel.spreadsheet import MOST_BYTES, TOO_LARGE, Cell, SheetRow, UnreadableSheet, read_csv, rows_of

_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_MOST_UNPACKED: Final = 16 * MOST_BYTES
"""A workbook is packed; one that unpacks to more than this was made to fill a machine."""
NOT_XLSX: Final = "it is no .xlsx or CSV file that can be read: open it in the spreadsheet and save it as .xlsx"


def read_spreadsheet(path: Path) -> tuple[SheetRow, ...]:
    """Read the rows of a file; what it is follows from what is in it, not from its name.

    Raises:
        OSError: the file cannot be read.
        UnreadableSheet: it is no spreadsheet that can be read.
    """
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    return read_rows(content)


def read_rows(content: bytes) -> tuple[SheetRow, ...]:
    """Read the rows of a spreadsheet: of its first sheet that is not hidden; of a formula, what it came to.

    Raises:
        UnreadableSheet: it is no spreadsheet that can be read.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableSheet(TOO_LARGE)
    if content.startswith(_OLD_OFFICE):
        raise UnreadableSheet("it is an old .xls, or it has a password: save it as .xlsx without one")
    return _workbook(content) if content.startswith(_ZIP) else read_csv(content)


def _workbook(content: bytes) -> tuple[SheetRow, ...]:
    try:
        _must_not_swell(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about drawings and rules for cells, which are not read
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            return rows_of(_as_cells(shown[0].iter_rows(values_only=True))) if shown else ()
    except UnreadableSheet:
        raise
    except Exception:  # noqa: BLE001 - a broken workbook fails in many ways, and their words may hold what is in it
        raise UnreadableSheet(NOT_XLSX) from None


def _must_not_swell(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
            raise UnreadableSheet(TOO_LARGE)


def _as_cells(rows: Iterable[Sequence[object]]) -> Iterable[tuple[Cell, ...]]:
    for row in rows:
        yield tuple(_as_cell(cell) for cell in row)


def _as_cell(cell: object) -> Cell:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if cell is None or isinstance(cell, str | date | bool | int | float) else str(cell)
