"""Lists of people as an office keeps them, for the tests that read them."""

from collections.abc import Mapping
from typing import Final

from kring_shared.contracts.matching import ApplyAsCandidate, RegisterCoordinator
from kring_shared.kernel.register_file import Line, read_candidates, read_coordinators
from kring_shared.kernel.spreadsheet import Cell, SheetRow

NAME: Final = "Filip van der Testen"
COORDINATOR: Final[Mapping[str, Cell]] = {
    "reference": "UT-001",
    "name": NAME,
    "email": "filip@kring.example",
    "phone": "+31 30 000 1001",
    "languages": "nl:native tr:good",
    "scopes": "family",
    "screening_valid_until": "2028-10-31",
    "tied_to_helping_body": "no",
}
CANDIDATE: Final[Mapping[str, Cell]] = {
    "reference": "K-1",
    "name": NAME,
    "email": "filip@kring.example",
    "languages": "nl",
    "motivation": "Ik luister graag.",
}


def a_sheet(*lines: Mapping[str, Cell], columns: tuple[str, ...] = ()) -> tuple[SheetRow, ...]:
    """Lay lines under the names of their columns; the first line is row 2."""
    names = columns or tuple(dict.fromkeys(name for line in lines for name in line))
    rows = [SheetRow(1, names)]
    rows += [SheetRow(n, tuple(line.get(name) for name in names)) for n, line in enumerate(lines, start=2)]
    return tuple(rows)


def the_coordinator(**cells: Cell) -> Line[RegisterCoordinator]:
    """Read a list of one coordinator, some of whose cells are replaced."""
    (line,) = read_coordinators(a_sheet({**COORDINATOR, **cells}), "utrecht").lines
    return line


def the_candidate(**cells: Cell) -> Line[ApplyAsCandidate]:
    """Read a list of one candidate, some of whose cells are replaced."""
    (line,) = read_candidates(a_sheet({**CANDIDATE, **cells}), "utrecht").lines
    return line


def entered(**cells: Cell) -> RegisterCoordinator:
    """Read one coordinator who can be entered."""
    line = the_coordinator(**cells)
    assert line.command is not None, line.problems
    return line.command
