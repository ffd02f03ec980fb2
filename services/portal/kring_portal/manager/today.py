"""The first page of the day: what waits, what runs out, and nothing else."""

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager.answers import answers_for
from kring_portal.manager.clocks import clocks_of
from kring_portal.manager.waiting import groups_of
from kring_portal.web.visit import Manager
from kring_shared.contracts.policies import POLICIES

router = APIRouter()


@router.get("/today")
async def today(visit: Manager) -> Response:
    """Show what waits for the office, and the clocks that run out soon."""
    answers = await answers_for(visit)
    now = visit.house.now()
    policy = POLICIES[visit.house.offices[visit.office].policy]
    return visit.page(
        "manager/today.html",
        groups=groups_of(answers, now),
        clocks=clocks_of(answers, policy, now),
        is_whole=answers.is_whole,
    )
