"""Marks by the code of a form. Nobody is known here: the code leads to a form, and a form to nobody."""

from typing import Final

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import Response

from kring_portal.links.visiting import Behind
from kring_shared.contracts.actor import Role
from kring_shared.contracts.notifications import office_hint
from kring_shared.contracts.registry import AnswerSatisfaction, Scores, form_id

ABOUT: Final = ("meeting", "plan", "coordinator")
PURPOSE: Final = "give-marks"


def declare(router: APIRouter) -> None:
    """Put both on the router."""
    router.add_api_route("/marks/{hint}", ask, methods=["GET"], response_model=None)
    router.add_api_route("/marks/{hint}", take, methods=["POST"], response_model=None)


async def ask(visit: Behind, hint: str) -> Response:
    """Ask for the code and the marks."""
    return visit.page("links/marks.html", hint=hint, wrong=False, done=False)


async def take(visit: Behind, hint: str) -> Response:
    """Hand the marks in; a code that does not open a form says so, in the same words for every reason."""
    sent = await visit.form()
    marks = {about: str(sent.get(about, "")) for about in ABOUT}
    scores = {about: int(mark) for about, mark in marks.items() if mark.isascii() and mark.isdigit()}
    try:
        given = AnswerSatisfaction(code=str(sent.get("code", "")), scores=Scores(**scores))
    except ValidationError:
        return visit.page("links/marks.html", status=422, hint=hint, wrong=True, done=False)
    client = visit.house.client
    for office in (one for one in visit.house.offices if scores and office_hint(one) == hint):
        actor = client.actor(Role.CIRCLE_MEMBER, form_id(given.code), office, PURPOSE)
        receipt = await client.do(given, actor)
        if receipt.status == "done":
            return visit.page("links/marks.html", hint=hint, wrong=False, done=True)
    return visit.page("links/marks.html", status=422, hint=hint, wrong=True, done=False)
