"""What an office keeps in a spreadsheet, as rows of cells; and reading them from CSV the way Excel writes it.

Excel writes CSV with the divider of its country (`;` in Dutch, `,` in English, a tab in "Unicode text"), and in UTF-8,
UTF-16 or Windows-1252. A row's number is the one a person sees beside it in the spreadsheet.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kring_shared.kernel.errors import InvalidFields

Cell = str | date | bool | float | int | None
"""What stands in a cell; CSV knows text only."""

MOST_ROWS: Final = 20_000
MOST_BYTES: Final = 32 * 1024 * 1024
"""Larger than any office's list; what is larger is another file than was meant."""
TOO_LARGE: Final = "the file is too large for a list of people"
_DIVIDERS: Final = ";\t,"
_FEWEST_COLUMNS: Final = 4
"""With fewer columns a line of ordinary text may well look like a row."""
_SAYS_DIVIDER: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class UnreadableSheet(InvalidFields):
    """A file is no spreadsheet that can be read; nothing was done with any of it."""

    def __init__(self, why: str) -> None:
        """Say why, and what to do."""
        super().__init__((), f"{why}; nothing was done")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a spreadsheet; `number` counts from 1 as the spreadsheet itself does."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing stands in it."""
        return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in self.cells)


def rows_of(cells: Iterable[Sequence[Cell]]) -> tuple[SheetRow, ...]:
    """Number rows, and leave out blank ones: a spreadsheet may have a million of those below the list.

    Raises:
        UnreadableSheet: there are more rows than any office has.
    """
    rows: list[SheetRow] = []
    for number, cells_of_row in enumerate(cells, start=1):
        row = SheetRow(number, _without_end(cells_of_row))
        if row.is_blank:
            continue
        if len(rows) == MOST_ROWS:
            raise UnreadableSheet(f"it has more than {MOST_ROWS} rows: divide it")
        rows.append(row)
    return tuple(rows)


def _without_end(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Leave out the empty cells at the end of a row, which may be thousands where a whole column has a form."""
    last = max((place for place, cell in enumerate(cells, start=1) if cell not in {None, ""}), default=0)
    return tuple(cells[:last])


def read_csv(content: bytes) -> tuple[SheetRow, ...]:
    """Read the rows of a CSV file, whatever its divider and letters.

    Raises:
        UnreadableSheet: its quotation marks do not match, so that rows may have been taken for one cell.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableSheet(TOO_LARGE)
    text = _decoded(content)
    said = _SAYS_DIVIDER.match(text)
    if said:
        # Excel reads this line and does not show it, so it has no number there.
        text = text[said.end() :]
    first = next((line for line in text.splitlines() if line.strip(f"{_DIVIDERS} ")), "")
    divider = said[1] if said and said[1] in _DIVIDERS else max(_DIVIDERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    try:
        rows = rows_of(reader)
    except (csv.Error, ValueError):
        raise UnreadableSheet(
            f"a quotation mark does not match near line {reader.line_num}: mend it, or save the file as .xlsx"
        ) from None
    columns = len(rows[0].cells) if rows else 0
    torn = next((row for row in rows if _swallows(row, columns, divider)), None)
    if torn is not None:
        raise UnreadableSheet(
            f"row {torn.number} holds other rows between two quotation marks: mend it, or save the file as .xlsx"
        )
    return rows


def _decoded(content: bytes) -> str:
    """Read bytes as what Excel writes: what has a mark is what the mark says, what is no UTF-8 is Windows-1252."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode(encoding if encoding != "utf-8" else "cp1252", errors="replace")


def _swallows(row: SheetRow, columns: int, divider: str) -> bool:
    """Tell whether a line inside a cell is a row in itself: then two stray quotation marks met across it."""
    if columns < _FEWEST_COLUMNS:
        return False
    further = (line for cell in row.cells if isinstance(cell, str) for line in cell.splitlines()[1:])
    return any(line.count(divider) >= columns - 1 for line in further)
