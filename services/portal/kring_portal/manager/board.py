"""The requests of an office by stage: a board of what is under way, or one list, a page at a time."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.responses import Response

from kring_portal.manager.asking import CURSOR, perhaps
from kring_portal.web.visit import Manager, Visit
from kring_shared.contracts.conference import ConferenceList, ListConferences
from kring_shared.contracts.intake import CaseLine, CaseList, ListCases
from kring_shared.contracts.matching import ListSearches, SearchList

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


@dataclass(frozen=True)
class Column:
    """One column: its name, the newest in it, and whether there are more."""

    name: str
    cases: tuple[CaseLine, ...]
    more: bool


Stands = dict[str, tuple[str, str]]
"""Where a case stands in the step it is in now, by case: which kind of word, and which stage."""


@router.get("/requests")
async def requests(
    visit: Manager,
    stage: Annotated[str, Query(max_length=30)] = "",
    held: Annotated[str, Query(max_length=20)] = "",
    before: Annotated[str, Query(pattern=CURSOR)] = "",
) -> Response:
    """Show the board; or, when a stage or a reason to wait is chosen, the list of those."""
    if stage or held or before:
        return await _listed(visit, stage, held, before)
    columns = await asyncio.gather(*(_column(visit, name) for name in COLUMNS))
    waiting = await visit.ask(ListCases(office=visit.office, held=True, limit=ON_THE_BOARD), CaseList)
    stands = await _stands(visit, [case for column in columns for case in column.cases])
    return visit.page("manager/board.html", columns=columns, waiting=waiting.cases, stages=STAGES, stands=stands)


async def _column(visit: Visit, name: str) -> Column:
    query = ListCases(office=visit.office, stages=COLUMNS[name], held=False, limit=ON_THE_BOARD)
    found = await visit.ask(query, CaseList)
    return Column(name, found.cases, bool(found.next))


async def _stands(visit: Visit, cases: list[CaseLine]) -> Stands:
    """Ask the service that has a case now how far it is; where it does not say, the stage of the request is shown."""
    sought = tuple(case.case_id for case in cases if case.stage == "in-matching")
    prepared = tuple(case.case_id for case in cases if case.stage == "in-preparation")
    searches = await perhaps(visit.ask(ListSearches(case_ids=sought, limit=200), SearchList)) if sought else None
    meetings = (
        await perhaps(visit.ask(ListConferences(case_ids=prepared, limit=200), ConferenceList)) if prepared else None
    )
    found = {line.case_id: ("search", line.stage) for line in searches.searches} if searches else {}
    return found | ({one.case_id: ("conference-stage", one.stage) for one in meetings.conferences} if meetings else {})


async def _listed(visit: Visit, stage: str, held: str, before: str) -> Response:
    stages = COLUMNS.get(stage) or (ENDED if stage == "ended" else (stage,) if stage in STAGES else ())
    query = ListCases(
        office=visit.office,
        stages=stages,
        held=True if held else None,
        held_for="" if held == "any" else held,
        limit=ON_A_PAGE,
        before=before,
    )
    found = await visit.ask(query, CaseList)
    cases = list(found.cases)
    page: dict[str, Any] = {"stage": stage, "held": held, "next": found.next, "is_first": not before}
    page["stands"] = await _stands(visit, cases)
    return visit.page("manager/requests.html", cases=cases, stages=STAGES, columns=tuple(COLUMNS), **page)
