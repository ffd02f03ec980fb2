"""A coordinator who is out hears nothing of the case any more; the family hears who comes, and never why."""

from datetime import timedelta
from typing import Final

import pytest

from kring_notifications.ports import DELIVER
from kring_notifications.process import Status
from kring_shared.contracts.conference import FollowUpDue
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.matching import AssignmentActivated, CoordinatorProposed
from kring_shared.contracts.notifications import Moment, SuppressedBecause
from kring_shared.kernel.errors import NotYet
from kring_shared.testing.work import NOON
from tests.unit.notifications.cases import Story, deliveries, held_back, queued, reached
from tests.unit.notifications.facts import (
    ACTIVATED,
    ADJOURNED,
    CALL,
    CASE,
    COMPLETED,
    FILIP,
    FROZEN,
    HANDED_OVER,
    INFORMED,
    INVITED,
    MEETING,
    OMA,
    PAUSED,
    PROPOSED,
    RACHEL,
    REMINDER,
    RESTORED,
    RESUMED,
    SUGGESTED,
    WITHDRAWN,
    card,
    received,
    scheduled,
)

JOHAN: Final = "0" * 31 + "7"
PROPOSED_NEXT: Final = CoordinatorProposed(
    case_id=CASE, coordinator=card(JOHAN, "Johan", "nl"), respond_by=NOON + timedelta(days=30)
)
SUCCEEDED: Final = AssignmentActivated(case_id=CASE, coordinator=card(JOHAN, "Johan", "nl"))
NEXT_CALL: Final = FollowUpDue(case_id=CASE, step=1, coordinator_id=JOHAN)
OUT: Final = (FROZEN, HANDED_OVER)


def at(fact: Fact, minute: int) -> Fact:
    """Let a fact have happened some minutes on."""
    return fact.model_copy(update={"occurred_at": NOON + timedelta(minutes=minute)})


def begun(*more: Fact) -> Story:
    story = Story()
    story.hears(received(), PROPOSED, ACTIVATED, *more)
    return story


@pytest.mark.parametrize("out", OUT, ids=lambda fact: fact.name)
def test_open_letters_to_the_coordinator_are_called_back_and_the_familys_go_on(out: Fact) -> None:
    story = begun(SUGGESTED, INFORMED, INVITED, CALL)
    work = story.hears(out)
    ended = SuppressedBecause.ACCESS_ENDED
    theirs = [n.message_id for n in story.notifications if n.person_id == RACHEL]
    assert sorted(work.dropped) == sorted((DELIVER, message_id) for message_id in theirs)
    assert set(held_back(work)) == {(Moment.CASE_PROPOSED, ended), (Moment.FOLLOW_UP_CALL, ended)}
    rest = [n.status for n in story.notifications if n.person_id != RACHEL]
    assert rest == [Status.QUEUED] * len(rest)


def test_each_letter_goes_out_by_an_errand_that_is_known_by_the_letters_own_id() -> None:
    story = Story()
    for fact in (received(), PROPOSED, ACTIVATED, CALL):
        work = story.hears(fact)
        assert [(e.name, e.key) for e in work.errands] == [(DELIVER, d.message_id) for d in deliveries(work)]
        assert work.errands


@pytest.mark.parametrize("out", OUT, ids=lambda fact: fact.name)
def test_what_is_told_after_it_passes_the_former_coordinator_over(out: Fact) -> None:
    story = begun(out)
    assert story.hears(CALL).told == []
    assert story.correspondence.parties() == frozenset()


def test_also_when_a_death_was_noted_by_mistake_the_former_coordinator_stays_out() -> None:
    story = begun(HANDED_OVER, PAUSED, RESUMED.model_copy(update={"noted_by_mistake": True}))
    assert queued(story.hears(CALL)) == []


@pytest.mark.parametrize("quiet", [FROZEN, COMPLETED], ids=lambda fact: fact.name)
def test_a_freeze_and_the_end_are_told_to_nobody(quiet: Fact) -> None:
    assert queued(begun(SUGGESTED, INFORMED, INVITED).hears(quiet)) == []


def test_a_restored_coordinator_hears_of_the_case_again_and_the_family_hears_nothing() -> None:
    story = begun(FROZEN)
    assert queued(story.hears(RESTORED)) == []
    assert queued(story.hears(CALL)) == [(Moment.FOLLOW_UP_CALL, RACHEL)]
    assert story.correspondence.parties() == {("coordinator", RACHEL)}


@pytest.mark.parametrize("before", [(), (FROZEN,)], ids=["at once", "after a freeze"])
def test_at_a_handover_the_main_persons_hear_that_somebody_else_comes(before: tuple[Fact, ...]) -> None:
    assert queued(begun(*before, SUGGESTED, INFORMED, INVITED).hears(HANDED_OVER)) == [
        (Moment.OTHER_COORDINATOR, FILIP)
    ]


