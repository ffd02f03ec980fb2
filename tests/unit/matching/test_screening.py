"""A screening proof has a clock: it warns sixty days ahead, and when it ends, nothing new is proposed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kring_matching.domain import Search
from kring_matching.domain.eligibility import PAPERS, stops_for
from kring_matching.process import Stage, Standing
from kring_shared.contracts.matching import (
    ConfirmScreening,
    CoordinatorPaused,
    CoordinatorReinstated,
    CoordinatorSuspended,
    DeclareRegisterTie,
    EndCoordinatorship,
    LeavingReason,
    PauseCoordinator,
    PauseReason,
    ReinstateCoordinator,
    ScreeningConfirmed,
    ScreeningEnds,
    ScreeningExpired,
    ScreeningExpiring,
    ScreeningWarns,
    SuspendCoordinator,
    SuspensionReason,
    TieKind,
)
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow
from tests.unit.matching.registers import RegisterStory, a_register, with_a_case
from tests.unit.matching.searches import CASE, RACHEL, STATUTE, TODAY, a_search, registration

LAST_DAY = TODAY + timedelta(days=100)


def at_midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def confirmed(valid_until: date = LAST_DAY, checked_on: date = TODAY) -> ConfirmScreening:
    return ConfirmScreening(coordinator_id=RACHEL, checked_on=checked_on, valid_until=valid_until)


def expired(*others: Any, **changes: Any) -> RegisterStory:  # noqa: ANN401 - fields
    """Give a story in which Rachel's proof has just ended."""
    story = a_register(*others, **changes)
    story.goes(confirmed())
    story.until(at_midnight(LAST_DAY + timedelta(days=1)))
    return story


def test_a_proof_that_was_seen_is_noted_by_its_dates_and_nothing_else() -> None:
    story = a_register()
    (told,) = story.goes(confirmed())
    assert isinstance(told, ScreeningConfirmed)
    assert (told.checked_on, told.valid_until) == (TODAY, LAST_DAY)
    assert (story.rachel.screening_checked_on, story.rachel.screening_valid_until) == (TODAY, LAST_DAY)


@pytest.mark.parametrize(
    ("dates", "field"),
    [
        ({"checked_on": TODAY + timedelta(days=1)}, "/checkedOn"),
        ({"checked_on": TODAY, "valid_until": TODAY}, "/validUntil"),
    ],
)
def test_a_proof_from_the_future_or_over_before_it_was_seen_is_refused(dates: dict[str, date], field: str) -> None:
    with pytest.raises(InvalidFields) as refusal:
        a_register().goes(confirmed(**dates))
    assert refusal.value.fields == (field,)


@pytest.mark.parametrize("message", [confirmed(), registration(screening_valid_until=LAST_DAY)])
def test_a_proof_has_a_clock_that_warns_sixty_days_ahead_and_ends_the_day_after(message: ConfirmScreening) -> None:
    story = a_register()
    story.goes(message)
    assert [(r.deadline, r.due) for r in story.clock()] == [
        (ScreeningWarns(case_id=RACHEL, valid_until=LAST_DAY), at_midnight(LAST_DAY - timedelta(days=60))),
        (ScreeningEnds(case_id=RACHEL, valid_until=LAST_DAY), at_midnight(LAST_DAY + timedelta(days=1))),
    ]


def test_entering_the_same_proof_again_does_not_warn_again() -> None:
    near = TODAY + timedelta(days=30)
    story = RegisterStory()
    story.goes(registration(screening_valid_until=near))
    assert [type(fact) for fact in story.until(story.now)] == [ScreeningExpiring]
    story.goes(registration(screening_valid_until=near))
    assert story.until(story.now) == []
    assert [type(r.deadline) for r in story.clock()] == [ScreeningEnds]


def test_sixty_days_before_its_end_the_coordinator_is_told_and_nothing_stops() -> None:
    story = a_register()
    story.goes(confirmed())
    (told,) = story.until(at_midnight(LAST_DAY - timedelta(days=60)))
    assert isinstance(told, ScreeningExpiring)
    assert (told.coordinator, told.valid_until) == (story.rachel.card, LAST_DAY)
    assert story.rachel.standing is Standing.ACTIVE


def test_a_proof_is_good_on_its_last_day() -> None:
    story = a_register()
    story.goes(confirmed())
    story.until(at_midnight(LAST_DAY) + timedelta(hours=23))
    assert story.rachel.standing is Standing.ACTIVE


def test_when_it_ends_the_coordinator_is_suspended_and_keeps_the_cases_until_the_manager_decides() -> None:
    running = with_a_case()
    story = a_register(running)
    story.goes(confirmed())
    story.until(at_midnight(LAST_DAY))
    told = story.until(at_midnight(LAST_DAY + timedelta(days=1)))
    assert [type(fact) for fact in told] == [ScreeningExpired, CoordinatorSuspended]
    suspended = told[1]
    assert isinstance(suspended, CoordinatorSuspended)
    assert (suspended.reason, suspended.running_cases) == (SuspensionReason.SCREENING_EXPIRED, 1)
    assert story.stored[Search, CASE] == running


def test_who_is_suspended_for_it_is_not_proposed_even_before_the_clock_has_run() -> None:
    story = a_register(screening_valid_until=TODAY - timedelta(days=1))
    view = a_search().view_of(story.rachel, 0, TODAY)
    assert PAPERS in stops_for(view, ())


