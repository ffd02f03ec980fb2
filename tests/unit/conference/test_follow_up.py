"""The calls afterwards, and what stops when the main person stops."""

from datetime import timedelta

import pytest

from kring_conference.process import CallStage, PlanStage, Stage
from kring_shared.contracts import policies
from kring_shared.contracts.conference import (
    ConcludeConference,
    ConferenceCancelled,
    DistributePlan,
    FollowUpCallDue,
    FollowUpCompleted,
    FollowUpDue,
    FollowUpEnded,
    FollowUpPlanned,
    FollowUpResult,
    PlanDistributed,
    RecordFollowUp,
    WriteOutPlan,
)
from kring_shared.contracts.intake import RequestWithdrawn
from kring_shared.kernel.errors import NotAllowedNow, NotFound
from kring_shared.testing.work import a_work
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    HANDLERS,
    Case,
    alone,
    concluded,
    in_days,
    presenting,
    ready,
)

WITHDRAWN = RequestWithdrawn(case_id=CASE_ID, office="utrecht")
DUE = FollowUpCallDue(case_id=CASE_ID, step=1)
STALLED = RecordFollowUp(case_id=CASE_ID, step=1, result=FollowUpResult.STALLED)


def distributed(policy: str = "nl/1") -> Case:
    case = concluded(policy=policy)
    case.do(WriteOutPlan(case_id=CASE_ID))
    case.do(DistributePlan(case_id=CASE_ID))
    return case


def with_steps(monkeypatch: pytest.MonkeyPatch, *days: int) -> None:
    steps = tuple(policies.FollowUpStep(after_days=n) for n in days)
    changed = policies.POLICIES["nl/1"].model_copy(update={"follow_up": steps})
    monkeypatch.setitem(policies.POLICIES, "nl/1", changed)


@pytest.mark.parametrize(("policy", "days"), [("nl/1", 28), ("be/1", 91)])
def test_a_call_is_planned_for_the_day_the_policy_says(policy: str, days: int) -> None:
    case = distributed(policy)
    planned = case.told[-1]
    assert isinstance(planned, FollowUpPlanned)
    assert planned.due_on == in_days(case.now, days).date()
    assert case.last is not None
    (reminder,) = case.last.reminders
    assert reminder.deadline == DUE
    assert reminder.due == case.now + timedelta(days=days)


def test_without_calls_in_the_policy_the_coordinator_is_done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with_steps(monkeypatch)
    case = distributed()
    gone_out, ended = case.told[-2:]
    assert isinstance(gone_out, PlanDistributed)
    assert isinstance(ended, FollowUpEnded)
    assert ended.steps == 0


def test_the_call_is_asked_for_when_its_day_comes_and_recorded_as_a_code() -> None:
    case = distributed()
    with pytest.raises(NotAllowedNow):
        case.do(STALLED)
    (due,) = case.hear(DUE)
    assert isinstance(due, FollowUpDue)
    assert due.coordinator_id == COORDINATOR
    completed, ended = case.do(STALLED)
    assert isinstance(completed, FollowUpCompleted)
    assert completed.result is FollowUpResult.STALLED
    assert isinstance(ended, FollowUpEnded)
    assert ended.steps == 1
    with pytest.raises(NotAllowedNow):
        case.do(STALLED)


def test_after_the_last_of_several_calls_it_ends_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    with_steps(monkeypatch, 28, 91)
    case = distributed()
    assert [call.step for call in case.calls()] == [1, 2]
    case.hear(DUE)
    assert [type(fact) for fact in case.do(STALLED)] == [FollowUpCompleted]
    case.hear(DUE.model_copy(update={"step": 2}))
    completed, ended = case.do(STALLED.model_copy(update={"step": 2}))
    assert isinstance(completed, FollowUpCompleted)
    assert isinstance(ended, FollowUpEnded)
    assert ended.steps == 2


def test_a_call_that_is_not_in_the_policy_is_not_found_and_before_any_is_planned_not_possible() -> None:
    with pytest.raises(NotFound, match="call 7"):
        distributed().do(STALLED.model_copy(update={"step": 7}))
    with pytest.raises(NotAllowedNow):
        concluded().do(STALLED)


@pytest.mark.parametrize("at", [Case, ready, alone, presenting], ids=lambda at: at.__name__)
def test_a_withdrawn_request_cancels_the_conference_where_it_stands(at: type[Case]) -> None:
    case = at()
    stage = case.conference.stage
    (cancelled,) = case.hear(WITHDRAWN)
    assert isinstance(cancelled, ConferenceCancelled)
    assert cancelled.stage == stage.value
    assert case.conference.stage is Stage.CANCELLED


def test_a_plan_that_did_not_go_out_yet_stops_too_and_the_meeting_stays_held() -> None:
    case = concluded()
    (cancelled,) = case.hear(WITHDRAWN)
    assert isinstance(cancelled, ConferenceCancelled)
    assert case.plan.stage is PlanStage.STOPPED
    assert case.conference.stage is Stage.CONCLUDED


def test_who_stopped_is_not_called_even_when_the_deadline_was_already_on_its_way() -> None:
    case = distributed()
    case.hear(WITHDRAWN)
    assert case.last is not None
    assert case.last.forgotten == [(FollowUpCallDue.kind(), CASE_ID)]
    assert [call.stage for call in case.calls()] == [CallStage.STOPPED]
    assert case.plan.stage is PlanStage.DISTRIBUTED
    assert case.hear(DUE) == []


def test_nothing_is_told_when_nothing_hung_any_more() -> None:
    never_accepted = a_work("conference")
    HANDLERS[WITHDRAWN.kind()](WITHDRAWN, never_accepted)
    assert never_accepted.told == []
    case = presenting()
    case.do(ConcludeConference(case_id=CASE_ID, present_count=6))
    assert case.hear(WITHDRAWN) == []
    assert case.conference.stage is Stage.CONCLUDED
