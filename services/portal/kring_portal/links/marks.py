"""Marks by the code of a form. Nobody is known here: the code leads to a form, and a form to nobody."""

from typing import Final

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.responses import Response

from kring_portal.links.visiting import Behind
from kring_shared.contracts.actor import Role
from kring_shared.contracts.notifications import office_hint
from kring_shared.contracts.registry import AnswerSatisfaction, Scores, form_id

ABOUT: Final = ("meeting", "plan", "coordinator")
EMPTY: Final = dict.fromkeys(("code", *ABOUT), "")
LONGEST: Final = 40
PURPOSE: Final = "give-marks"
WRONG: Final = 422


def declare(router: APIRouter) -> None:
    """Put both on the router."""
    router.add_api_route("/marks/{hint}", ask, methods=["GET"], response_model=None)
    router.add_api_route("/marks/{hint}", take, methods=["POST"], response_model=None)


async def ask(visit: Behind, hint: str) -> Response:
    """Ask for the code and the marks."""
    return _page(visit, hint)


async def take(visit: Behind, hint: str) -> Response:
    """Hand the marks in; a code that does not open a form says so, in the same words for every reason."""
    given = marks_in(typed_in(await visit.form()))
    if given is not None and await _is_taken(visit, hint, given):
        return _page(visit, hint, done=True)
    return _page(visit, hint, wrong=True)


async def _is_taken(visit: Behind, hint: str, given: AnswerSatisfaction) -> bool:
    client = visit.house.client
    for office in (one for one in visit.house.offices if office_hint(one) == hint):
        actor = client.actor(Role.CIRCLE_MEMBER, form_id(given.code), office, PURPOSE)
        if (await client.do(given, actor)).status == "done":
            return True
    return False


def typed_in(sent: FormData) -> dict[str, str]:
    """Read the code and the marks as they were typed."""
    return {name: str(sent.get(name, "")).strip()[:LONGEST] for name in EMPTY}


def marks_in(typed: dict[str, str]) -> AnswerSatisfaction | None:
    """Give the marks as they are handed in; none where no mark is given, or something is no mark or no code."""
    marks = {about: int(typed[about]) for about in ABOUT if typed[about].isascii() and typed[about].isdigit()}
    try:
        return AnswerSatisfaction(code=typed["code"], scores=Scores(**marks)) if marks else None
    except ValidationError:
        return None


def _page(visit: Behind, hint: str, *, wrong: bool = False, done: bool = False) -> Response:
    """Show the form, always an empty one: it is the same page whatever was typed, and whyever it was refused."""
    shown = {"hint": hint, "about": ABOUT, "typed": EMPTY, "wrong": wrong, "done": done}
    return visit.page("links/marks.html", status=WRONG if wrong else 200, **shown)
