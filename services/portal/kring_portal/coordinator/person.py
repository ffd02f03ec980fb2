"""One person of a circle: spoken with, safe, invited, answered, and what they need."""

from typing import Final

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kring_portal.coordinator.cases import IN_THE_CIRCLE, OUT, conference_of, page_of, person_of, still_there
from kring_portal.coordinator.circle import two_circles
from kring_portal.web.visit import Coordinator
from kring_shared.contracts.conference import Answered, ContactKind, Covered, ReceivedBy, Side
from kring_shared.contracts.field import Part
from kring_shared.contracts.notifications import LinkPurpose, Way
from kring_shared.contracts.registry import FormWay, Group

router = APIRouter()
NOT_FOUND: Final = 404
BY_MARKS: Final = tuple(Group)


@router.get("/coordinator/conferences/{case_id}/people/{person_id}")
async def person(visit: Coordinator, case_id: str, person_id: str) -> Response:
    """Show one person, and everything the coordinator can do for them."""
    shown = await conference_of(visit, case_id)
    who = person_of(shown, person_id)
    if who is None and shown.participants:
        raise HTTPException(NOT_FOUND)
    others = [one for one in still_there(shown) if one.person_id != person_id]
    return page_of(
        visit,
        "person.html",
        shown,
        who=who,
        others=others,
        is_out=who is not None and who.stage in OUT,
        is_professional=who is not None and who.part not in IN_THE_CIRCLE,
        interpreters=[one for one in others if one.part is Part.INTERPRETER],
        contact_kinds=list(ContactKind),
        covered=list(Covered),
        answers=list(Answered),
        received=list(ReceivedBy),
        sides=list(Side) if two_circles(shown) else [],
        ways=Way.to_people(),
        purposes=list(LinkPurpose),
        groups=BY_MARKS,
        form_ways=list(FormWay),
        apart=[one for pair in shown.kept_apart if person_id in pair for one in pair if one != person_id],
    )
