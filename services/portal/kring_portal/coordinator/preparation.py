"""The preparation beside the people: the question, information, conditions, days, place and food."""

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.coordinator.cases import IN_THE_CIRCLE, conference_of, page_of, still_there
from kring_portal.web.visit import Coordinator
from kring_shared.contracts.conference import Mode, ReceivedBy

router = APIRouter()


@router.get("/coordinator/conferences/{case_id}/preparation")
async def preparation(visit: Coordinator, case_id: str) -> Response:
    """Show what is to be arranged beside the people."""
    shown = await conference_of(visit, case_id)
    present = still_there(shown)
    return page_of(
        visit,
        "preparation.html",
        shown,
        present=present,
        know=[one.person_id for one in present if "knows-conditions" in one.noted],
        professionals=[one for one in present if one.part not in IN_THE_CIRCLE],
        asked=[one for one in present if one.dates is not None],
        choose_by_link=[one.person_id for one in present if one.part in IN_THE_CIRCLE],
        modes=list(Mode),
        received=list(ReceivedBy),
    )
