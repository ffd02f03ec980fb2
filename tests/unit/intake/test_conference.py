"""What the conference tells about a request: whether the circle has met, and how the request ended."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kring_intake.process import Stage
from kring_shared.contracts.conference import (
    ConferenceAdjourned,
    ConferenceConcluded,
    InformationPhaseStarted,
    PlanMadeWithoutMeeting,
    PlanOutcome,
    StillBecause,
)
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.intake import Outcome, RequestClosed
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.kernel.errors import NotYet
from kring_shared.testing.work import NOON, a_work
from tests.unit.intake.made import CASE, a_request, handled, routes

HELD = date(2026, 3, 1)
MEETS: tuple[Fact, ...] = (
    InformationPhaseStarted(case_id=CASE),
    ConferenceConcluded(case_id=CASE, outcome=PlanOutcome.NO_PLAN, present_count=9, held_on=HELD),
    PlanMadeWithoutMeeting(case_id=CASE),
)
BROKEN_OFF = ConferenceAdjourned(case_id=CASE)


@pytest.mark.parametrize("fact", MEETS, ids=lambda fact: fact.name)
@pytest.mark.parametrize("stage", [Stage.IN_PREPARATION, Stage.CLOSED])
def test_the_circle_has_met_or_made_its_plan_whenever_it_is_heard(fact: Fact, stage: Stage) -> None:
    before = a_request(stage)
    assert handled(before, fact) == (replace(before, has_met=True), [])


@pytest.mark.parametrize("because", StillBecause)
def test_only_a_meeting_that_lost_its_coordinator_counts_as_not_met(because: StillBecause) -> None:
    met = replace(a_request(Stage.IN_PREPARATION), has_met=True)
    after, told = handled(met, BROKEN_OFF.model_copy(update={"because": because}))
    assert after.has_met is (because is not StillBecause.NO_COORDINATOR)
    assert (after.stage, told) == (Stage.IN_PREPARATION, [])


def test_a_plan_that_is_sent_back_after_the_end_changes_nothing_of_the_request() -> None:
    closed = replace(a_request(Stage.CLOSED), has_met=True)
    back = BROKEN_OFF.model_copy(update={"because": StillBecause.PLAN_SENT_BACK})
    assert handled(closed, back) == (closed, [])


@pytest.mark.parametrize("fact", [*MEETS, BROKEN_OFF], ids=lambda fact: fact.name)
def test_a_fact_of_the_conference_waits_for_the_request(fact: Fact) -> None:
    with pytest.raises(NotYet):
        routes()[type(fact).kind()].handle(fact, a_work("intake"))


@pytest.mark.parametrize("outcome", Outcome)
def test_a_request_is_closed_with_the_outcome_that_was_registered(outcome: Outcome) -> None:
    request = a_request(Stage.IN_PREPARATION)
    locked = RegistrationLocked(case_id=CASE, outcome=outcome, digest="0" * 64, occurred_at=NOON + timedelta(days=61))
    after, (told,) = handled(request, locked)
    assert isinstance(told, RequestClosed)
    assert (after.stage, told.outcome) == (Stage.CLOSED, outcome)
