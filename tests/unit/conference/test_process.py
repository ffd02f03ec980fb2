"""The tables hold: what is not in them is refused, and what the field never allows is not in them."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest

from kring_conference.process import (
    CONFERENCE,
    FOLLOW_UP,
    HELD,
    PARTICIPANT,
    PLAN,
    PREPARATION,
    SIGNAL,
    CallStage,
    PathStage,
    PlanStage,
    SignalStage,
    Stage,
)
from kring_shared.contracts import conference as c
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.intake import RequestTransferred, RequestWithdrawn
from kring_shared.contracts.matching import AssignmentFrozen, AssignmentHandedOver
from kring_shared.kernel.errors import NotAllowedNow
from kring_shared.kernel.process import Process

TABLES: tuple[Process[Any], ...] = (CONFERENCE, PARTICIPANT, PLAN, FOLLOW_UP, SIGNAL)
STAGES: dict[str, type[StrEnum]] = {
    CONFERENCE.name: Stage,
    PARTICIPANT.name: PathStage,
    PLAN.name: PlanStage,
    FOLLOW_UP.name: CallStage,
    SIGNAL.name: SignalStage,
}
THE_ROUTES = (CONFERENCE, PLAN, FOLLOW_UP)
"""What a request that is withdrawn or moves stops; a person's path and a signal stay as they are."""


def illegal_steps() -> Iterator[tuple[Process[Any], Any, type[Named]]]:
    for table in TABLES:
        messages = {step.on for step in table.steps}
        for stage in table.stages():
            yield from ((table, stage, on) for on in messages if not table.knows(stage, on))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_step_outside_the_table_is_refused_and_says_what_is_possible(table: Process[Any]) -> None:
    steps = [(stage, on) for of, stage, on in illegal_steps() if of is table]
    assert steps
    for stage, on in steps:
        with pytest.raises(NotAllowedNow) as refusal:
            table.next(stage, on)
        assert refusal.value.stage == stage.value
        assert refusal.value.possible == table.possible(stage)


@pytest.mark.parametrize(
    ("table", "ends"),
    [
        (CONFERENCE, {Stage.CONCLUDED, Stage.CANCELLED}),
        (PLAN, {PlanStage.DISTRIBUTED, PlanStage.RECONVENING, PlanStage.LAPSED, PlanStage.STOPPED}),
        (FOLLOW_UP, {CallStage.DONE, CallStage.STOPPED}),
        (PARTICIPANT, set(PathStage)),
        (SIGNAL, {SignalStage.CLOSED}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_every_stage_is_reached_and_only_in_these_it_may_stay(table: Process[Any], ends: set[StrEnum]) -> None:
    assert set(table.stages()) == set(STAGES[table.name])
    assert {stage for stage in table.stages() if table.may_stay(stage)} == ends


@pytest.mark.parametrize("table", THE_ROUTES, ids=lambda table: table.name)
def test_a_withdrawn_request_stops_whatever_may_not_stay_as_it_is(table: Process[Any]) -> None:
    for stage in table.stages():
        assert table.knows(stage, RequestWithdrawn) != table.may_stay(stage)


@pytest.mark.parametrize("table", THE_ROUTES, ids=lambda table: table.name)
def test_a_request_that_moved_stops_every_stage_but_those_in_which_people_are_together(table: Process[Any]) -> None:
    for stage in table.stages():
        assert table.knows(stage, RequestTransferred) == (not table.may_stay(stage) and stage not in HELD)


def test_private_time_is_left_by_the_circles_sign_or_by_stopping_and_in_no_other_way() -> None:
    ways_out = {step.on: step.to for step in CONFERENCE.steps if step.at is Stage.PRIVATE_TIME and step.to != step.at}
    assert ways_out == {
        c.EndPrivateTime: Stage.PRESENTATION_PHASE,
        c.AdjournConference: Stage.ADJOURNED,
        c.ParticipantSteppedOut: Stage.CANCELLED,
        RequestWithdrawn: Stage.CANCELLED,
    }
    stays = {step.on for step in CONFERENCE.steps if step.at is step.to is Stage.PRIVATE_TIME}
    assert stays == {c.StepOut}


def test_only_part_one_is_broken_off_when_a_coordinator_is_out() -> None:
    outs = {(step.at, step.to) for step in CONFERENCE.steps if step.on in {AssignmentFrozen, AssignmentHandedOver}}
    assert outs == {(Stage.INFORMATION_PHASE, Stage.ADJOURNED)}


def test_nothing_reaches_the_presentation_without_private_time() -> None:
    ways_in = {step.at for step in CONFERENCE.steps if step.to is Stage.PRESENTATION_PHASE and step.at is not step.to}
    assert ways_in == {Stage.PRIVATE_TIME}


def test_a_meeting_opens_only_when_it_was_declared_ready() -> None:
    openings = {(step.at, step.on) for step in CONFERENCE.steps if step.to is Stage.INFORMATION_PHASE != step.at}
    assert openings == {(Stage.READY, c.StartInformationPhase)}
    readied = {(step.at, step.on) for step in CONFERENCE.steps if step.to is Stage.READY != step.at}
    assert readied == {(Stage.PREPARING, c.DeclareReady)}


def test_what_is_accepted_between_two_meetings_needs_no_second_one() -> None:
    assert {CONFERENCE.next(stage, c.AcceptPlan) for stage in PREPARATION} == {Stage.CONCLUDED}
    assert {CONFERENCE.next(stage, c.SendPlanBack) for stage in PREPARATION} == set(PREPARATION)


def test_only_the_circle_says_that_a_version_counts() -> None:
    ways = {step.on for step in PLAN.steps if step.to is PlanStage.AGREED and step.at is not PlanStage.AGREED}
    assert ways == {c.ConfirmPlan}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_arrow_says_why_and_where_that_is_from(table: Process[Any]) -> None:
    for step in table.steps:
        assert step.because.endswith(".")
        assert step.source
