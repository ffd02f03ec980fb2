"""The calls afterwards are asked of whoever coordinates when their day has come, and of nobody who is out."""

from collections.abc import Callable

import pytest

from kring_conference.process import CallStage
from kring_shared.contracts.conference import FollowUpDue, FollowUpResult, RecordFollowUp
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.intake import PauseReason, RequestPaused, RequestResumed
from tests.unit.conference.case import CASE_ID, COORDINATOR, FILIP, Case, in_days
from tests.unit.conference.coordinators import (
    CALL,
    JOHAN,
    OUT,
    SUCCESSOR,
    frozen,
    handed_over,
    restored,
    succeeded,
)
from tests.unit.conference.test_follow_up import distributed


def test_a_call_whose_day_comes_while_nobody_coordinates_goes_to_the_successor() -> None:
    case = distributed()
    case.hear(handed_over(case))
    case.now = in_days(case.now, 28)
    assert case.hear(CALL) == []
    (due,) = case.hear(succeeded(case))
    assert isinstance(due, FollowUpDue)
    assert due.coordinator_id == SUCCESSOR


@pytest.mark.parametrize("out", OUT, ids=lambda out: out.__name__)
def test_a_call_the_former_coordinator_was_asked_for_is_asked_of_the_successor(out: Callable[[Case], Fact]) -> None:
    case = distributed()
    case.now = in_days(case.now, 28)
    case.hear(CALL)
    case.hear(out(case))
    assert case.calls()[0].stage is CallStage.PLANNED
    (due,) = case.hear(succeeded(case))
    assert isinstance(due, FollowUpDue)
    assert due.coordinator_id == SUCCESSOR
    case.do(RecordFollowUp(case_id=CASE_ID, step=1, result=FollowUpResult.ON_TRACK), JOHAN)
    assert case.calls()[0].stage is CallStage.DONE


def test_a_restored_coordinator_is_asked_for_the_call_that_waited() -> None:
    case = distributed()
    case.hear(frozen(case))
    case.now = in_days(case.now, 28)
    assert case.hear(CALL) == []
    (due,) = case.hear(restored(case))
    assert isinstance(due, FollowUpDue)
    assert due.coordinator_id == COORDINATOR


def test_a_successor_who_begins_during_a_pause_is_asked_to_call_when_it_goes_on() -> None:
    case = distributed()
    case.now = in_days(case.now, 28)
    case.hear(CALL)
    case.hear(RequestPaused(case_id=CASE_ID, office="utrecht", because=PauseReason.PERSON_DIED))
    case.hear(handed_over(case))
    assert case.hear(succeeded(case)) == []
    (due,) = case.hear(RequestResumed(case_id=CASE_ID, office="utrecht", main_persons=(FILIP,)))
    assert isinstance(due, FollowUpDue)
    assert due.coordinator_id == SUCCESSOR


def test_a_resumed_case_without_a_coordinator_asks_nobody_to_call() -> None:
    case = distributed()
    case.hear(handed_over(case))
    case.now = in_days(case.now, 28)
    case.hear(RequestPaused(case_id=CASE_ID, office="utrecht", because=PauseReason.PERSON_DIED))
    assert case.hear(RequestResumed(case_id=CASE_ID, office="utrecht", main_persons=(FILIP,))) == []
