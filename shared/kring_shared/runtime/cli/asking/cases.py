"""`kring cases`: the cases of an office, newest first."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.desk import Desk, at_a_desk

if TYPE_CHECKING:
    from kring_shared.contracts.intake import CaseLine

EXAMPLE: Final = "Example: kring cases --office gent"


@at_a_desk()
def cases(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many of each office.")] = 100,
    *,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """List the cases, newest first.

    Each with what can be done now; of every office unless one is named.
    """
    from kring_shared.contracts.intake import CaseList, ListCases
    from kring_shared.runtime.cli.printing import json_line, note, table

    answers = desk.ask_each(lambda office: ListCases(office=office, limit=limit), CaseList)
    found = sorted((line for each in answers for line in each.cases), key=lambda line: line.received_at, reverse=True)
    if as_json:
        for line in found:
            json_line(line)
        return
    if not found:
        note(f"kring: no cases at {' or '.join(desk.offices)}; hand in a referral with `kring refer FILE`")
        return
    table(("case", "office", "received", "type", "context", "stage", "possible now"), map(_row, found))


def _row(line: "CaseLine") -> tuple[str, ...]:
    context = f"{line.context}, {line.urgency}" if line.urgency == "urgent" else str(line.context)
    kind = str(line.conference_type or "not known yet")
    when = f"{line.received_at.astimezone():%d-%m-%Y %H:%M}"
    stage = f"{line.stage}, waits: {line.held}" if line.held else line.stage
    return (line.case_id, line.office, when, kind, context, stage, ", ".join(line.possible))
