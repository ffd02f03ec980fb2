"""When a plan stalls, whom the circle named comes first; it looks at its plan itself, and is reminded if it asked."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from kring_conference.process import PlanStage
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import (
    AskReviewReminders,
    ConvenerAsked,
    ConvenerHadTime,
    FollowUpCompleted,
    FollowUpEnded,
    FollowUpResult,
    MeetingAgainOffered,
    PlanReviewed,
    PlanStalls,
    RecordReview,
    ReviewOutcome,
)
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.intake import PauseReason, RequestPaused, RequestResumed
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotPermitted
from kring_shared.testing.work import PlainVault, an_actor
from tests.unit.conference import case as playing
from tests.unit.conference.afterwards import (
    MANAGER,
    REVIEW_ON,
    called,
    coordinators,
    due,
    oma,
    strikes,
    went_out,
    with_steps,
)
from tests.unit.conference.case import (
    CASE_ID,
    FILIP,
    Case,
    circle_member,
    concluded,
    guardian,
    main_person,
)
from tests.unit.conference.coordinators import completed, handed_over

GOES_ON = RecordReview(case_id=CASE_ID, outcome=ReviewOutcome.GOES_ON)
PAUSED = RequestPaused(case_id=CASE_ID, office="utrecht", because=PauseReason.PERSON_DIED)
RESUMED = RequestResumed(case_id=CASE_ID, office="utrecht", main_persons=(FILIP,))


def kinds(facts: list[Fact]) -> list[type[Fact]]:
    return [type(fact) for fact in facts]


def stalled(*, names_oma: bool = True) -> tuple[Case, list[Fact]]:
    case = went_out(names_oma=names_oma)
    due(case)
    return case, called(case, FollowUpResult.STALLED)


def asked_until(case: Case, until: date, who: Actor | None = None) -> list[Fact]:
    return case.do(AskReviewReminders(case_id=CASE_ID, until=until), who or main_person())


def test_a_plan_that_stalls_asks_whom_the_plan_names_first_and_nobody_else() -> None:
    case, told = stalled()
    assert kinds(told) == [FollowUpCompleted, ConvenerAsked, FollowUpEnded]
    (asked,) = (fact for fact in told if isinstance(fact, ConvenerAsked))
    assert asked.person_id == oma(case).id
    assert case.plan.stage is PlanStage.RECONVENING
    assert [(type(r.deadline), r.due - case.now) for r in case.deadlines] == [(ConvenerHadTime, timedelta(days=14))]


def test_the_office_offers_once_when_the_convener_had_time_also_when_the_coordinator_is_out_by_then() -> None:
    case, _ = stalled()
    case.hear(completed(case))
    assert kinds(strikes(case, ConvenerHadTime)) == [MeetingAgainOffered]
    assert case.plan.stage is PlanStage.DISTRIBUTED
    assert case.deadlines == []
    assert case.hear(ConvenerHadTime(case_id=CASE_ID)) == []


def test_a_plan_that_names_nobody_has_the_office_offer_at_once() -> None:
    case, told = stalled(names_oma=False)
    assert kinds(told) == [FollowUpCompleted, MeetingAgainOffered, FollowUpEnded]
    assert case.plan.stage is PlanStage.DISTRIBUTED
    assert case.deadlines == []


def test_a_convener_who_takes_part_no_more_is_not_asked() -> None:
    case = went_out(names=FILIP)
    case.hear(PAUSED)
    case.hear(RequestResumed(case_id=CASE_ID, office="utrecht", main_persons=()))
    due(case)
    assert MeetingAgainOffered in kinds(called(case, FollowUpResult.STALLED))


@pytest.mark.parametrize("whose", ["the convener's", "the plan's"])
def test_a_convener_whose_name_was_erased_is_not_asked(monkeypatch: pytest.MonkeyPatch, whose: str) -> None:
    case = went_out(names_oma=True)
    erased = PlainVault()
    scope = scope_of(Scope.PLAN, CASE_ID) if whose == "the plan's" else oma(case).card.contact.scope
    erased.destroy(scope)
    monkeypatch.setattr(playing, "VAULT", erased)
    due(case)
    assert kinds(called(case, FollowUpResult.STALLED)) == [FollowUpCompleted, MeetingAgainOffered, FollowUpEnded]


def test_a_plan_that_stalls_again_while_the_convener_has_time_asks_nobody_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_steps(monkeypatch, coordinators(28), coordinators(30))
    case, _ = stalled()
    due(case, 2)
    assert kinds(called(case, FollowUpResult.STALLED, 2)) == [FollowUpCompleted, FollowUpEnded]
    assert kinds(strikes(case, ConvenerHadTime)) == [MeetingAgainOffered]


def test_a_plan_that_stalls_again_after_the_offer_asks_the_convener_first_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_steps(monkeypatch, coordinators(28), coordinators(91))
    case, _ = stalled()
    strikes(case, ConvenerHadTime)
    due(case, 2)
    assert ConvenerAsked in kinds(called(case, FollowUpResult.STALLED, 2))


def test_a_stall_heard_in_a_pause_draws_nobody_further_in_until_the_case_goes_on() -> None:
    case = went_out(names_oma=True)
    due(case)
    case.hear(PAUSED)
    assert kinds(called(case, FollowUpResult.STALLED)) == [FollowUpCompleted, FollowUpEnded]
    assert strikes(case, PlanStalls) == []
    case.hear(RESUMED)
    assert kinds(strikes(case, PlanStalls)) == [ConvenerAsked]
    case.hear(PAUSED)
    assert strikes(case, ConvenerHadTime) == []
    case.hear(RESUMED)
    assert kinds(strikes(case, ConvenerHadTime)) == [MeetingAgainOffered]


@pytest.mark.parametrize(
    "who",
    [lambda _: main_person(), lambda case: circle_member(oma(case).id), lambda _: None],
    ids=["main person", "circle member", "coordinator for them"],
)
def test_the_circle_looks_how_its_plan_goes_or_has_the_coordinator_note_it(who: Callable[[Case], Actor | None]) -> None:
    case, _ = stalled()
    (reviewed,) = case.do(GOES_ON, who(case))
    assert isinstance(reviewed, PlanReviewed)
    assert (reviewed.plan_version, reviewed.outcome) == (1, ReviewOutcome.GOES_ON)
    assert case.plan.stage is PlanStage.DISTRIBUTED
    assert case.plan.last_review is ReviewOutcome.GOES_ON
    assert case.deadlines == []
    assert case.hear(ConvenerHadTime(case_id=CASE_ID)) == []


@pytest.mark.parametrize("who", [MANAGER, guardian(), circle_member("e" * 32)])
def test_nobody_else_says_how_the_circle_finds_its_plan(who: Actor) -> None:
    case = went_out()
    with pytest.raises(NotPermitted):
        case.do(GOES_ON, who)
    with pytest.raises(NotPermitted):
        asked_until(case, REVIEW_ON, who)


def test_a_coordinator_who_is_out_notes_no_review() -> None:
    case = went_out()
    case.hear(handed_over(case))
    with pytest.raises(NotPermitted):
        case.do(GOES_ON)
    with pytest.raises(NotPermitted):
        asked_until(case, REVIEW_ON, an_actor(Role.COORDINATOR, "0" * 31 + "3"))


def test_a_circle_that_meets_again_hears_that_this_is_a_new_request_which_names_this_one() -> None:
    case = went_out()
    case.do(GOES_ON.model_copy(update={"outcome": ReviewOutcome.MEETS_AGAIN}), main_person())
    assert case.last is not None
    assert case.last.answer is not None
    assert "previousCaseId" in str(case.last.answer["askAgain"])
    case.do(GOES_ON, main_person())
    assert case.last.answer is None


def test_a_review_is_noted_on_its_day_or_after_and_of_a_plan_that_went_out() -> None:
    case = went_out()
    tomorrow = case.now.date() + timedelta(days=1)
    with pytest.raises(InvalidFields, match="after") as refusal:
        case.do(GOES_ON.model_copy(update={"reviewed_on": tomorrow}), main_person())
    assert refusal.value.fields == ("/reviewedOn",)
    case.do(GOES_ON.model_copy(update={"reviewed_on": case.now.date()}), main_person())
    for early in (concluded(), Case()):
        with pytest.raises(NotAllowedNow):
            early.do(GOES_ON, main_person())
        with pytest.raises(NotAllowedNow):
            asked_until(early, REVIEW_ON)
