"""The state of each service, the messages that wait for a person, and the systems that take nothing; by ids alone."""

from typing import Annotated, Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.api.webhooks import sent_again
from kring_portal.signing.looked import SERVICES
from kring_portal.store.webhooks import Webhook
from kring_portal.web.refusals import WrongRole
from kring_portal.web.visit import Visit, signed_in_as
from kring_shared.contracts.actor import Role
from kring_shared.contracts.every_service import DeadLetters, ListDeadLetters, Ready, ReadyShown, RetryDeadLetter
from kring_shared.kernel.errors import NoAnswer, NotFound

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
    return visit.page("operator/state.html", services=shown, hooks=_hooks(visit))


@router.post("/operator/webhooks/{webhook_id}/retry")
async def send_again(visit: Operator, webhook_id: str) -> Response:
    """Send again what a system did not take, and switch its webhook on.

    Raises:
        NotFound: there is no such webhook of a system that speaks with this office.
    """
    hook = next((one for one, _ in _hooks(visit) if one.id == webhook_id), None)
    if hook is None:
        raise NotFound("no such webhook at this office")
    visit.house.journal.note(
        "webhook-retried", visit.house.now(), by=visit.person.account_id or "", office=visit.office, outcome="done"
    )
    said = await sent_again(visit.house, hook)
    return visit.back("/operator", said="systems-said-left" if said.left else "systems-said-sent")


def _hooks(visit: Visit) -> list[tuple[Webhook, int]]:
    """Give the webhooks of systems that speak with this office, each with how many events wait."""
    hooks = visit.house.webhooks
    return [(one, hooks.count_apart(one.id)) for one in hooks.all() if one.office in ("", visit.office)]


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
