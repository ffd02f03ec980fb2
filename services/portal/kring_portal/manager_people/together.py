"""Joint matching: the best assignment of all waiting requests together, with why, and the pairs approved."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager_people.said import short, spoken
from kring_portal.web.charts import score
from kring_portal.web.deeds import texts
from kring_portal.web.visit import Manager, Visit
from kring_shared.contracts import matching as m
from kring_shared.contracts.envelope import Receipt

router = APIRouter(prefix="/manager/matching")
RANKED: Final = 50
PAGE: Final = "/manager/matching/together"


@router.get("/together")
async def together(visit: Manager) -> Response:
    """Show who would do which request, if all of them are looked at together."""
    found = await visit.ask(m.MatchTogether(language=spoken(visit)), m.Together)
    return visit.page("manager_people/together.html", found=found, score=score, short=short, spoken=spoken(visit))


@router.post("/together")
async def approve(visit: Manager) -> Response:
    """Approve the pairs that were ticked, each as the shortlist of its request; stop at the first that is refused."""
    for pair in texts(await visit.form(), "pair"):
        case_id, _, coordinator_id = pair.partition("/")
        receipt = await _approve(visit, case_id, coordinator_id)
        if receipt.status != "done":
            return visit.back(PAGE, refused=receipt)
    return visit.back(PAGE, said="people-said-approved-together")


async def _approve(visit: Visit, case_id: str, coordinator_id: str) -> Receipt:
    ranking = await visit.ask(m.RankCoordinators(case_id=case_id, limit=RANKED), m.Ranking)
    order = tuple(one.coordinator_id for one in ranking.coordinators if not one.stops)[:RANKED]
    is_best = order[:1] == (coordinator_id,)
    reason = m.ShortlistReason.BEST_SCORE if is_best else m.ShortlistReason.BEST_FOR_ALL_TOGETHER
    command = m.ApproveShortlist(case_id=case_id, coordinator_ids=(coordinator_id,), ranking=order, reason=reason)
    return await visit.tries(command)
