"""What I referred and where it stands; a form to refer with."""

import secrets
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.api.handing_in import FORM, hand_in
from kring_portal.ask.form import event_of
from kring_portal.referrer.form import FIELDS, MANDATES, data_of, typed, what_is_wrong
from kring_portal.web.visit import Visit, signed_in_as
from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import ListOwnReferrals, OwnReferrals, system_of
from kring_shared.contracts.referral import ReceiptStatus

router = APIRouter()
Referrer = Annotated[Visit, signed_in_as(Role.REQUESTER)]
WRONG = 422


@router.get("/referrer")
async def own(visit: Referrer, before: str = "") -> Response:
    """List what I referred at this office, newest first."""
    found = await visit.ask(ListOwnReferrals(before=before), OwnReferrals)
    return visit.page("referrer/own.html", found=found, first=not before)


@router.get("/referrer/new")
async def form(visit: Referrer) -> Response:
    """Show the form."""
    return _form(visit, dict.fromkeys(FIELDS, "") | {"context": "voluntary", "urgency": "normal"}, {})


@router.post("/referrer/new")
async def send(visit: Referrer) -> Response:
    """Refer; what is wrong is said by field, and nothing typed is lost."""
    filled = typed(await visit.form())
    data = data_of(filled)
    wrong = what_is_wrong(filled, data, visit.house.now().date())
    if wrong:
        return _form(visit, filled, wrong, status=WRONG)
    actor_id = visit.person.actor_id
    source = f"urn:kring:portal:{system_of(actor_id)}"
    event = event_of(data, secrets.token_hex(16), visit.house.now().isoformat(timespec="seconds"), source=source)
    receipt = await hand_in(visit.house, event, {}, office=visit.office, sender=actor_id, channel=FORM)
    if receipt.status is ReceiptStatus.REFUSED:
        return _form(visit, filled, {"question": "referrer-wrong-field"}, status=WRONG)
    return visit.back("/referrer", said=f"referrer-said-{receipt.status.value.lower()}")


def _form(visit: Visit, filled: dict[str, str], wrong: dict[str, str], *, status: int = 200) -> Response:
    return visit.page("referrer/new.html", status=status, filled=filled, wrong=wrong, mandates=MANDATES)
