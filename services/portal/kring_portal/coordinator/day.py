"""The day itself, on a phone: three parts, one large button for what comes next; and one page that is still."""

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.coordinator.cases import (
    IN_THE_CIRCLE,
    PRIVATE_TIME,
    conference_of,
    home_of,
    page_of,
    still_there,
)
from kring_portal.coordinator.circle import two_circles
from kring_portal.coordinator.noted import conditions_explained
from kring_portal.web.guarding import BY_ITSELF
from kring_portal.web.visit import Coordinator
from kring_shared.contracts.conference import RoomRule, Side, StillBecause

router = APIRouter()


@router.get("/coordinator/conferences/{case_id}/day")
async def day(visit: Coordinator, case_id: str, two_sides: bool = False) -> Response:  # noqa: FBT001, FBT002 - of the URL
    """Show the part of the day that is now; while the circle is alone, one sentence and one way back."""
    shown = await conference_of(visit, case_id)
    if shown.stage == PRIVATE_TIME:
        # Nothing was asked but where it stands, and nothing is shown but that: no name, no time, no menu.
        if BY_ITSELF not in visit.request.headers:
            visit.house.sessions.rest(visit.person)  # it may take hours, and nothing is asked of the phone meanwhile
        return visit.page("coordinator/still.html", home=home_of(case_id), sides=list(Side) if two_sides else [])
    people = still_there(shown)
    return page_of(
        visit,
        "day.html",
        shown,
        explained=await conditions_explained(visit, shown),
        present=[one for one in people if one.stage == "attended"],
        expected=[one for one in people if one.stage != "attended"],
        professionals=[one for one in people if one.part not in IN_THE_CIRCLE],
        sides=list(Side) if two_circles(shown) else [],
        rules=list(RoomRule),
        still=list(StillBecause),
    )
