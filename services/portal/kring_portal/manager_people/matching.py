"""Matching: the searches of an office by stage, and one search with who fits, why, and who cannot and why not."""

import asyncio
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager_people.deeds import SEARCH, WISHES
from kring_portal.manager_people.said import short, spoken, tongues
from kring_portal.web.charts import score
from kring_portal.web.deeds import those
from kring_portal.web.visit import Manager, Visit
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.runtime.bus.client import RefusedAnswer

router = APIRouter(prefix="/manager/matching")
EXPLAINED: Final = 25
SHORTLIST: Final = 10
BY_DEFAULT: Final = 3
PAGE: Final = 50
STAGES: Final = ("searching", "unfilled", "proposed", "accepted", "active", "frozen", "completed", "stopped")
WAITING: Final = STAGES[:4]
"""Where a search stands while the family has nobody yet."""


@router.get("")
async def index(visit: Manager, stage: str = "", after: str = "") -> Response:
    """Show the searches of the office, by stage; what has nobody yet, unless another stage is asked for."""
    stages = (stage,) if stage in STAGES else WAITING
    found = await visit.ask(m.ListSearches(stages=stages, after=after, limit=PAGE), m.SearchList)
    names = await _names(visit, {one.coordinator_id for one in found.searches if one.coordinator_id})
    return visit.page(
        "manager_people/matching.html",
        found=found,
        stage=stage,
        stages=STAGES,
        names=names,
        short=short,
        soon=visit.house.now(),
    )


@router.get("/{case_id}")
async def one(visit: Manager, case_id: str, about: str = "") -> Response:
    """Show one search: who fits, with reasons; who cannot; the shortlist; and what can be done now."""
    asked = m.RankCoordinators(case_id=case_id, language=spoken(visit), limit=EXPLAINED, about=about or None)
    search, request, ranking, loans = await asyncio.gather(
        visit.ask(m.ShowSearch(case_id=case_id), m.SearchShown),
        visit.ask(i.ShowRequest(case_id=case_id), i.RequestShown),
        visit.ask(asked, m.Ranking),
        visit.ask(m.ListLoans(), m.LoanList),
    )
    fitting = [one for one in ranking.coordinators if not one.stops]
    names = {one.coordinator_id: one.name for one in ranking.coordinators}
    named = (search.coordinator_id, search.previous_coordinator_id, *search.shortlist)
    names |= await _names(visit, {one for one in named if one} - names.keys())
    return visit.page(
        "manager_people/search.html",
        search=search,
        request=request,
        ranking=ranking,
        fitting=fitting,
        cannot=[one for one in ranking.coordinators if one.stops],
        places=_places(search, fitting),
        names=names,
        loans=[loan for loan in loans.loans if loan.case_id == case_id],
        deeds=those(SEARCH, search.possible),
        wishes=WISHES,
        reasons=tuple(m.ShortlistReason),
        at_most=SHORTLIST,
        score=score,
        short=short,
        tongues=lambda tags: tongues(visit, tags),
        spoken=spoken(visit),
        neighbours=[card for card in visit.house.offices.values() if card.id != visit.office],
    )


def _places(search: m.SearchShown, fitting: list[m.RankedCoordinator]) -> dict[str, int]:
    """Give the places that stand in the form: those of the shortlist there is, else the first of the ranking."""
    proposed = search.shortlist or tuple(one.coordinator_id for one in fitting[:BY_DEFAULT])
    return {coordinator_id: place for place, coordinator_id in enumerate(proposed, 1)}


async def _names(visit: Visit, ids: set[str]) -> dict[str, str]:
    async def name(coordinator_id: str) -> str:
        try:
            shown = await visit.ask(m.ShowCoordinator(coordinator_id=coordinator_id), m.CoordinatorShown)
        except RefusedAnswer:
            return short(coordinator_id)  # lent by another office, or not in this register any more
        return shown.line.name

    wanted = sorted(ids)
    return dict(zip(wanted, await asyncio.gather(*map(name, wanted)), strict=True))
