"""By which clock a plan is answered: the working days of the country, one reminder, and then the manager."""

from datetime import UTC, date, datetime

import pytest

from kring_conference.domain.acceptance import clock
from kring_conference.domain.participant import Participant
from kring_shared.contracts.conference import (
    PlanAnswerAwaited,
    PlanAnswerDue,
    PlanAnswerHalfway,
    PlanAnswerOverdue,
)
from kring_shared.contracts.intake import PauseReason, RequestPaused
from kring_shared.contracts.policies import BE, NL
from tests.unit.conference.case import (
    CASE_ID,
    GUARDIAN,
    JUDGE,
    Case,
    agreed,
    guardian,
    in_days,
    mandate,
    preparing,
    submitted,
)
from tests.unit.conference.planning import (
    ACCEPT,
    CLOCK,
    CONDITION,
    SUBMIT,
    back,
)


@pytest.mark.parametrize(
    ("policy", "today", "halfway", "due"),
    [
        (NL, date(2026, 12, 21), date(2026, 12, 24), date(2026, 12, 29)),  # Christmas, and a weekend
        (BE, date(2026, 7, 17), date(2026, 7, 23), date(2026, 7, 27)),  # the national day is a holiday
        (NL, date(2026, 7, 17), date(2026, 7, 22), date(2026, 7, 24)),  # but not to the north
        (NL.model_copy(update={"plan_answer_days": 2}), date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)),
    ],
)
def test_the_clock_counts_the_working_days_of_the_country(
    policy: object, today: date, halfway: date, due: date
) -> None:
    at_four = datetime(1, 1, 1, 16, tzinfo=UTC).timetz()
    expected = datetime.combine(halfway, at_four), datetime.combine(due, at_four)
    assert clock(policy, today) == expected  # type: ignore[arg-type]


def test_submitting_sets_the_clock_afresh() -> None:
    case = submitted(mandate(CONDITION))
    assert case.last is not None
    assert {type(reminder.deadline) for reminder in case.last.reminders} == {PlanAnswerHalfway, PlanAnswerDue}
    assert set(case.last.forgotten) == CLOCK
    assert all(reminder.due > case.now for reminder in case.last.reminders)


def test_halfway_who_did_not_answer_is_reminded_and_at_the_end_the_manager_hears_how_many() -> None:
    case = agreed(mandate(CONDITION), mandate("Nobody is hit.", acceptor_id=JUDGE))
    case.do(SUBMIT)
    assert len(case.hear(PlanAnswerHalfway(case_id=CASE_ID))) == 2
    case.do(ACCEPT, guardian())
    (awaited,) = case.hear(PlanAnswerHalfway(case_id=CASE_ID))
    assert isinstance(awaited, PlanAnswerAwaited)
    assert awaited.acceptor_id == JUDGE
    (overdue,) = case.hear(PlanAnswerDue(case_id=CASE_ID))
    assert isinstance(overdue, PlanAnswerOverdue)
    assert overdue.waiting_for == 1


@pytest.mark.parametrize("deadline", [PlanAnswerHalfway(case_id=CASE_ID), PlanAnswerDue(case_id=CASE_ID)])
def test_a_clock_that_comes_late_changes_nothing(deadline: PlanAnswerHalfway) -> None:
    sent_back = submitted(mandate(CONDITION))
    sent_back.do(back(), guardian())
    accepted = submitted(mandate(CONDITION))
    accepted.do(ACCEPT, guardian())
    for case in (sent_back, accepted, agreed(), preparing(), Case()):
        assert case.hear(deadline) == []


def test_in_a_pause_nobody_is_reminded_but_the_manager_still_hears_what_is_late() -> None:
    case = submitted(mandate(CONDITION))
    case.hear(RequestPaused(case_id=CASE_ID, office="utrecht", because=PauseReason.CONSENT_DIVIDED))
    assert case.hear(PlanAnswerHalfway(case_id=CASE_ID)) == []
    assert [type(fact) for fact in case.hear(PlanAnswerDue(case_id=CASE_ID))] == [PlanAnswerOverdue]


def test_a_plan_that_lies_there_is_late_for_nobody_who_is_not_asked() -> None:
    case = submitted(mandate(CONDITION))
    case.stored[Participant, GUARDIAN] = case.person(GUARDIAN).goes_on(with_them=False)
    case.now = in_days(case.now, 14)
    assert case.hear(PlanAnswerHalfway(case_id=CASE_ID)) == []
    (overdue,) = case.hear(PlanAnswerDue(case_id=CASE_ID))  # somebody has to be named
    assert isinstance(overdue, PlanAnswerOverdue)
