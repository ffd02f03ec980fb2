"""A request that moves to another office: what stops here, and what stays with the circle."""

import pytest

from kring_conference.domain.conference import Conference
from kring_conference.process import CallStage, PlanStage, Stage
from kring_shared.contracts.conference import (
    CancelledBecause,
    ConferenceCancelled,
)
from kring_shared.contracts.sealed import Scope, scope_of
from tests.unit.conference.case import (
    CASE_ID,
    GUARDIAN,
    Case,
    alone,
    mandate,
    preparing,
    presenting,
    ready,
)
from tests.unit.conference.pauses import CALL, MOVED
from tests.unit.conference.test_follow_up import distributed


@pytest.mark.parametrize("at", [Case, preparing, ready], ids=lambda at: at.__name__)
def test_a_request_that_moves_to_another_office_cancels_the_preparation_and_says_why(at: type[Case]) -> None:
    case = at()
    stage = case.conference.stage
    (cancelled,) = case.hear(MOVED)
    assert isinstance(cancelled, ConferenceCancelled)
    assert (cancelled.stage, cancelled.because) == (stage.value, CancelledBecause.TRANSFERRED)
    assert case.conference.stage is Stage.CANCELLED


def test_how_to_reach_the_circle_is_erased_when_the_request_moves() -> None:
    case = preparing(mandate("School goes on."))
    leo = case.suggest("Leo")
    case.hear(MOVED)
    assert case.last is not None
    assert {erasure.scope for erasure in case.last.erased} == {scope_of(Scope.PERSON, i) for i in (leo, GUARDIAN)}
    assert {erasure.because for erasure in case.last.erased} == {"transferred"}


@pytest.mark.parametrize("at", [alone, presenting], ids=lambda at: at.__name__)
def test_a_circle_that_is_together_is_not_stopped_by_two_offices(at: type[Case]) -> None:
    case = at()
    before, conference = dict(case.stored), case.conference
    assert case.hear(MOVED) == []
    assert case.conference == conference.without_stamps()
    assert case.stored == before | {(Conference, CASE_ID): conference.without_stamps()}
    assert case.last is not None
    assert case.last.erased == []


def test_after_the_meeting_a_move_stops_the_calls_and_leaves_the_plan_with_the_circle() -> None:
    case = distributed()
    (cancelled,) = case.hear(MOVED)
    assert isinstance(cancelled, ConferenceCancelled)
    assert case.plan.stage is PlanStage.DISTRIBUTED
    assert [call.stage for call in case.calls()] == [CallStage.STOPPED]
    assert case.hear(CALL) == []
