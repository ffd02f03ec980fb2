"""My conferences, and where one of them stands: what comes first, and the checklist with why each item matters."""

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.coordinator.cases import conference_of, page_of
from kring_portal.coordinator.steps import PLACES, ROAD, next_of, stands_at
from kring_portal.web.visit import Coordinator
from kring_shared.contracts.conference import CancelledBecause, ConferenceList, ListOwnConferences, StillBecause

router = APIRouter()


@router.get("/coordinator/conferences")
async def conferences(visit: Coordinator, before: str = "") -> Response:
    """Show what they coordinate, the newest first."""
    found = await visit.ask(ListOwnConferences(before=before), ConferenceList)
    return visit.page("coordinator/conferences.html", found=found, before=before)


@router.get("/coordinator/conferences/{case_id}")
async def conference(visit: Coordinator, case_id: str) -> Response:
    """Show where one conference stands, and the next thing to do."""
    shown = await conference_of(visit, case_id)
    return page_of(
        visit,
        "conference.html",
        shown,
        next=next_of(shown),
        road=ROAD,
        stands_at=stands_at(shown),
        places=PLACES,
        still=list(StillBecause),
        cancelled=list(CancelledBecause),
    )


@router.get("/coordinator/conferences/{case_id}/safety")
async def safety(visit: Coordinator, case_id: str) -> Response:
    """Show the way to tell a worry about somebody's safety."""
    return page_of(visit, "safety.html", await conference_of(visit, case_id))
