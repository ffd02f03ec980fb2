"""The three tables hold: what is not in them is refused and changes nothing, whatever is asked in whatever order."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from kring_conference.process import CONFERENCE, FOLLOW_UP, PLAN, WAITS_IN_A_PAUSE, CallStage, PlanStage, Stage
from kring_conference.process.conference import HELD
from kring_shared.contracts.actor import Actor
from kring_shared.contracts.conference import (
    AcceptPlan,
    AgreePlan,
    AgreeQuestion,
    Answered,
    AnswerInvitation,
    ConcludeConference,
    ContactKind,
    DeclareReady,
    DistributePlan,
    EndPrivateTime,
    FollowUpCallDue,
    FollowUpResult,
    InviteParticipant,
    PrivateTimeEnded,
    PrivateTimeStarted,
    RecordContact,
    RecordFollowUp,
    ScheduleConference,
    SendPlanBack,
    ShareConditions,
    StartInformationPhase,
    StartPrivateTime,
    SubmitPlan,
    SuggestParticipant,
    WriteOutPlan,
)
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.field import Part
from kring_shared.contracts.intake import (
    PauseReason,
    RequestPaused,
    RequestResumed,
    RequestTransferred,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentCompleted,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
    HandOverReason,
)
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import NotAllowedNow, NotYet, Refused
from kring_shared.kernel.process import Process
from kring_shared.kernel.work import Aggregate
from kring_shared.testing.work import NOON
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    FILIP,
    GUARDIAN,
    QUESTION,
    Case,
    card,
    concluded,
    guardian,
    in_days,
    main_person,
    mandate,
    prepared,
    presenting,
)
from tests.unit.conference.case import (
    PLAN as WORDS,
)

TABLES: tuple[Process[Any], ...] = (CONFERENCE, PLAN, FOLLOW_UP)
STAGES: dict[str, type[StrEnum]] = {CONFERENCE.name: Stage, PLAN.name: PlanStage, FOLLOW_UP.name: CallStage}


def illegal_steps() -> Iterator[tuple[Process[Any], Any, type[Named]]]:
    for table in TABLES:
        messages = {step.on for step in table.steps}
        for stage in table.stages():
            yield from ((table, stage, on) for on in messages if not table.knows(stage, on))


@pytest.mark.parametrize(("table", "stage", "on"), list(illegal_steps()), ids=str)
def test_a_step_outside_the_table_is_refused_and_says_what_is_possible(
    table: Process[Any], stage: StrEnum, on: type[Named]
) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        table.next(stage, on)
    assert refusal.value.stage == stage.value
    assert refusal.value.possible == table.possible(stage)


@pytest.mark.parametrize(
    ("table", "ends"),
    [
        (CONFERENCE, {Stage.CONCLUDED, Stage.CANCELLED}),
        (PLAN, {PlanStage.DISTRIBUTED, PlanStage.LAPSED, PlanStage.STOPPED}),
        (FOLLOW_UP, {CallStage.DONE, CallStage.STOPPED}),
    ],
)
def test_every_stage_is_reached_and_only_these_are_ends(table: Process[Any], ends: set[StrEnum]) -> None:
    assert set(table.stages()) == set(STAGES[table.name])
    assert {stage for stage in table.stages() if not table.is_open(stage)} == ends


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_withdrawn_request_stops_every_open_stage(table: Process[Any]) -> None:
    for stage in table.stages():
        assert table.knows(stage, RequestWithdrawn) == table.is_open(stage)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_request_that_moved_stops_every_stage_but_those_in_which_people_are_together(
    table: Process[Any],
) -> None:
    for stage in table.stages():
        assert table.knows(stage, RequestTransferred) == (table.is_open(stage) and stage not in HELD)


def test_private_time_is_left_by_the_circles_sign_or_by_stopping_and_in_no_other_way() -> None:
    ways_out = {step.on for step in CONFERENCE.steps if step.at is Stage.PRIVATE_TIME}
    assert ways_out == {EndPrivateTime, RequestWithdrawn}


def test_only_part_one_is_broken_off_when_a_coordinator_is_out() -> None:
    outs = {(step.at, step.to) for step in CONFERENCE.steps if step.on in {AssignmentFrozen, AssignmentHandedOver}}
    assert outs == {(Stage.INFORMATION_PHASE, Stage.PREPARING)}


def test_nothing_reaches_the_presentation_without_private_time() -> None:
    ways_in = {step.at for step in CONFERENCE.steps if step.to is Stage.PRESENTATION_PHASE and step.at is not step.to}
    assert ways_in == {Stage.PRIVATE_TIME}


def test_a_plan_that_was_sent_back_is_only_changed_after_the_circle_was_alone_again() -> None:
    ways_out = {step.on: step.to for step in PLAN.steps if step.at is PlanStage.SENT_BACK}
    assert ways_out[StartPrivateTime] is PlanStage.WITH_CIRCLE
    assert AgreePlan not in ways_out


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_arrow_says_why_and_where_that_is_from(table: Process[Any]) -> None:
    for step in table.steps:
        assert step.because.endswith(".")
        assert step.source


PEOPLE = (FILIP, GUARDIAN, COORDINATOR)
MESSAGES: tuple[Named, ...] = (
    AssignmentActivated(case_id=CASE_ID, office="utrecht", coordinator=card(COORDINATOR, "Fatma")),
    AssignmentFrozen(case_id=CASE_ID, office="utrecht", coordinator_id=COORDINATOR),
    AssignmentRestored(case_id=CASE_ID, office="utrecht", coordinator=card(COORDINATOR, "Fatma")),
    AssignmentHandedOver(case_id=CASE_ID, office="utrecht", coordinator_id=COORDINATOR, reason=HandOverReason.ILLNESS),
    AssignmentCompleted(case_id=CASE_ID, office="utrecht", coordinator_id=COORDINATOR),
    RequestWithdrawn(case_id=CASE_ID, office="utrecht"),
    RequestTransferred(case_id=CASE_ID, office="utrecht", to_office="gent"),
    RequestPaused(case_id=CASE_ID, office="utrecht", because=PauseReason.PERSON_DIED),
    RequestResumed(case_id=CASE_ID, office="utrecht", main_persons=(FILIP,)),
    RequestResumed(case_id=CASE_ID, office="utrecht", main_persons=()),
    AgreeQuestion(case_id=CASE_ID, question=QUESTION),
    *(SuggestParticipant(case_id=CASE_ID, contact=Contact(name="Leo"), part=part) for part in Part),
    *(RecordContact(case_id=CASE_ID, person_id=person, how=ContactKind.PHONE) for person in PEOPLE),
    *(InviteParticipant(case_id=CASE_ID, person_id=person) for person in PEOPLE),
    *(AnswerInvitation(case_id=CASE_ID, person_id=FILIP, answer=answer) for answer in Answered),
    ShareConditions(case_id=CASE_ID),
    ScheduleConference(case_id=CASE_ID, starts_at=in_days(NOON, 40), venue="Community centre"),
    DeclareReady(case_id=CASE_ID),
    StartInformationPhase(case_id=CASE_ID),
    StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=True),
    StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=False),
    EndPrivateTime(case_id=CASE_ID),
    AgreePlan(case_id=CASE_ID, plan=WORDS, everyone_agrees=True),
    AgreePlan(case_id=CASE_ID, plan=WORDS, everyone_agrees=False),
    SubmitPlan(case_id=CASE_ID),
    AcceptPlan(case_id=CASE_ID),
    *(SendPlanBack(case_id=CASE_ID, unmet=unmet) for unmet in ("safe", "condition-1", "condition-9")),
    ConcludeConference(case_id=CASE_ID, present_count=7),
    WriteOutPlan(case_id=CASE_ID),
    DistributePlan(case_id=CASE_ID),
    FollowUpCallDue(case_id=CASE_ID, step=1),
    *(RecordFollowUp(case_id=CASE_ID, step=step, result=FollowUpResult.PARTLY) for step in (1, 2)),
)
STARTS: dict[str, Callable[[], Case]] = {
    "just accepted": Case,
    "prepared": prepared,
    "prepared under conditions": lambda: prepared(mandate("School goes on.")),
    "presenting under conditions": lambda: presenting(mandate("School goes on.")),
    "presenting where plans are always checked": lambda: presenting(policy="be/1"),
    "concluded": concluded,
}
BY: dict[type[Named], Actor] = {
    EndPrivateTime: main_person(),
    AcceptPlan: guardian(),
    SendPlanBack: guardian(),
}


@settings(max_examples=150, deadline=None)
@given(start=st.sampled_from(sorted(STARTS)), messages=st.lists(st.sampled_from(MESSAGES), max_size=25))
def test_no_order_of_messages_leads_outside_the_tables(start: str, messages: list[Named]) -> None:
    case = STARTS[start]()
    for message in messages:
        before, was_paused = dict(case.stored), case.conference.paused_at is not None
        try:
            if isinstance(message, Command):
                case.do(message, BY.get(type(message)))
            else:
                case.hear(message)
        except (Refused, NotYet):
            continue
        assert not (was_paused and type(message) in WAITS_IN_A_PAUSE)
        for key, after in case.stored.items():
            assert_the_table_knows(before.get(key), after, message)
    assert_nothing_contradicts(case)


def assert_the_table_knows(before: Aggregate | None, after: Aggregate, message: Named) -> None:
    for table in TABLES:
        now = getattr(after, "stage", None)
        if isinstance(now, STAGES[table.name]):
            was = getattr(before, "stage", None)
            assert now is table.start if was is None else was is now or table.next(was, type(message)) is now


def assert_nothing_contradicts(case: Case) -> None:
    plan_stages = {PlanStage.SETTLED, PlanStage.WRITTEN_OUT, PlanStage.DISTRIBUTED, PlanStage.LAPSED}
    if any(key[0].__name__ == "Plan" for key in case.stored):
        if case.plan.stage in plan_stages:
            assert case.conference.stage is Stage.CONCLUDED
        if case.plan.stage in {PlanStage.SUBMITTED, PlanStage.ACCEPTED, PlanStage.SENT_BACK}:
            assert case.conference.stage is Stage.PRESENTATION_PHASE
            assert case.conference.needs_acceptance
    if case.calls():
        assert case.plan.stage is PlanStage.DISTRIBUTED
    kinds = [type(fact) for fact in case.told]
    assert kinds.count(PrivateTimeEnded) <= kinds.count(PrivateTimeStarted)
