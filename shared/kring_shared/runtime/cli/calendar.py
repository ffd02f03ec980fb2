"""`kring calendar`: the day of a conference in somebody's own calendar, if they asked for it."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kring_shared.runtime.cli import options as opt

if TYPE_CHECKING:
    from kring_shared.contracts.conference import CalendarShown, ShowCalendar
    from kring_shared.runtime.cli.edge import Where, Who

EXAMPLE = (
    "Example: kring calendar 019aa0000000700080000000000000a1 --person 019aa0000000700080000000000000c3 "
    "--office utrecht --as 019aa0000000700080000000000000b2 --out appointment.ics"
)
COORDINATOR = "coordinator"
NOT_ASKED = "there is nothing for their calendar: no day was planned yet, or they did not ask for it (record-needs)"


def calendar(
    case_id: Annotated[str, typer.Argument(metavar="CASE", help="The case.")],
    person: Annotated[str, typer.Option("--person", metavar="ID", help="Whose calendar it is for.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the file goes; `-` is standard output.")],
    actor: opt.As,
    *,
    role: opt.Role = COORDINATOR,
    office: opt.Office = "",
    purpose: opt.Purpose = opt.ROUTE,
    directory: opt.Dir = None,
    nats: opt.Nats = "",
) -> None:
    """Write the day of a conference as a calendar file (iCalendar) for one person.

    It says that there is an appointment, and nothing about what or with whom. A later file moves it or takes it away.
    """
    from kring_shared.kernel.errors import NotReady
    from kring_shared.runtime.cli.edge import Where, Who
    from kring_shared.runtime.cli.writing import one_office, write_out

    one = one_office(office)
    shown = asyncio.run(_ask(Where(directory, nats), Who(role, actor, purpose), one, _query(case_id, person)))
    if not shown.ics:
        raise NotReady(NOT_ASKED)
    write_out(out, shown.ics.encode(), "the appointment")


def _query(case_id: str, person: str) -> "ShowCalendar":
    from pydantic import ValidationError

    from kring_shared.contracts.conference import ShowCalendar

    try:
        return ShowCalendar(case_id=case_id, person_id=person)
    except ValidationError:
        raise typer.BadParameter("an id is 32 digits and letters a to f", param_hint="CASE and --person") from None


async def _ask(where: "Where", who: "Who", office: str, query: "ShowCalendar") -> "CalendarShown":
    from kring_shared.contracts.conference import CalendarShown

    async with where.client() as client:
        return await client.ask(query, who.at(office, client), CalendarShown)
