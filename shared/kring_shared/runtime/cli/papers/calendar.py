"""`kring calendar`: the day of a conference in somebody's own calendar, if they asked for it."""

from pathlib import Path
from typing import Annotated, Final

import typer

from kring_shared.runtime.cli.desk import MUST_BE_NAMED, Desk, at_a_desk

EXAMPLE: Final = (
    "Example: kring calendar 019aa0000000700080000000000000a1 --person 019aa0000000700080000000000000c3 "
    "--office utrecht --as 019aa0000000700080000000000000b2 --out appointment.ics"
)
COORDINATOR: Final = "coordinator"
NOT_ASKED: Final = (
    "there is nothing for their calendar: no day was planned yet, or they did not ask for it (record-needs)"
)


@at_a_desk(role=COORDINATOR, actor=MUST_BE_NAMED)
def calendar(
    case_id: Annotated[str, typer.Argument(metavar="CASE", help="The case.")],
    person: Annotated[str, typer.Option("--person", metavar="ID", help="Whose calendar it is for.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the file goes; `-` is standard output.")],
    *,
    desk: Desk,
) -> None:
    """Write the day of a conference as a calendar file (iCalendar) for one person.

    It says that there is an appointment, and nothing about what or with whom. A later file moves it or takes it away.
    """
    from kring_shared.contracts.conference import CalendarShown, ShowCalendar
    from kring_shared.kernel.errors import NotReady
    from kring_shared.runtime.cli.bodies import made_of_ids
    from kring_shared.runtime.cli.writing import write_out

    query = made_of_ids(ShowCalendar, "CASE and --person", case_id=case_id, person_id=person)
    shown = desk.ask(query, CalendarShown)
    if not shown.ics:
        raise NotReady(NOT_ASKED)
    write_out(out, shown.ics.encode(), "the appointment")
