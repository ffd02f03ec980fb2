"""Marks of professionals, by the code of their form: who is signed in stands nowhere with what they give."""

from typing import Final

from pydantic import ValidationError
from starlette.responses import Response

from kring_portal.links.marks import ABOUT, PURPOSE
from kring_portal.web.visit import Visit
from kring_shared.contracts.registry import AnswerSatisfaction, Scores, form_id

TEMPLATE: Final = "professional/marks.html"
WRONG: Final = 422
EMPTY: Final = dict.fromkeys(("code", *ABOUT), "")


def asked(visit: Visit, home: str) -> Response:
    """Ask for the code of the form and the marks."""
    return visit.page(TEMPLATE, home=home, typed=EMPTY, wrong=False, done=False)


async def taken(visit: Visit, home: str) -> Response:
    """Hand the marks in, signed as the form and not as whoever is signed in; a code that opens none says so."""
    sent = await visit.form()
    typed = {name: str(sent.get(name, "")).strip()[:40] for name in EMPTY}
    marks = {about: int(typed[about]) for about in ABOUT if typed[about].isascii() and typed[about].isdigit()}
    if await _given(visit, typed["code"], marks):
        return visit.page(TEMPLATE, home=home, typed=EMPTY, wrong=False, done=True)
    return visit.page(TEMPLATE, status=WRONG, home=home, typed=typed, wrong=True, done=False)


async def _given(visit: Visit, code: str, marks: dict[str, int]) -> bool:
    try:
        given = AnswerSatisfaction(code=code, scores=Scores(**marks))
    except ValidationError:
        return False
    role = visit.person.role
    if not marks or role is None:
        return False
    client = visit.house.client
    receipt = await client.do(given, client.actor(role, form_id(given.code), visit.office, PURPOSE))
    return receipt.status == "done"
