"""The state of each service, and the messages that wait for a person."""

from typing import Annotated, Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.signing.looked import SERVICES
from kring_portal.web.refusals import WrongRole
from kring_portal.web.visit import Visit, signed_in_as
from kring_shared.contracts.actor import Role
from kring_shared.contracts.every_service import DeadLetters, ListDeadLetters, Ready, ReadyShown, RetryDeadLetter
from kring_shared.kernel.errors import NoAnswer

router = APIRouter()
Operator = Annotated[Visit, signed_in_as(Role.OPERATOR)]
LETTERS: Final = "/operator/dead-letters"
PAGE: Final = 50


@router.get("/operator")
async def state(visit: Operator) -> Response:
    """Show whether each service works, and what it waits for."""
    shown: list[tuple[str, ReadyShown | None]] = []
    for service in SERVICES:
        try:
            shown.append((service, await visit.ask(Ready(), ReadyShown, service=service)))
        except NoAnswer:
            shown.append((service, None))
    return visit.page("operator/state.html", services=shown)


@router.get(LETTERS)
async def dead_letters(visit: Operator, service: str = SERVICES[0], after: str = "") -> Response:
    """List what did not arrive at a service, the oldest first."""
    if service not in SERVICES:
        raise WrongRole
    page = await visit.ask(ListDeadLetters(limit=PAGE, after=after), DeadLetters, service=service)
    return visit.page("operator/dead_letters.html", service=service, services=SERVICES, page=page, first=not after)


@router.post(LETTERS)
async def retry(visit: Operator) -> Response:
    """Try one again."""
    form = await visit.form()
    service, letter = str(form.get("service", "")), str(form.get("letter", ""))
    if service not in SERVICES:
        raise WrongRole
    to = f"{LETTERS}?service={service}"
    return await visit.carry_out(RetryDeadLetter(id=letter), to=to, said="operator-done-retry", service=service)
