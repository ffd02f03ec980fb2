"""A circle that asked for it is reminded of its review; whoever did not ask hears nothing after the last call."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kring_conference.domain.plan import Plan
from kring_shared.contracts.actor import Actor
from kring_shared.contracts.conference import (
    AskReviewReminders,
    ConvenerHadTime,
    FollowUpEnded,
    FollowUpResult,
    PlanStalls,
    RecordReview,
    ReviewComing,
    ReviewNear,
    ReviewOutcome,
    ReviewReminderSet,
)
from kring_shared.contracts.envelope import Deadline, Fact
from kring_shared.contracts.intake import PauseReason, RequestPaused, RequestResumed
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import InvalidFields, NotReady, Refused
from kring_shared.testing.work import PlainVault
from tests.unit.conference import case as playing
from tests.unit.conference.afterwards import (
    REVIEW_ON,
    TRANSFERRED,
    WITHDRAWN,
    called,
    due,
    nobody_answers,
    strikes,
    waits_for,
    went_out,
)
from tests.unit.conference.case import (
    CASE_ID,
    FILIP,
    PLAN,
    VAULT,
    Case,
    main_person,
)

GOES_ON = RecordReview(case_id=CASE_ID, outcome=ReviewOutcome.GOES_ON)
PAUSED = RequestPaused(case_id=CASE_ID, office="utrecht", because=PauseReason.PERSON_DIED)
RESUMED = RequestResumed(case_id=CASE_ID, office="utrecht", main_persons=(FILIP,))


def kinds(facts: list[Fact]) -> list[type[Fact]]:
    return [type(fact) for fact in facts]


def nobody_is_there(case: Case) -> list[Fact]:
    return [nobody_answers(case) for _ in range(3)][-1]


def asked_until(case: Case, until: date, who: Actor | None = None) -> list[Fact]:
    return case.do(AskReviewReminders(case_id=CASE_ID, until=until), who or main_person())


def test_a_circle_that_asked_for_it_is_reminded_a_week_before_its_review() -> None:
    case = went_out()
    (was_set,) = asked_until(case, REVIEW_ON)
    assert isinstance(was_set, ReviewReminderSet)
    assert was_set.until == REVIEW_ON
    (coming,) = strikes(case, ReviewNear)
    assert case.now.date() == REVIEW_ON - timedelta(days=7)
    assert isinstance(coming, ReviewComing)
    assert coming.review_on == REVIEW_ON
    assert ReviewNear not in waits_for(case)


def test_the_newest_wish_counts_and_one_reminder_comes_of_it() -> None:
    case = went_out()
    asked_until(case, REVIEW_ON)
    asked_until(case, REVIEW_ON + timedelta(days=30))
    assert [type(r.deadline) for r in case.deadlines].count(ReviewNear) == 1
    assert case.plan.reminders_until == REVIEW_ON + timedelta(days=30)


def test_a_wish_in_the_last_week_is_answered_at_once() -> None:
    case = went_out()
    case.now = case.now.replace(year=REVIEW_ON.year, month=REVIEW_ON.month, day=REVIEW_ON.day) - timedelta(days=2)
    asked_until(case, REVIEW_ON)
    asked_at = case.now
    assert kinds(strikes(case, ReviewNear)) == [ReviewComing]
    assert case.now == asked_at


def test_reminders_have_an_end_that_is_not_before_the_review_nor_further_than_two_years() -> None:
    case = went_out()
    longest = case.now.date() + timedelta(days=2 * 365)
    for until in (REVIEW_ON - timedelta(days=1), longest + timedelta(days=1)):
        with pytest.raises(InvalidFields) as refusal:
            asked_until(case, until)
        assert refusal.value.fields == ("/until",)
    assert ReviewNear not in waits_for(case)
    asked_until(case, longest)


def test_without_a_day_still_to_come_or_its_words_there_is_nothing_to_be_reminded_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken_over = went_out()
    without_day = VAULT.seal("utrecht", scope_of(Scope.CASE, CASE_ID), PLAN.model_copy(update={"review_on": None}))
    taken_over.stored[Plan, CASE_ID] = replace(
        taken_over.plan, drafts=(replace(taken_over.plan.latest, text=without_day),)
    )
    with pytest.raises(NotReady, match="names no day"):
        asked_until(taken_over, REVIEW_ON)
    late = went_out()
    late.now += timedelta(days=200)
    with pytest.raises(NotReady, match="has passed"):
        asked_until(late, REVIEW_ON + timedelta(days=300))
    case, erased = went_out(), PlainVault()
    erased.destroy(scope_of(Scope.PLAN, CASE_ID))
    monkeypatch.setattr(playing, "VAULT", erased)
    with pytest.raises(NotReady, match="were erased"):
        asked_until(case, REVIEW_ON)


@pytest.mark.parametrize("outcome", [ReviewOutcome.FULFILLED, ReviewOutcome.LAPSED])
def test_a_plan_that_is_fulfilled_or_let_go_reminds_nobody_any_more(outcome: ReviewOutcome) -> None:
    case = went_out()
    asked_until(case, REVIEW_ON)
    case.do(GOES_ON.model_copy(update={"outcome": outcome}), main_person())
    assert ReviewNear not in waits_for(case)
    assert case.hear(ReviewNear(case_id=CASE_ID, review_on=REVIEW_ON)) == []


def test_a_review_before_its_day_leaves_the_reminder_that_was_asked_for() -> None:
    case = went_out()
    asked_until(case, REVIEW_ON)
    case.do(GOES_ON, main_person())
    assert kinds(strikes(case, ReviewNear)) == [ReviewComing]


def test_a_reminder_waits_for_a_pause_to_end_and_lapses_when_the_review_is_over() -> None:
    case = went_out()
    asked_until(case, REVIEW_ON)
    case.hear(PAUSED)
    assert strikes(case, ReviewNear) == []
    assert ReviewNear in waits_for(case)
    case.now += timedelta(days=8)
    assert strikes(case, ReviewNear) == []
    assert ReviewNear not in waits_for(case)


@pytest.mark.parametrize("result", [r for r in FollowUpResult if r is not FollowUpResult.SAFETY_CONCERN])
@pytest.mark.parametrize("wish", [True, False], ids=["asked", "not asked"])
def test_after_the_last_call_nothing_is_sent_that_did_not_follow_from_it_or_was_asked_for(
    result: FollowUpResult, *, wish: bool
) -> None:
    case = went_out(names_oma=True)
    if wish:
        asked_until(case, REVIEW_ON)
    due(case)
    last = nobody_is_there(case) if result is FollowUpResult.UNREACHABLE else called(case, result)
    assert FollowUpEnded in kinds(last)
    allowed: set[type[Deadline]] = {ReviewNear} if wish else set()
    if result is FollowUpResult.STALLED:
        allowed |= {ConvenerHadTime}
    assert waits_for(case) == allowed
    told = [fact for kind in sorted(allowed, key=lambda kind: kind.name) for fact in strikes(case, kind)]
    assert case.deadlines == []
    assert len(told) == len(allowed)


@pytest.mark.parametrize("stops", [WITHDRAWN, TRANSFERRED], ids=lambda fact: fact.name)
def test_a_stopped_request_stops_every_reminder_also_one_that_is_on_its_way(stops: Fact) -> None:
    case = went_out(names_oma=True)
    asked_until(case, REVIEW_ON)
    due(case)
    called(case, FollowUpResult.STALLED)
    case.hear(stops)
    assert case.deadlines == []
    for late in (
        ConvenerHadTime(case_id=CASE_ID),
        PlanStalls(case_id=CASE_ID),
        ReviewNear(case_id=CASE_ID, review_on=REVIEW_ON),
    ):
        assert case.hear(late) == []
    for command in (GOES_ON, AskReviewReminders(case_id=CASE_ID, until=REVIEW_ON)):
        with pytest.raises(Refused, match="the circle's own"):
            case.do(command, main_person())
