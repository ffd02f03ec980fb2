"""Inform, answer, leave: what the circle wants to know, and after the plan what is asked of whoever informed it."""

from typing import Annotated, Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager.asking import CaseId
from kring_portal.professional import marks as marking
from kring_portal.professional.part import BOTH, WENT_OUT, calendar, does, listed, shown
from kring_portal.web.visit import Visit, signed_in_as
from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Role

InformationGiver = Annotated[Visit, signed_in_as(Role.INFORMATION_GIVER)]
router = APIRouter(prefix="/information-giver")
HOME: Final = "/information-giver"


@router.get("")
async def index(visit: InformationGiver, before: str = "") -> Response:
    """Show the conferences in which they inform, and what that is."""
    return await listed(visit, "information_giver/conferences.html", HOME, before)


@router.get("/marks")
async def marks(visit: InformationGiver) -> Response:
    """Ask for marks, where the coordinator asked for them."""
    return marking.asked(visit, HOME)


@router.post("/marks")
async def give_marks(visit: InformationGiver) -> Response:
    """Take the marks in; who gave them is not kept."""
    return await marking.taken(visit, HOME)


@router.get("/{case_id}")
async def conference(visit: InformationGiver, case_id: CaseId) -> Response:
    """Show the day, what the circle wants to know, and what binds them."""
    return await shown(visit, "information_giver/part.html", HOME, case_id, reads_from=WENT_OUT)


@router.get("/{case_id}/plan")
async def plan(visit: InformationGiver, case_id: CaseId) -> Response:
    """Show the plan where the circle gave it to them, else what of it is theirs."""
    text = await visit.ask(c.ShowPlan(case_id=case_id), c.PlanShown)
    return visit.page("information_giver/plan.html", plan=text, home=f"{HOME}/{case_id}")


@router.get("/{case_id}/calendar")
async def day(visit: InformationGiver, case_id: CaseId) -> Response:
    """Give the day for their own calendar."""
    return await calendar(visit, HOME, case_id)


@router.post("/{case_id}/{deed}")
async def do(visit: InformationGiver, case_id: CaseId, deed: str) -> Response:
    """Answer what was asked, or say that they have what is theirs of the plan."""
    return await does(visit, BOTH, deed, HOME, case_id)
