"""Marks of professionals, by the code of their form: who is signed in stands nowhere with what they give."""

from typing import Final

from starlette.responses import Response

from kring_portal.links.marks import ABOUT, EMPTY, PURPOSE, WRONG, marks_in, typed_in
from kring_portal.web.visit import Visit
from kring_shared.contracts.registry import AnswerSatisfaction, form_id

TEMPLATE: Final = "professional/marks.html"


def asked(visit: Visit, home: str) -> Response:
    """Ask for the code of the form and the marks."""
    return _page(visit, home, EMPTY)


async def taken(visit: Visit, home: str) -> Response:
    """Hand the marks in, signed as the form and not as whoever is signed in; a code that opens none says so."""
    typed = typed_in(await visit.form())
    given = marks_in(typed)
    if given is not None and await _is_taken(visit, given):
        return _page(visit, home, EMPTY, done=True)
    return _page(visit, home, typed, wrong=True)


async def _is_taken(visit: Visit, given: AnswerSatisfaction) -> bool:
    role, client = visit.person.role, visit.house.client
    if role is None:
        return False
    receipt = await client.do(given, client.actor(role, form_id(given.code), visit.office, PURPOSE))
    return receipt.status == "done"


def _page(visit: Visit, home: str, typed: dict[str, str], *, wrong: bool = False, done: bool = False) -> Response:
    shown = {"home": home, "about": ABOUT, "typed": typed, "wrong": wrong, "done": done}
    return visit.page(TEMPLATE, status=WRONG if wrong else 200, **shown)
