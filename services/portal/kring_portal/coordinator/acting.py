"""What a coordinator does in a conference: one form, one command, and back to where they were."""

from typing import Final

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kring_portal.coordinator.cases import home_of
from kring_portal.coordinator.reading import read
from kring_portal.web.visit import Coordinator, Visit
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Receipt
from kring_shared.contracts.rights import RIGHTS

router = APIRouter()
OF_A_CASE: Final[dict[str, type[Command]]] = {
    message.name: message
    for message, roles in RIGHTS.items()
    if Role.COORDINATOR in roles and issubclass(message, Command) and "case_id" in message.model_fields
}
"""All that the rights table lets a coordinator ask about a case; nothing else can be asked by a form here."""
NEXT: Final = {
    "suggest-participant": "people/{personId}",
    "give-link": "people/{person_id}/links/{linkId}",
    "give-code": "people/{person_id}/code",
}
"""What is shown next, where a command answers with something new."""
SAID_BY_NOBODY: Final = frozenset({"start-private-time", "end-private-time"})
"""After these the page itself says where it stands; beside a circle that is alone nothing else is said."""
NOT_FOUND: Final = 404


@router.post("/coordinator/conferences/{case_id}/do/{name}")
async def do(visit: Coordinator, case_id: str, name: str) -> Response:
    """Do one thing in a conference, and say so on the page it was asked on; or say there why not.

    Raises:
        ValidationError: a field is not as it must be; the form is drawn again and says so.
    """
    kind = OF_A_CASE.get(name)
    if kind is None:
        raise HTTPException(NOT_FOUND)
    form = await visit.form()
    known: dict[str, object] = {"case_id": case_id}
    if "coordinator_id" in kind.model_fields:
        known["coordinator_id"] = visit.person.actor_id
    command = read(kind, form, **known)
    receipt = await visit.tries(command)
    if name == "end-private-time" and "/side" in receipt.fields:
        return visit.back(f"{home_of(case_id)}/day?two_sides=true")  # each of two circles gives its own sign
    if receipt.status != "done":
        return visit.back(visit.came_from(home_of(case_id)), refused=receipt)
    return visit.back(_next(visit, case_id, command, receipt), said=said_of(visit, name))


def said_of(visit: Visit, name: str) -> str:
    """Give the key of what is said when something was done; words of its own where it has them."""
    if name in SAID_BY_NOBODY:
        return ""
    own = f"coordinator-did-{name}"
    return own if visit.words.has(own) else "coordinator-done"


def _next(visit: Visit, case_id: str, command: Command, receipt: Receipt) -> str:
    """Give the page that comes next: what is new, else where they were."""
    fields = {"person_id": getattr(command, "person_id", ""), **(receipt.answer or {})}
    there = NEXT.get(command.name)
    return f"{home_of(case_id)}/{there.format(**fields)}" if there else visit.came_from(home_of(case_id))
