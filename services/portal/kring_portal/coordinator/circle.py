"""The circle: as a picture, as a list, and how it grows."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.coordinator.cases import conference_of, page_of, still_there
from kring_portal.coordinator.picture import picture_of
from kring_portal.coordinator.picture.drawing import mark_of
from kring_portal.web.visit import Coordinator
from kring_shared.contracts.conference import ConferenceShown, Side
from kring_shared.contracts.field import Part

router = APIRouter()
MAY_BE_ADDED: Final = (Part.CIRCLE, Part.SUPPORT_PERSON, Part.INFORMATION_GIVER, Part.INTERPRETER)


@router.get("/coordinator/conferences/{case_id}/circle")
async def circle(visit: Coordinator, case_id: str) -> Response:
    """Show the circle, and let somebody be added, a group be invited, or two people be kept apart."""
    shown = await conference_of(visit, case_id)
    return page_of(
        visit,
        "circle.html",
        shown,
        drawn=picture_of(shown, visit.words),
        mark_of=mark_of,
        parts=MAY_BE_ADDED,
        sides=list(Side) if two_circles(shown) else [],
        present=still_there(shown),
    )


def two_circles(shown: ConferenceShown) -> bool:
    """Tell whether it is of two sides: its checklist asks for them, or somebody stands on one."""
    asked = any(line.check == "sides" for line in shown.checklist)
    return asked or any(person.side for person in shown.participants)