def test_the_next_proposal_and_the_next_beginning_are_written_about_as_the_first() -> None:
    story = begun(HANDED_OVER)
    assert queued(story.hears(PROPOSED_NEXT)) == [(Moment.CASE_PROPOSED, JOHAN)]
    assert queued(story.hears(SUCCEEDED)) == [(Moment.COORDINATOR_FOUND, FILIP)]
    assert queued(story.hears(NEXT_CALL)) == [(Moment.FOLLOW_UP_CALL, JOHAN)]
    assert queued(story.hears(CALL)) == []
    assert story.correspondence.parties() == {("coordinator", JOHAN)}


def test_a_call_for_the_successor_that_overtakes_the_proposal_waits_for_it() -> None:
    with pytest.raises(NotYet):
        begun(HANDED_OVER).hears(NEXT_CALL)


def test_whoever_was_asked_and_never_began_is_called_back_and_the_family_hears_nothing() -> None:
    story = Story()
    story.hears(received(), PROPOSED)
    work = story.hears(HANDED_OVER)
    assert held_back(work) == [(Moment.CASE_PROPOSED, SuppressedBecause.ACCESS_ENDED)]
    assert queued(work) == []


def test_whoever_is_asked_once_more_is_written_to_again() -> None:
    story = Story()
    story.hears(received(), PROPOSED, HANDED_OVER)
    assert queued(story.hears(PROPOSED)) == [(Moment.CASE_PROPOSED, RACHEL)]


def test_what_comes_late_about_the_former_coordinator_leaves_the_letters_of_the_next_alone() -> None:
    story = begun()
    story.hears(at(HANDED_OVER, 3), PROPOSED_NEXT, at(SUCCEEDED, 5))
    for late in (at(ACTIVATED, 1), at(RESTORED, 2), at(FROZEN, 2), at(HANDED_OVER, 3)):
        work = story.hears(late)
        assert (work.dropped, queued(work), held_back(work)) == ([], [], [])
        assert story.correspondence.parties() == {("coordinator", JOHAN)}


def test_after_the_end_nothing_that_comes_late_lets_anybody_in_or_leads_to_a_letter() -> None:
    story = begun()
    story.hears(at(COMPLETED, 9))
    for late in (at(ACTIVATED, 1), at(RESTORED, 2), at(FROZEN, 2), at(HANDED_OVER, 3)):
        assert (queued(story.hears(late)), story.correspondence.parties()) == ([], frozenset())


def test_an_end_that_comes_before_it_was_heard_who_began_waits() -> None:
    story = Story()
    story.hears(received())
    with pytest.raises(NotYet):
        story.hears(COMPLETED)


def test_the_end_of_one_who_handed_over_leaves_the_successor_in() -> None:
    story = begun(at(HANDED_OVER, 3), PROPOSED_NEXT, at(SUCCEEDED, 5), at(COMPLETED, 6))
    assert story.correspondence.parties() == {("coordinator", JOHAN)}
    assert queued(story.hears(NEXT_CALL)) == [(Moment.FOLLOW_UP_CALL, JOHAN)]


def test_told_twice_the_family_hears_it_once() -> None:
    story = begun()
    assert queued(story.hears(ACTIVATED)) == []
    story.hears(HANDED_OVER)
    assert queued(story.hears(HANDED_OVER)) == []


@pytest.mark.parametrize("late", [FROZEN, RESTORED, HANDED_OVER, SUCCEEDED, COMPLETED], ids=lambda fact: fact.name)
def test_a_case_that_stopped_leads_to_no_letter(late: Fact) -> None:
    work = begun(WITHDRAWN).hears(late)
    assert (work.errands, work.told) == ([], [])


def test_whoever_is_out_of_a_case_that_stopped_does_not_see_its_messages_any_more() -> None:
    story = begun(WITHDRAWN)
    assert story.correspondence.parties() == {("coordinator", RACHEL)}
    story.hears(FROZEN)
    assert story.correspondence.parties() == frozenset()


def test_while_the_case_waits_the_letter_about_another_coordinator_is_held_back() -> None:
    work = begun(PAUSED).hears(HANDED_OVER)
    assert held_back(work) == [(Moment.OTHER_COORDINATOR, SuppressedBecause.PAUSED)]


def test_a_meeting_that_was_planned_keeps_its_reminder_for_the_deputy() -> None:
    story = begun(SUGGESTED, INFORMED, INVITED, scheduled(), HANDED_OVER, SUCCEEDED)
    reminded = story.hears(REMINDER, now=MEETING - timedelta(days=2))
    assert set(queued(reminded)) == {(Moment.DATE_REMINDER, FILIP), (Moment.DATE_REMINDER, OMA)}


def test_after_an_adjournment_the_day_is_forgotten_and_a_stop_is_told_to_who_was_invited() -> None:
    story = begun(SUGGESTED, INFORMED, INVITED, scheduled())
    during = MEETING + timedelta(hours=1)
    assert reached(story.hears(ADJOURNED, now=during)) == [(Moment.ANOTHER_DAY, FILIP), (Moment.ANOTHER_DAY, OMA)]
    assert queued(story.hears(REMINDER, now=during)) == []
    assert queued(story.hears(WITHDRAWN, now=during)) == [(Moment.STOPPED, OMA)]
