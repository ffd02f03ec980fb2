"""A list of running cases as an office keeps it, for the tests that read one."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from kring_shared.kernel.register_file import Line
from kring_shared.kernel.running_cases import RunningCase, read_running_cases
from kring_shared.kernel.spreadsheet import Cell
from tests.unit.kernel.office_lists import a_sheet

TODAY: Final = date(2026, 11, 20)
SEEKING: Final[Mapping[str, Cell]] = {
    "zaaknummer": "2026-014",
    "fase": "wacht op coördinator",
    "soort": "familie",
    "aanmelddatum": "1-9-2026",
    "naam": "Rachel Bos",
    "e-mailadres": "rachel@kring.example",
    "geboortejaar": 1986,
    "talen": "nl, tr",
    "gemeente": "utrecht",
    "toestemming op": "10-9-2026",
    "toestemming door": "hoofdpersoon",
    "soort aanvrager": "naaste",
    "aanvrager": "Rosa Bos",
    "telefoon aanvrager": "030 000 11 22",
    "vraag": "Wat is er nodig zodat Rachel weer slaapt?",
}
PREPARING: Final = {
    **SEEKING,
    "fase": "in voorbereiding",
    "coördinator": "UT-002",
    "kring": "Oma Bos <oma@kring.example> (komt); Piet Bos <06 000 000 12> (gesproken); Noor Bos (kind)",
}
PLANNED: Final = {**PREPARING, "fase": "gepland", "conferentie op": "2027-01-16 14:00", "locatie": "Buurthuis"}
HELD: Final = {
    **PREPARING,
    "fase": "gehouden",
    "gehouden op": "2-11-2026",
    "aantal aanwezigen": 11,
    "plan afgesproken op": "2-11-2026",
}
DISTRIBUTED: Final = {**HELD, "fase": "plan verspreid", "plan verspreid op": "9-11-2026"}
STAGES: Final = (SEEKING, PREPARING, PLANNED, HELD, DISTRIBUTED)


def the_line(like: Mapping[str, Cell], **cells: Cell) -> Line[RunningCase]:
    """Read a list of one case like this one, some of whose cells are replaced."""
    (line,) = read_running_cases(a_sheet({**like, **cells}), "utrecht", today=TODAY).lines
    return line


def the_case(like: Mapping[str, Cell], **cells: Cell) -> RunningCase:
    """Read one case that can be taken over."""
    line = the_line(like, **cells)
    assert line.command is not None, line.problems
    return line.command
