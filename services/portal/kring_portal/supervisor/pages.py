"""A supervisor's work: people in their first conferences, evaluated by the work, support given, and the helpdesk."""

from typing import Annotated, Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager_people.deeds import EVALUATION, HELPDESK, SUPERVISION, with_cases
from kring_portal.manager_people.helpdesk import shown, waiting
from kring_portal.web.deeds import done, table, those
from kring_portal.web.visit import Visit, signed_in_as
from kring_shared.contracts import matching as m
from kring_shared.contracts.actor import Role

Supervisor = Annotated[Visit, signed_in_as(Role.SUPERVISOR)]
router = APIRouter(prefix="/supervisor")
PAGE: Final = "/supervisor"
QUESTIONS: Final = "/supervisor/helpdesk"
SUPPORTED: Final = ("mutual-yes", "supervised", "evaluated")
DEEDS: Final = table(EVALUATION)


@router.get("")
async def index(visit: Supervisor, after: str = "") -> Response:
    """Show who is in, or near, a first conference with support."""
    found = await visit.ask(m.ListCareers(after=after), m.CareerList)
    people = [line for line in found.people if line.stage in SUPPORTED]
    others = [line for line in found.people if line.stage not in (*SUPPORTED, "ended")]
    return visit.page("supervisor/people.html", people=people, others=others, next=found.next)


@router.get("/helpdesk")
async def questions(visit: Supervisor, *, closed: bool = False) -> Response:
    """Show which questions of coordinators wait."""
    return await waiting(visit, QUESTIONS, closed_too=closed)


@router.get("/helpdesk/{helpdesk_id}")
async def question(visit: Supervisor, helpdesk_id: str) -> Response:
    """Show one question, to take it on or to answer it."""
    return await shown(visit, QUESTIONS, helpdesk_id)


@router.post("/helpdesk/{helpdesk_id}/{deed}")
async def answer(visit: Supervisor, helpdesk_id: str, deed: str) -> Response:
    """Take a question on, or answer it."""
    return await done(visit, HELPDESK, deed, helpdesk_id, to=f"{QUESTIONS}/{helpdesk_id}")


@router.get("/{person_id}")
async def one(visit: Supervisor, person_id: str) -> Response:
    """Show one person's way, to evaluate a conference or to note support."""
    found = await visit.ask(m.ShowCareer(person_id=person_id), m.CareerShown)
    deeds = with_cases((*those(DEEDS, found.line.possible), SUPERVISION), found)
    waits = EVALUATION.name in found.line.possible and not found.to_evaluate
    return visit.page("supervisor/person.html", shown=found, deeds=deeds, waits=waits)


@router.post("/{person_id}/record-coaching")
async def coach(visit: Supervisor, person_id: str) -> Response:
    """Note that somebody was supported: how, about what and how long; never what was said."""
    return await done(visit, table(SUPERVISION), SUPERVISION.name, person_id, to=f"{PAGE}/{person_id}")


@router.post("/{person_id}/{deed}")
async def do(visit: Supervisor, person_id: str, deed: str) -> Response:
    """Evaluate a conference."""
    return await done(visit, DEEDS, deed, person_id, to=f"{PAGE}/{person_id}")
