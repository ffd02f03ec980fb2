"""The requests of an office by stage: a board of what is under way, or one list, a page at a time."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.responses import Response

from kring_portal.web.visit import Manager, Visit
from kring_shared.contracts.intake import CaseLine, CaseList, ListCases

router = APIRouter()

COLUMNS: Final = {
    "new": ("information-talk", "received"),
    "consent": ("triaged", "awaiting-consent"),
    "accept": ("consented", "awaiting-funding"),
    "coordinator": ("accepted", "in-matching"),
    "conference": ("in-preparation",),
}
"""The board, from coming in to the conference; each column is one question of the day."""
ENDED: Final = ("closed", "informed", "refused", "lapsed", "rejected", "withdrawn", "merged", "transferred")
STAGES: Final = (*(stage for column in COLUMNS.values() for stage in column), *ENDED)
ON_THE_BOARD: Final = 12
ON_A_PAGE: Final = 50
CURSOR: Final = r"^[0-9A-Za-z.:_~-]{0,120}$"


@dataclass(frozen=True)
class Column:
    """One column: its name, the newest in it, and whether there are more."""

    name: str
    cases: tuple[CaseLine, ...]
    more: bool


@router.get("/requests")
async def requests(
    visit: Manager,
    stage: Annotated[str, Query(max_length=30)] = "",
    held: Annotated[str, Query(max_length=30)] = "",
    before: Annotated[str, Query(pattern=CURSOR)] = "",
) -> Response:
    """Show the board; or, when a stage or a reason to wait is chosen, the list of those."""
    if stage or held or before:
        return await _listed(visit, stage, held, before)
    columns = await asyncio.gather(*(_column(visit, name) for name in COLUMNS))
    waiting = await visit.ask(ListCases(office=visit.office, held=True, limit=ON_THE_BOARD), CaseList)
    return visit.page("manager/board.html", columns=columns, waiting=waiting.cases, stages=STAGES)


async def _column(visit: Visit, name: str) -> Column:
    query = ListCases(office=visit.office, stages=COLUMNS[name], held=False, limit=ON_THE_BOARD)
    found = await visit.ask(query, CaseList)
    return Column(name, found.cases, bool(found.next))


async def _listed(visit: Visit, stage: str, held: str, before: str) -> Response:
    stages = COLUMNS.get(stage) or (ENDED if stage == "ended" else (stage,) if stage in STAGES else ())
    query = ListCases(office=visit.office, stages=stages, held=True if held else None, limit=ON_A_PAGE, before=before)
    found = await visit.ask(query, CaseList)
    # There are few that wait; which of them for this reason is chosen here.
    cases = [case for case in found.cases if held in {"", "any", case.held}]
    page: dict[str, Any] = {"stage": stage, "held": held, "next": found.next, "is_first": not before}
    return visit.page("manager/requests.html", cases=cases, stages=STAGES, columns=tuple(COLUMNS), **page)
