"""The plan in the circle's own words: written down, agreed, checked, on paper, and in people's hands."""

import asyncio
from datetime import date
from typing import Final

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kring_portal.coordinator.acting import said_of
from kring_portal.coordinator.cases import IN_THE_CIRCLE, conference_of, home_of, page_of, still_there
from kring_portal.coordinator.plan_form import FIRST_LINES, MORE_LINES, PlanForm, from_form, from_plan
from kring_portal.web.reasons import reason
from kring_portal.web.visit import Coordinator, Visit
from kring_shared.contracts.conference import (
    AttachTranslation,
    BorneBy,
    ConferenceShown,
    DraftPlan,
    LegalForm,
    MakePlanWithoutMeeting,
    PlanShown,
    ReceivedBy,
    ShowPlan,
)
from kring_shared.contracts.envelope import Command
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.bus.client import RefusedAnswer
from kring_shared.runtime.paper.plan import LANGUAGES, paper_of

router = APIRouter()
WRITES: Final = ("draft-plan", "make-plan-without-meeting", "attach-translation")
WRONG: Final = 422


@router.get("/coordinator/conferences/{case_id}/plan")
async def plan(visit: Coordinator, case_id: str, version: int | None = None) -> Response:
    """Show the plan, and the next step with it."""
    shown = await conference_of(visit, case_id)
    text = await _plan(visit, shown, version)
    people = still_there(shown)
    return page_of(
        visit,
        "plan.html",
        shown,
        plan=text,
        people=people,
        circle=[one for one in people if one.part in IN_THE_CIRCLE],
        professionals=[one for one in people if one.part not in IN_THE_CIRCLE],
        received=list(ReceivedBy),
        languages=LANGUAGES,
        answered=_answered(text),
    )


def _answered(plan: PlanShown | None) -> dict[int, tuple[str, date | None]]:
    """Give what was said to each thing that the circle asked for, by its number, and from when if that was said."""
    said = (one.partition(": ") for one in (plan.help_answers if plan else ()))
    return {int(number): (word.partition(" ")[0], _from(word)) for number, _, word in said}


def _from(word: str) -> date | None:
    _, found, day = word.partition(" from ")
    return date.fromisoformat(day) if found else None


@router.get("/coordinator/conferences/{case_id}/plan/write")
async def write(visit: Coordinator, case_id: str, what: str = "draft-plan") -> Response:
    """Give a form with the plan as it is, to write in."""
    shown = await conference_of(visit, case_id)
    text = await _plan(visit, shown, None)
    return _form(visit, shown, text, from_plan(text.plan if text else None).with_room(FIRST_LINES), what)


@router.post("/coordinator/conferences/{case_id}/plan/write")
async def written(visit: Coordinator, case_id: str) -> Response:
    """Write the circle's words down; whatever is wrong, what was typed stays on the page."""
    form = await visit.form()
    said, what = from_form(form), str(form.get("what_kind", WRITES[0]))
    shown = await conference_of(visit, case_id)
    text = await _plan(visit, shown, None)
    if form.get("more"):
        return _form(visit, shown, text, said.with_room(MORE_LINES), what)
    try:
        command = _command(case_id, said, what, text)
    except ValidationError:
        wrong = visit.words("refused-kring-invalid-fields")
        return _form(visit, shown, text, said.with_room(1), what, status=WRONG, wrong=wrong)
    receipt = await visit.tries(command)
    if receipt.status != "done":
        wrong = reason(visit.words, receipt)
        return _form(visit, shown, text, said.with_room(1), what, status=WRONG, wrong=wrong)
    return visit.back(f"{home_of(case_id)}/plan", said=said_of(visit, what))


@router.get("/coordinator/conferences/{case_id}/plan/paper")
async def paper(visit: Coordinator, case_id: str, language: str = "nl", large: bool = False) -> Response:  # noqa: FBT001, FBT002 - of the URL
    """Give the plan on paper: a PDF, in small or large print."""
    text = await visit.ask(ShowPlan(case_id=case_id), PlanShown)
    wanted = language if language in LANGUAGES else "nl"
    made = await asyncio.to_thread(paper_of, text, wanted, large_print=large)
    return Response(made, media_type="application/pdf", headers={"Content-Disposition": 'inline; filename="plan.pdf"'})


def _form(
    visit: Visit,
    shown: ConferenceShown,
    text: PlanShown | None,
    said: PlanForm,
    what: str,
    *,
    status: int = 200,
    wrong: str = "",
) -> Response:
    if what not in WRITES:
        raise HTTPException(404)
    return page_of(
        visit,
        "plan_write.html",
        shown,
        typed=said,
        what=what,
        wrong=wrong,
        plan=text,
        people=still_there(shown),
        borne=list(BorneBy),
        forms=list(LegalForm),
        status=status,
    )


def _command(case_id: str, said: PlanForm, what: str, text: PlanShown | None) -> Command:
    """Make the command a form asks for.

    Raises:
        ValidationError: something of the plan is not as it must be, such as a plan without an agreement.
    """
    fields: dict[str, object] = {"case_id": case_id, "plan": said.fields()}
    if what == "attach-translation":
        version = text.plan_version if text else 1
        more = {"plan_version": version, "language": said.language, "translator": said.translator}
        return AttachTranslation.model_validate(fields | more)
    return (MakePlanWithoutMeeting if what == "make-plan-without-meeting" else DraftPlan).model_validate(fields)


async def _plan(visit: Visit, shown: ConferenceShown, version: int | None) -> PlanShown | None:
    """Ask for the plan where there is one; nothing is asked while the circle is alone."""
    if shown.plan_stage in {"none", "(not shown)"}:
        return None
    try:
        return await visit.ask(ShowPlan(case_id=shown.case_id, plan_version=version), PlanShown)
    except RefusedAnswer as error:
        if error.receipt.code == NotFound.code:
            return None
        raise
