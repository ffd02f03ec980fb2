"""`kring who-looked` and `kring emergencies`: the access log, for people of a case and for their office."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.asking.of_all import Service
from kring_shared.runtime.cli.desk import Desk, at_a_desk

if TYPE_CHECKING:
    from kring_shared.contracts.envelope import Query
    from kring_shared.runtime.bus.client import Client
    from kring_shared.runtime.cli.asking.of_all import Looked

LOOKED_EXAMPLE: Final = "Example: kring who-looked 019aa0000000700080000000000000a1 --office utrecht"
EMERGENCIES_EXAMPLE: Final = "Example: kring emergencies --office utrecht --since 2026-11-01"
AFTERWARDS: Final = "look-at-access"
Since = Annotated[
    datetime | None,
    typer.Option(metavar="DAY", formats=["%Y-%m-%d"], help="Only from that day on.", show_default=False),
]


@at_a_desk(purpose=AFTERWARDS)
def who_looked(
    case_id: Annotated[str, typer.Argument(metavar="CASE", help="The case; or a coordinator's own id.")],
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Only what is about them, or about nobody.")] = "",
    since: Since = None,
    *,
    service: Service = None,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """Show who looked into a case: when, in which role, what for, and on what ground.

    Looking here is written down as well.
    """
    from kring_shared.contracts.every_service import WhoLooked
    from kring_shared.runtime.cli.bodies import made_of_ids
    from kring_shared.runtime.cli.printing import table

    query = made_of_ids(WhoLooked, "CASE", case_id=case_id, person_id=person or None, since=_moment(since))
    found = _read(desk, query, service)
    if as_json:
        _as_json(found)
        return
    rows = [(*_when_and_who(one), one[1].what, one[1].purpose, one[1].basis, one[0], _outcome(one)) for one in found]
    table(("when", "who", "what", "what for", "ground", "where", ""), rows)


@at_a_desk(purpose=AFTERWARDS)
def emergencies(
    since: Since = None,
    *,
    service: Service = None,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """Show when somebody looked outside their own cases because it could not wait, so that each use is looked at."""
    from kring_shared.contracts.every_service import ListEmergencies
    from kring_shared.runtime.cli.printing import note, table

    found = _read(desk, ListEmergencies(since=_moment(since)), service)
    if as_json:
        _as_json(found)
        return
    if not found:
        note(f"kring: nobody at {desk.office} looked outside their own cases")
        return
    rows = [
        (*_when_and_who(each), each[1].purpose, each[1].case_id, each[1].what, each[0], _outcome(each))
        for each in found
    ]
    table(("when", "who", "why", "case", "what", "where", ""), rows)


def _moment(day: datetime | None) -> datetime | None:
    """Give the beginning of a day, here."""
    return day.astimezone() if day else None


def _read(desk: Desk, query: "Query", only: list[str] | None) -> "list[Looked]":
    from kring_shared.runtime.cli.asking.of_all import read_all
    from kring_shared.runtime.cli.printing import note

    office = desk.office

    async def read(client: "Client") -> "tuple[list[Looked], tuple[str, ...]]":
        return await read_all(client, desk.who.at(office, client), query, only)

    found, closed = desk.run(read)
    if closed:
        note(f"kring: not shown, since you take no part there: {', '.join(closed)}")
    return found


def _as_json(found: "list[Looked]") -> None:
    from kring_shared.runtime.cli.printing import json_line

    for service, line in found:
        json_line({"service": service, **line.model_dump(mode="json", by_alias=True)})


def _when_and_who(one: "Looked") -> tuple[str, str]:
    _, line = one
    return f"{line.at.astimezone():%d-%m-%Y %H:%M}", f"{line.role}/{line.actor}" if line.actor else "not known"


def _outcome(one: "Looked") -> str:
    return "" if one[1].outcome == "done" else f"refused: {one[1].outcome}"
