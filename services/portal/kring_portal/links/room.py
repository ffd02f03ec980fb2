"""The pages behind a link, and the way out. A button opens it: what only follows links in letters uses up nothing."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from kring_portal.links import deeds, marks, shown
from kring_portal.links.calm import Calm, closed
from kring_portal.links.visiting import Behind, LinkVisit, forgotten
from kring_portal.web.visit import LANGUAGE, SEE_OTHER
from kring_portal.web.words import LETTERS
from kring_shared.contracts.notifications import CheckCode, CodeState, LinkOpened, LinkPurpose

router = APIRouter(prefix="/k", route_class=Calm)
HERE: Final = "/k/page"
Shown = Callable[[LinkVisit, LinkOpened], Awaitable[dict[str, Any]]]
PAGES: Final[Mapping[LinkPurpose, tuple[str, Shown]]] = {
    LinkPurpose.ANSWER_INVITATION: ("links/invitation.html", shown.invitation),
    LinkPurpose.SAY_NEEDS: ("links/needs.html", shown.needs),
    LinkPurpose.CHOOSE_DATES: ("links/dates.html", shown.dates),
    LinkPurpose.READ_PLAN: ("links/plan.html", shown.plan),
    LinkPurpose.READ_CONDITIONS: ("links/conditions.html", shown.conditions),
    LinkPurpose.SHOW_CALENDAR: ("links/calendar.html", shown.day),
    LinkPurpose.SEE_STATUS: ("links/status.html", shown.status),
}


@router.get("/page")
async def page(visit: Behind) -> Response:
    """Show what the link is for, once the code was given where it asks one."""
    opened = await visit.again()
    if opened.code not in {CodeState.NONE, CodeState.GIVEN}:
        return visit.page("links/code.html", missing=opened.code is CodeState.MISSING)
    template, values = PAGES[opened.purpose]
    return visit.page(template, **await values(visit, opened))


@router.post("/code")
async def code(visit: Behind) -> Response:
    """Take the code; whether it was right the page says, and how often one may still try."""
    opened = await visit.again()
    said = str((await visit.form()).get("code", "")).strip()[:20]
    if not said or visit.person.link is None:
        return visit.back(HERE)
    asked = CheckCode(link_id=visit.person.link, code=said, session=visit.person.digest[:32])
    receipt = await visit.house.client.do(asked, visit.edge(opened.office))
    right = receipt.status == "done" and bool((receipt.answer or {}).get("right"))
    return visit.back(HERE) if right else visit.back(HERE, said="links-code-wrong")


@router.get("/leave")
async def leave(visit: Behind) -> Response:
    """Go away at once, to a page that says nothing; nothing of the visit is left."""
    return forgotten(visit, RedirectResponse(visit.house.settings.leave_to, status_code=SEE_OTHER))


@router.post("/language")
async def choose_language(visit: Behind) -> Response:
    """Choose the language of these pages."""
    language = str((await visit.form()).get("language", ""))
    answer = RedirectResponse(visit.came_from(HERE), status_code=SEE_OTHER)
    if language in LETTERS:
        if visit.session is not None:
            visit.house.sessions.change(visit.session, language=language)
        secure = visit.house.is_secure
        answer.set_cookie(LANGUAGE, language, path="/k", httponly=True, samesite="lax", secure=secure)
    return answer


deeds.declare(router)
marks.declare(router)


@router.get("/{token}")
async def door(visit: Behind, token: str) -> Response:
    """Show a door with one button; this opens nothing yet."""
    await visit.look(token)
    return visit.page("links/door.html", token=token)


@router.post("/{token}")
async def open_door(visit: Behind, token: str) -> Response:
    """Open the link."""
    answer = RedirectResponse(HERE, status_code=SEE_OTHER)
    await visit.begin(token, answer)
    return answer


@router.get("/{path:path}")
async def nothing_here(visit: Behind, path: str) -> Response:
    """Say of every other address what is said of a closed link."""
    del path
    return closed(visit)
