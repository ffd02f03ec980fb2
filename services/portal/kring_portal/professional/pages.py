"""Who may compel: conditions before the day, the plan when it lies before them, and their answer."""

from typing import Annotated, Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager.asking import CaseId
from kring_portal.professional import marks as marking
from kring_portal.professional.part import BOTH, LAID_BEFORE, calendar, does, listed, own_part, shown
from kring_portal.web.deeds import Ask, Deed, Kind, table, those
from kring_portal.web.visit import Visit, signed_in_as
from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Role

Professional = Annotated[Visit, signed_in_as(Role.MANDATED_PROFESSIONAL)]
router = APIRouter(prefix="/professional")
HOME: Final = "/professional"
CONDITION: Final = table(Deed(c.AddCondition, "case_id", (Ask("condition", Kind.WORDS),)))
VERDICT: Final = table(
    Deed(c.AcceptPlan, "case_id", (), ""),
    Deed(c.SendPlanBack, "case_id", (Ask("unmet", Kind.CHECKS),)),
)
DEEDS: Final = {**CONDITION, **VERDICT, **BOTH}


@router.get("")
async def index(visit: Professional, before: str = "") -> Response:
    """Show the conferences in which they check the plan."""
    return await listed(visit, "professional/conferences.html", HOME, before)


@router.get("/marks")
async def marks(visit: Professional) -> Response:
    """Ask for marks, where the coordinator asked for them."""
    return marking.asked(visit, HOME)


@router.post("/marks")
async def give_marks(visit: Professional) -> Response:
    """Take the marks in; who gave them is not kept."""
    return await marking.taken(visit, HOME)


@router.get("/{case_id}")
async def conference(visit: Professional, case_id: CaseId) -> Response:
    """Show the day, the conditions, and what is asked of them."""
    return await shown(visit, "professional/part.html", HOME, case_id, reads_from=LAID_BEFORE, deeds=CONDITION)


@router.get("/{case_id}/plan")
async def plan(visit: Professional, case_id: CaseId) -> Response:
    """Show the plan in the circle's words, and under it their answer: yes, or what it does not meet yet."""
    part = await own_part(visit, case_id)
    text = await visit.ask(c.ShowPlan(case_id=case_id), c.PlanShown)
    deeds = those(VERDICT, part.possible)
    return visit.page("professional/plan.html", part=part, plan=text, home=f"{HOME}/{case_id}", deeds=deeds)


@router.get("/{case_id}/calendar")
async def day(visit: Professional, case_id: CaseId) -> Response:
    """Give the day for their own calendar."""
    return await calendar(visit, HOME, case_id)


@router.post("/{case_id}/{deed}")
async def do(visit: Professional, case_id: CaseId, deed: str) -> Response:
    """Do what is theirs."""
    return await does(visit, DEEDS, deed, HOME, case_id)
