"""The first page, and the language somebody chooses for themselves."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from kring_portal.web.menus import home_of
from kring_portal.web.visit import LANGUAGE, SEE_OTHER, Anybody
from kring_portal.web.words import DESK

router = APIRouter()


@router.get("/")
async def front(visit: Anybody) -> Response:
    """Bring whoever is signed in to where their role begins; show everybody else the ways in."""
    if visit.session is not None:
        return RedirectResponse(home_of(visit.session.role), status_code=SEE_OTHER)
    return visit.page("entrance/front.html")


@router.post("/language")
async def choose_language(visit: Anybody) -> Response:
    """Choose the language of the pages; it is kept for the session, and in a cookie that says nothing else."""
    language = str((await visit.form()).get("language", ""))
    answer = RedirectResponse(visit.came_from("/"), status_code=SEE_OTHER)
    if language in DESK:
        if visit.session is not None:
            visit.house.sessions.change(visit.session, language=language)
        secure = visit.house.is_secure
        answer.set_cookie(LANGUAGE, language, max_age=31_536_000, httponly=True, samesite="lax", secure=secure)
    return answer
