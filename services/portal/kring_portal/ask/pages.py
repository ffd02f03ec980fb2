"""The public form, and the page that says that it arrived."""

import re
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from kring_portal.api.handing_in import FORM, hand_in
from kring_portal.ask.against_abuse import (
    OPENED,
    TRAP,
    Opened,
    opened_before,
    opened_now,
    reference_of,
    too_fast,
    too_many,
)
from kring_portal.ask.form import Filled, data_of, event_of, filled_in, looked_through, office_of
from kring_portal.web.addresses import address_of
from kring_portal.web.visit import LANGUAGE, SEE_OTHER, Visit, visit_of
from kring_portal.web.words import LETTERS, chosen
from kring_shared.contracts.referral import ReceiptStatus
from kring_shared.kernel.errors import NoAnswer
from kring_shared.kernel.municipalities import PLACES

router = APIRouter()
SENDER: Final = "public-form"
REFERENCE: Final = re.compile(r"[2-9A-Z]{3}(-[2-9A-Z]{3}){2}")
NAMES: Final = {
    "nl": "Nederlands",
    "en": "English",
    "fr": "Français",
    "ar": "العربية",
    "de": "Deutsch",
    "pl": "Polski",
    "tr": "Türkçe",
}
WRONG: Final = 422
TOO_MANY: Final = 429
AWAY: Final = 503


class AskVisit(Visit):
    """Somebody at the public form, in any language that people are written to in."""

    @property
    def language(self) -> str:
        """Give the language in the address, else the one of a cookie, else as the browser asks."""
        named = self.request.path_params.get("language", "") or self.request.cookies.get(LANGUAGE, "")
        if named in LETTERS:
            return str(named)
        return chosen(self.request.headers.get("accept-language", ""), LETTERS)


def asking(request: Request) -> AskVisit:
    """Give the visit in the language of the form."""
    before = visit_of(request)
    return AskVisit(request, before.house, before.session)


Asking = Annotated[AskVisit, Depends(asking)]


@router.get("/ask")
async def ask(visit: Asking) -> Response:
    """Show the form in the language of whoever comes."""
    return _form(visit, Filled({"what": visit.request.query_params.get("what", "")}))


@router.get("/ask/{language}")
async def ask_in(visit: Asking, language: str) -> Response:
    """Show the form in a language."""
    if language not in LETTERS:
        raise HTTPException(404)
    return _form(visit, Filled({}))


@router.post("/ask/{language}")
async def send(visit: Asking, language: str) -> Response:
    """Hand in what was asked, as a referral like every other; what was typed is never lost."""
    if language not in LETTERS:
        raise HTTPException(404)
    house, sent = visit.house, await visit.form()
    filled, token = filled_in(sent), str(sent.get(OPENED, ""))
    opened = opened_before(house, token)
    if opened is None:
        return _form(visit, filled, said="ask-again", status=WRONG)
    reference = reference_of(opened.number)
    data = data_of(filled, reference, language)
    looked_through(filled, house.offices, data, house.now().date())
    if filled.wrong:
        return _form(visit, filled, token=token, said="ask-wrong", status=WRONG)
    office = office_of(filled, house.offices)
    said, status = "", 200
    if not sent.get(TRAP):  # nobody sees that field; whoever filled it in learns nothing
        said, status = await _handed_in(visit, opened, data, office)
    if said:
        return _form(visit, filled, token=token, said=said, status=status)
    return RedirectResponse(f"/ask/{language}/received/{office}/{reference}", SEE_OTHER)


async def _handed_in(visit: AskVisit, opened: Opened, data: dict[str, Any], office: str) -> tuple[str, int]:
    """Hand it in; give why it was not, as a key of the words, and the status of the page that says so."""
    house = visit.house
    if too_fast(house, opened):
        return "ask-too-fast", TOO_MANY
    if too_many(house, address_of(visit.request, house.settings.trusted_proxies)):
        return "ask-too-many", TOO_MANY
    event = event_of(data, f"ask-{opened.number}", house.now().isoformat(timespec="seconds"))
    try:
        receipt = await hand_in(house, event, {}, office=office, sender=SENDER, channel=FORM)
    except NoAnswer:
        return "ask-no-answer", AWAY
    return ("ask-wrong-something", WRONG) if receipt.status is ReceiptStatus.REFUSED else ("", 200)


@router.get("/ask/{language}/received/{office}/{reference}")
async def received(visit: Asking, language: str, office: str, reference: str) -> Response:
    """Say that it arrived, under which reference, and what happens next; nothing of what was asked stands here."""
    if language not in LETTERS or office not in visit.house.offices or not REFERENCE.fullmatch(reference):
        raise HTTPException(404)
    card = visit.house.offices[office]
    return visit.page("ask/received.html", reference=reference, office=card, languages=NAMES, path=f"/ask/{language}")


def _form(visit: AskVisit, filled: Filled, *, token: str = "", said: str = "", status: int = 200) -> Response:
    return visit.page(
        "ask/form.html",
        status=status,
        filled=filled,
        token=token or opened_now(visit.house),
        told=said,
        trap=TRAP,
        token_name=OPENED,
        languages=NAMES,
        places=sorted(PLACES),
        offices=[(office, card.title) for office, card in sorted(visit.house.offices.items())],
    )
