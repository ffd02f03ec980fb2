"""`kring cases`: the cases of an office, newest first."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from kring_shared.runtime.cli import options as opt

if TYPE_CHECKING:
    from kring_shared.contracts.intake import CaseLine
    from kring_shared.runtime.cli.edge import Where, Who

EXAMPLE = "Example: kring cases --office gent"


def cases(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many of each office.")] = 100,
    role: opt.Role = opt.MANAGER,
    actor: opt.As = opt.DESK,
    office: opt.Office = "",
    purpose: opt.Purpose = opt.ROUTE,
    directory: opt.Dir = None,
    nats: opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """List the cases, newest first.

    Each with what can be done now; of every office unless one is named.
    """
    from kring_shared.runtime.cli.edge import Where, Who, offices_of
    from kring_shared.runtime.cli.printing import json_line, note, table

    offices = offices_of(office)
    found = asyncio.run(_ask(Where(directory, nats), Who(role, actor, purpose), offices, limit))
    if as_json:
        for line in found:
            json_line(line)
        return
    if not found:
        note(f"kring: no cases at {' or '.join(offices)}; hand in a referral with `kring refer FILE`")
        return
    table(("case", "office", "received", "type", "context", "stage", "possible now"), map(_row, found))


async def _ask(where: "Where", who: "Who", offices: tuple[str, ...], limit: int) -> "list[CaseLine]":
    from kring_shared.contracts.intake import CaseList, ListCases

    found: list[CaseLine] = []
    async with where.client() as client:
        for office in offices:
            query = ListCases(office=office, limit=limit)
            found += (await client.ask(query, who.at(office, client), CaseList)).cases
    return sorted(found, key=lambda line: line.received_at, reverse=True)


def _row(line: "CaseLine") -> tuple[str, ...]:
    context = f"{line.context}, {line.urgency}" if line.urgency == "urgent" else str(line.context)
    kind = str(line.conference_type or "not known yet")
    when = f"{line.received_at.astimezone():%d-%m-%Y %H:%M}"
    stage = f"{line.stage}, waits: {line.held}" if line.held else line.stage
    return (line.case_id, line.office, when, kind, context, stage, ", ".join(line.possible))
