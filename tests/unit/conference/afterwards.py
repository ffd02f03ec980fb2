"""Cases whose plan went out: under any follow-up steps, with a plan that says whom to call and when to look."""

from datetime import date, timedelta
from typing import Final

import pytest

from kring_conference.domain.participant import Participant
from kring_shared.contracts import policies
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import (
    ConcludeConference,
    ConfirmPlan,
    DraftPlan,
    FollowUpCallDue,
    FollowUpResult,
    RecordFollowUp,
    RecordFollowUpAttempt,
)
from kring_shared.contracts.envelope import Deadline, Fact
from kring_shared.contracts.field import Part
from kring_shared.contracts.intake import RequestTransferred, RequestWithdrawn
from kring_shared.contracts.policies import CalledBy, FollowUpStep
from kring_shared.testing.work import NOON, an_actor
from tests.unit.conference.case import CASE_ID, PLAN, Case, main_person, presenting
from tests.unit.conference.plans_way import hand_round

MANAGER: Final[Actor] = an_actor(Role.REGIONAL_MANAGER, "manager")
WITHDRAWN: Final = RequestWithdrawn(case_id=CASE_ID, office="utrecht")
TRANSFERRED: Final = RequestTransferred(case_id=CASE_ID, office="utrecht", to_office="gent")
REVIEW_ON: Final[date] = NOON.date() + timedelta(days=150)
"""Some four months after the meeting, which is thirty days after noon."""


def coordinators(after_days: int) -> FollowUpStep:
    """Give a step in which the coordinator calls."""
    return FollowUpStep(after_days=after_days)


def managers(after_days: int) -> FollowUpStep:
    """Give a step in which the regional manager calls."""
    return FollowUpStep(after_days=after_days, by=CalledBy.REGIONAL_MANAGER)


def with_steps(monkeypatch: pytest.MonkeyPatch, *steps: FollowUpStep, attempts: int = 3) -> None:
    """Have the Dutch policy ask for these calls."""
    changed = policies.POLICIES["nl/1"].model_copy(update={"follow_up": steps, "follow_up_attempts": attempts})
    monkeypatch.setitem(policies.POLICIES, "nl/1", changed)


def went_out(*, review_on: date = REVIEW_ON, names_oma: bool = False, names: str | None = None) -> Case:
    """Make a case whose circle has its plan in its hands; it names a day to look, and perhaps whom to call."""
    case = presenting()
    person = oma(case).id if names_oma else names
    plan = PLAN.model_copy(update={"review_on": review_on, "fallback_person": person})
    case.do(DraftPlan(case_id=CASE_ID, plan=plan))
    case.do(ConfirmPlan(case_id=CASE_ID, plan_version=1, everyone_agrees=True), main_person())
    case.do(ConcludeConference(case_id=CASE_ID, present_count=9))
    hand_round(case)
    return case


def oma(case: Case) -> Participant:
    """Find the grandmother of a case that was prepared."""
    (found,) = (p for p in case.stored.values() if isinstance(p, Participant) and p.part is Part.CIRCLE)
    return found


def due(case: Case, step: int = 1) -> list[Fact]:
    """Let the day of a call come."""
    case.now = max(case.now, case.calls()[step - 1].due_at)
    return case.hear(FollowUpCallDue(case_id=CASE_ID, step=step))


def called(case: Case, result: FollowUpResult, step: int = 1, by: Actor | None = None) -> list[Fact]:
    """Note how it goes."""
    return case.do(RecordFollowUp(case_id=CASE_ID, step=step, result=result), by)


def nobody_answers(case: Case, step: int = 1, by: Actor | None = None) -> list[Fact]:
    """Note that nobody could be reached."""
    return case.do(RecordFollowUpAttempt(case_id=CASE_ID, step=step), by)


def waits_for(case: Case) -> set[type[Deadline]]:
    """Give the kinds of the deadlines that still wait."""
    return {type(reminder.deadline) for reminder in case.deadlines}


def strikes(case: Case, kind: type[Deadline]) -> list[Fact]:
    """Let time pass until a deadline of this kind is due, and let it come in."""
    (reminder,) = (one for one in case.deadlines if isinstance(one.deadline, kind))
    case.now = max(case.now, reminder.due)
    return case.hear(reminder.deadline)
