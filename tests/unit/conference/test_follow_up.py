"""The calls afterwards, and what stops when the main person stops."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kring_conference.process import CallStage, PlanStage, Stage
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import (
    ConcludeConference,
    ConferenceCancelled,
    FollowUpAttempted,
    FollowUpCallDue,
    FollowUpCompleted,
    FollowUpDue,
    FollowUpEnded,
    FollowUpPlanned,
    FollowUpResult,
    PlanDistributed,
    RecordFollowUp,
)
from kring_shared.contracts.envelope import Fact
from kring_shared.kernel.errors import NotAllowedNow, NotFound, NotPermitted, Refused
from kring_shared.testing.work import a_work, an_actor
from tests.unit.conference.afterwards import (
    MANAGER,
    WITHDRAWN,
    called,
    coordinators,
    due,
    managers,
    nobody_answers,
    went_out,
    with_steps,
)
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    HANDLERS,
    Case,
    alone,
    concluded,
    guardian,
    in_days,
    main_person,
    presenting,
    ready,
)
from tests.unit.conference.coordinators import OUT, handed_over, succeeded
from tests.unit.conference.plans_way import hand_round

DUE = FollowUpCallDue(case_id=CASE_ID, step=1)
PARTLY = RecordFollowUp(case_id=CASE_ID, step=1, result=FollowUpResult.PARTLY)


def distributed(policy: str = "nl/1") -> Case:
    case = concluded(policy=policy)
    hand_round(case)
    return case


@pytest.mark.parametrize(("policy", "days"), [("nl/1", 28), ("be/1", 91)])
def test_a_call_is_planned_for_the_day_the_policy_says(policy: str, days: int) -> None:
    case = distributed(policy)
    planned = case.told[-1]
    assert isinstance(planned, FollowUpPlanned)
    assert planned.due_on == in_days(case.now, days).date()
    assert case.last is not None
    (reminder,) = (one for one in case.last.reminders if one.deadline == DUE)
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
        case.do(PARTLY)
    (asked,) = case.hear(DUE)
    assert isinstance(asked, FollowUpDue)
    assert asked.coordinator_id == COORDINATOR
    completed, ended = case.do(PARTLY)
    assert isinstance(completed, FollowUpCompleted)
    assert completed.result is FollowUpResult.PARTLY
    assert isinstance(ended, FollowUpEnded)
    assert ended.steps == 1
    with pytest.raises(NotAllowedNow):
        case.do(PARTLY)


def test_after_the_last_of_several_calls_it_ends_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    with_steps(monkeypatch, coordinators(28), coordinators(91))
    case = distributed()
    assert [call.step for call in case.calls()] == [1, 2]
    case.hear(DUE)
    assert [type(fact) for fact in case.do(PARTLY)] == [FollowUpCompleted]
    case.hear(DUE.model_copy(update={"step": 2}))
    completed, ended = case.do(PARTLY.model_copy(update={"step": 2}))
    assert isinstance(completed, FollowUpCompleted)
    assert isinstance(ended, FollowUpEnded)
    assert ended.steps == 2


def test_a_call_that_is_not_in_the_policy_is_not_found_and_before_any_is_planned_not_possible() -> None:
    with pytest.raises(NotFound, match="call 7"):
        distributed().do(PARTLY.model_copy(update={"step": 7}))
    with pytest.raises(NotAllowedNow):
        concluded().do(PARTLY)


@pytest.mark.parametrize(
    ("at", "told"),
    [(Case, "awaiting-coordinator"), (ready, "ready"), (alone, "meeting"), (presenting, "meeting")],
)
def test_a_withdrawn_request_cancels_the_conference_and_never_tells_in_which_part_of_a_meeting(
    at: type[Case], told: str
) -> None:
    case = at()
    (cancelled,) = case.hear(WITHDRAWN)
    assert isinstance(cancelled, ConferenceCancelled)
    assert cancelled.stage == told
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
    assert case.deadlines == []
    assert [call.stage for call in case.calls()] == [CallStage.STOPPED]
    assert case.plan.stage is PlanStage.DISTRIBUTED
    assert case.hear(DUE) == []


def test_nothing_is_told_when_nothing_hung_any_more() -> None:
    never_accepted = a_work("conference")
    HANDLERS[WITHDRAWN.kind()](WITHDRAWN, never_accepted)
    assert never_accepted.told == []
    case = presenting()
    case.do(ConcludeConference(case_id=CASE_ID, present_count=6, without_plan=True))
    assert case.hear(WITHDRAWN) == []
    assert case.conference.stage is Stage.CONCLUDED


def test_a_call_that_is_the_regional_managers_is_asked_of_nobody_else_and_waits_for_no_coordinator(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_steps(monkeypatch, managers(60))
    case = distributed()
    case.hear(handed_over(case))
    (asked,) = due(case)
    assert isinstance(asked, FollowUpDue)
    assert asked.coordinator_id is None
    completed, ended = called(case, FollowUpResult.ON_TRACK, by=MANAGER)
    assert isinstance(completed, FollowUpCompleted)
    assert isinstance(ended, FollowUpEnded)


@pytest.mark.parametrize("out", OUT, ids=lambda out: out.__name__)
def test_a_managers_call_that_was_asked_for_is_not_asked_again_when_a_coordinator_comes_or_goes(
    monkeypatch: pytest.MonkeyPatch, out: Callable[[Case], Fact]
) -> None:
    with_steps(monkeypatch, managers(60))
    case = distributed()
    due(case)
    assert case.hear(out(case)) == []
    assert case.hear(succeeded(case)) == []
    assert case.calls()[0].stage is CallStage.DUE


def test_only_whom_the_step_names_notes_anything_of_a_call(monkeypatch: pytest.MonkeyPatch) -> None:
    with_steps(monkeypatch, coordinators(28), managers(60))
    case = distributed()
    due(case, 1)
    due(case, 2)
    for note in (called_partly, nobody_answers):
        with pytest.raises(NotPermitted, match="the coordinator's to make"):
            note(case, 1, MANAGER)
        with pytest.raises(NotPermitted, match="the regional-manager's to make"):
            note(case, 2, None)
    assert [call.attempts for call in case.calls()] == [0, 0]


def called_partly(case: Case, step: int, by: Actor | None) -> list[Fact]:
    return called(case, FollowUpResult.PARTLY, step, by)


@pytest.mark.parametrize("who", [main_person(), guardian(), an_actor(Role.COORDINATOR, "somebody-else")])
def test_nobody_else_notes_how_it_goes(who: Actor) -> None:
    case = distributed()
    due(case)
    with pytest.raises(NotPermitted):
        called(case, FollowUpResult.ON_TRACK, by=who)
    with pytest.raises(NotPermitted):
        nobody_answers(case, by=who)


def test_each_call_that_nobody_answers_is_counted_and_the_last_ends_it_as_unreachable_with_nothing_sent() -> None:
    case = distributed()
    due(case)
    told = [nobody_answers(case), nobody_answers(case), nobody_answers(case)]
    assert [[type(fact) for fact in facts] for facts in told] == [
        [FollowUpAttempted],
        [FollowUpAttempted],
        [FollowUpAttempted, FollowUpCompleted, FollowUpEnded],
    ]
    attempts = [fact.attempt for fact in case.told if isinstance(fact, FollowUpAttempted)]
    assert attempts == [1, 2, 3]
    (call,) = case.calls()
    assert call.result is FollowUpResult.UNREACHABLE
    assert case.deadlines == []
    with pytest.raises(NotAllowedNow):
        nobody_answers(case)


def test_one_who_answers_after_all_is_heard_and_how_often_was_tried_stays() -> None:
    case = distributed()
    due(case)
    nobody_answers(case)
    called(case, FollowUpResult.ON_TRACK)
    (call,) = case.calls()
    assert (call.attempts, call.result) == (1, FollowUpResult.ON_TRACK)


def test_nobody_is_called_unreachable_before_they_were_tried_as_often_as_the_policy_says() -> None:
    case = distributed()
    due(case)
    nobody_answers(case)
    with pytest.raises(Refused, match="1 of 3 calls"):
        called(case, FollowUpResult.UNREACHABLE)
    assert case.calls()[0].stage is CallStage.DUE


def test_a_policy_that_tries_once_ends_at_the_first_call_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with_steps(monkeypatch, coordinators(28), coordinators(91), attempts=1)
    case = distributed()
    due(case)
    assert [type(fact) for fact in nobody_answers(case)] == [FollowUpAttempted, FollowUpCompleted]
    due(case, 2)
    assert [type(fact) for fact in nobody_answers(case, 2)] == [FollowUpAttempted, FollowUpCompleted, FollowUpEnded]


def test_people_may_refuse_to_tell_how_it_goes_and_nothing_is_sent_to_them() -> None:
    case = went_out(names_oma=True)
    due(case)
    assert [type(fact) for fact in called(case, FollowUpResult.REFUSED)] == [FollowUpCompleted, FollowUpEnded]
    assert case.deadlines == []


def test_a_worry_about_safety_is_never_a_result_and_leaves_no_trace_in_the_follow_up() -> None:
    case = distributed()
    due(case)
    before = dict(case.stored)
    with pytest.raises(Refused, match="raise-safety-signal"):
        called(case, FollowUpResult.SAFETY_CONCERN)
    assert case.stored == before
    assert not any(FollowUpResult.SAFETY_CONCERN.value in fact.model_dump_json() for fact in case.told)


def test_an_attempt_before_its_day_is_refused_and_before_any_call_is_planned_too() -> None:
    with pytest.raises(NotAllowedNow):
        nobody_answers(distributed())
    with pytest.raises(NotAllowedNow):
        nobody_answers(concluded())
    with pytest.raises(NotFound):
        nobody_answers(distributed(), 7)