def test_a_new_proof_moves_the_clock_and_the_old_one_never_strikes() -> None:
    story = a_register()
    story.goes(confirmed())
    story.goes(confirmed(LAST_DAY + timedelta(days=365)))
    assert story.until(at_midnight(LAST_DAY + timedelta(days=1))) == []
    assert story.goes(ScreeningEnds(case_id=RACHEL, valid_until=LAST_DAY)) == []
    assert story.goes(ScreeningWarns(case_id=RACHEL, valid_until=LAST_DAY)) == []
    assert story.rachel.standing is Standing.ACTIVE


def test_a_new_proof_lets_who_was_suspended_for_that_alone_work_again() -> None:
    story = expired()
    told = story.goes(confirmed(LAST_DAY + timedelta(days=365)))
    assert [type(fact) for fact in told] == [ScreeningConfirmed, CoordinatorReinstated]
    assert (story.rachel.standing, story.rachel.standing_because) == (Standing.ACTIVE, "")


def test_a_new_proof_does_not_end_a_pause() -> None:
    story = a_register()
    story.goes(confirmed(), PauseCoordinator(coordinator_id=RACHEL, reason=PauseReason.ILLNESS))
    story.until(at_midnight(LAST_DAY + timedelta(days=1)))
    assert story.rachel.standing is Standing.SUSPENDED
    told = story.goes(confirmed(LAST_DAY + timedelta(days=365)))
    assert [type(fact) for fact in told] == [ScreeningConfirmed, CoordinatorReinstated, CoordinatorPaused]
    assert (story.rachel.standing, story.rachel.standing_because) == (Standing.PAUSED, "illness")


def test_a_pause_that_the_manager_ended_does_not_come_back_with_a_new_proof() -> None:
    story = a_register()
    story.goes(confirmed(), PauseCoordinator(coordinator_id=RACHEL, reason=PauseReason.ILLNESS))
    story.goes(ReinstateCoordinator(coordinator_id=RACHEL))
    story.until(at_midnight(LAST_DAY + timedelta(days=1)))
    story.goes(confirmed(LAST_DAY + timedelta(days=365)))
    assert story.rachel.standing is Standing.ACTIVE


@pytest.mark.parametrize(
    "stands",
    [{"statute": None}, {"statute": STATUTE.model_copy(update={"until": TODAY})}],
    ids=["no statute", "a statute that lapsed"],
)
def test_a_new_proof_alone_is_not_enough_when_something_else_stands_in_the_way(stands: dict[str, Any]) -> None:
    story = expired(**stands)
    told = story.goes(confirmed(LAST_DAY + timedelta(days=365)))
    assert [type(fact) for fact in told] == [ScreeningConfirmed]
    assert story.rachel.standing is Standing.SUSPENDED


def test_a_proof_that_is_over_already_lets_nobody_work_again() -> None:
    story = expired()
    story.goes(confirmed(LAST_DAY - timedelta(days=1)))
    assert story.rachel.standing is Standing.SUSPENDED


@pytest.mark.parametrize("first", [True, False], ids=["before the end", "after the end"])
@pytest.mark.parametrize(
    "other",
    [
        SuspendCoordinator(coordinator_id=RACHEL, reason=SuspensionReason.COMPLAINT),
        DeclareRegisterTie(coordinator_id=RACHEL, tie=TieKind.EMPLOYED),
    ],
    ids=lambda m: m.name,
)
def test_a_new_proof_lifts_no_suspension_for_anything_else(*, first: bool, other: SuspendCoordinator) -> None:
    story = a_register()
    story.goes(confirmed())
    if first:
        story.goes(other)
    story.until(at_midnight(LAST_DAY + timedelta(days=1)))
    if not first:
        story.goes(other)
    story.stored[type(story.rachel), RACHEL] = replace(story.rachel, ties=())
    assert [type(f) for f in story.goes(confirmed(LAST_DAY + timedelta(days=365)))] == [ScreeningConfirmed]
    assert story.rachel.standing is Standing.SUSPENDED


def test_an_end_is_told_also_of_who_was_suspended_before_but_not_as_a_second_suspension() -> None:
    story = a_register(standing=Standing.SUSPENDED, standing_because="complaint")
    story.goes(confirmed())
    told = story.until(at_midnight(LAST_DAY + timedelta(days=1)))
    assert [type(fact) for fact in told] == [ScreeningExpiring, ScreeningExpired]
    assert story.rachel.standing_because == "complaint"


def test_who_is_entered_with_a_proof_that_is_over_is_suspended_at_once_and_not_warned() -> None:
    story = RegisterStory()
    story.goes(registration(screening_valid_until=TODAY - timedelta(days=1)))
    assert [type(fact) for fact in story.until(story.now)] == [ScreeningExpired, CoordinatorSuspended]


def test_of_who_left_no_proof_is_awaited_or_noted() -> None:
    story = a_register()
    story.goes(confirmed(), EndCoordinatorship(coordinator_id=RACHEL, reason=LeavingReason.MOVED))
    assert story.clock() == []
    assert story.goes(ScreeningEnds(case_id=RACHEL, valid_until=LAST_DAY)) == []
    with pytest.raises(NotAllowedNow):
        story.goes(confirmed())


def test_a_clock_of_somebody_who_is_not_there_any_more_does_nothing() -> None:
    story = RegisterStory(with_a_case(Stage.SEARCHING))
    assert story.goes(ScreeningEnds(case_id=RACHEL, valid_until=LAST_DAY)) == []
