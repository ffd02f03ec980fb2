"""An office's own list of figures of years before Kring: read from a spreadsheet, line by line, Dutch or English."""

from collections.abc import Sequence
from typing import Final

from pydantic import ValidationError

from kring_shared.contracts.registry import PastFigure, TakeOverFigures
from kring_shared.kernel.register_file import Line, RegisterFile
from kring_shared.kernel.spreadsheet import Cell, SheetRow, UnreadableSheet, read_csv

COLUMNS: Final = {
    "year": {"year", "jaar"},
    "key": {"figure", "cijfer"},
    "numerator": {"numerator", "teller"},
    "denominator": {"denominator", "noemer"},
    "source": {"source", "bron"},
}
"""Each column, and how an office may call it."""


def read_past_figures(source: bytes | Sequence[SheetRow], office: str) -> RegisterFile[TakeOverFigures]:
    """Read figures, one a line; a line that cannot be read says why, and stops no other.

    Args:
        source: CSV, or the rows of a spreadsheet, with the names of the columns on top.
        office: Whose figures they are.

    Raises:
        UnreadableSheet: it is no list that can be read, or a column is missing.
    """
    rows = read_csv(source) if isinstance(source, bytes) else source
    head, *body = [row for row in rows if not row.is_blank] or [SheetRow(1, ())]
    places, unknown = _places(head)
    return RegisterFile(tuple(_line(row, office, places) for row in body), unknown_columns=unknown)


def _places(head: SheetRow) -> tuple[dict[str, int], tuple[str, ...]]:
    names = [_text(cell).lower() for cell in head.cells]
    places = {column: n for n, name in enumerate(names) for column, called in COLUMNS.items() if name in called}
    if missing := [column for column in COLUMNS if column not in places]:
        raise UnreadableSheet(f"no column is called {', '.join(missing)}: the first line names the columns")
    return places, tuple(name for n, name in enumerate(names) if name and n not in places.values())


def _line(row: SheetRow, office: str, places: dict[str, int]) -> Line[TakeOverFigures]:
    cells = {column: row.cells[place] if place < len(row.cells) else None for column, place in places.items()}
    reference = f"{_text(cells['year'])} {_text(cells['key'])}".strip()
    try:
        figure = PastFigure.model_validate({column: _plain(cell) for column, cell in cells.items()})
    except ValidationError as error:
        wrong = sorted({str(part["loc"][0]) for part in error.errors()})
        return Line(row.number, office, reference, problems=(f"cannot be read: {', '.join(wrong)}",))
    return Line(row.number, office, reference, TakeOverFigures(figures=(figure,)))


def _text(cell: Cell) -> str:
    return str(cell if cell is not None else "").strip()


def _plain(cell: Cell) -> str:
    """Give a number as it is reckoned with: Dutch offices write a comma before the decimals."""
    text = _text(cell)
    return text.replace(",", ".") if text.replace(",", "", 1).isdigit() else text
