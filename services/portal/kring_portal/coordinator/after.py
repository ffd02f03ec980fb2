"""What comes after: the calls, the circle's own review, and the registration at the end."""

import asyncio
import re
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.coordinator.acting import said_of
from kring_portal.coordinator.cases import conference_of, home_of, page_of
from kring_portal.coordinator.expenses import expenses_of
from kring_portal.coordinator.options import TOPICS, offered
from kring_portal.coordinator.reading import read
from kring_portal.web.numbers import whole
from kring_portal.web.visit import Coordinator
from kring_shared.contracts.conference import FollowUpResult, ReviewOutcome
from kring_shared.contracts.registry import (
    CompleteRegistration,
    ExpenseKind,
    RegistrationShown,
    ShowRegistration,
)

router = APIRouter()
CALL: Final = re.compile(r"^(\d+): ([a-z-]+), (?:due )?(.+)$")
RESULTS: Final = tuple(one for one in FollowUpResult if one is not FollowUpResult.SAFETY_CONCERN)


@router.get("/coordinator/conferences/{case_id}/follow-up")
async def follow_up(visit: Coordinator, case_id: str) -> Response:
    """Show the calls that are planned, and what the circle decided when it looked how it goes."""
    shown = await conference_of(visit, case_id)
    calls = [found.groups() for line in shown.follow_ups if (found := CALL.match(line))]
    return page_of(visit, "follow_up.html", shown, calls=calls, results=RESULTS, outcomes=list(ReviewOutcome))


@router.get("/coordinator/conferences/{case_id}/registration")
async def registration(visit: Coordinator, case_id: str) -> Response:
    """Show the registration, which filled itself, and what only the coordinator knows."""
    shown, registered = await asyncio.gather(
        conference_of(visit, case_id), visit.ask(ShowRegistration(case_id=case_id), RegistrationShown)
    )
    topics = offered(TOPICS, *registered.topics)
    return page_of(visit, "registration.html", shown, registered=registered, kinds=list(ExpenseKind), topics=topics)


@router.post("/coordinator/conferences/{case_id}/registration")
async def complete(visit: Coordinator, case_id: str) -> Response:
    """Complete the registration with hours, kilometres, topics and what was paid."""
    form, here = await visit.form(), f"{home_of(case_id)}/registration"
    came = {"yes": True, "no": False}.get(str(form.get("interpreter", "")))
    command = read(
        CompleteRegistration,
        form,
        case_id=case_id,
        interpreter_came=came,
        expenses=expenses_of(form),
        minutes_worked=minutes_of(str(form.get("hours", "0")), str(form.get("minutes", "0"))),
    )
    return await visit.carry_out(command, to=here, said=said_of(visit, command.name))


def minutes_of(hours: str, minutes: str) -> int:
    """Give hours and minutes as minutes; what is no number counts as nothing."""
    return 60 * (whole(hours) or 0) + (whole(minutes) or 0)
