"""The helpdesk: what coordinators ask, the longest waiting first; taken on, and answered."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager_people.deeds import HELPDESK
from kring_portal.web.deeds import done
from kring_portal.web.visit import Manager, Visit
from kring_shared.contracts import matching as m

router = APIRouter(prefix="/manager/helpdesk")
PAGE: Final = "/manager/helpdesk"


@router.get("")
async def index(visit: Manager, *, closed: bool = False) -> Response:
    """Show which questions wait."""
    return await waiting(visit, PAGE, closed_too=closed)


async def waiting(visit: Visit, page: str, *, closed_too: bool) -> Response:
    """Show which questions wait, at whoever's desk it is."""
    found = await visit.ask(m.ListHelpdesk(closed_too=closed_too), m.HelpdeskList)
    return visit.page("manager_people/helpdesk.html", questions=found.questions, page=page, closed=closed_too)


@router.get("/{helpdesk_id}")
async def one(visit: Manager, helpdesk_id: str) -> Response:
    """Show one question, to take it on or to answer it."""
    return await shown(visit, PAGE, helpdesk_id)


async def shown(visit: Visit, page: str, helpdesk_id: str) -> Response:
    """Show one question, at whoever's desk it is."""
    found = await visit.ask(m.ShowHelpdeskCase(helpdesk_id=helpdesk_id), m.HelpdeskShown)
    open_ones = () if found.line.stage == "answered" else tuple(HELPDESK.values())
    return visit.page("manager_people/question.html", shown=found, page=page, deeds=open_ones)


@router.post("/{helpdesk_id}/{deed}")
async def do(visit: Manager, helpdesk_id: str, deed: str) -> Response:
    """Take a question on, or answer it."""
    return await done(visit, HELPDESK, deed, helpdesk_id, to=f"{PAGE}/{helpdesk_id}")
