"""When nothing may reach anybody: a pause, a death, a merge, a transfer, nobody who said yes in time."""

from datetime import timedelta

import pytest

from kring_notifications.app import service
from kring_notifications.ports import DELIVER
from kring_notifications.process import Status
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.intake import (
    LegalDeadlineApproaching,
    LegalDeadlineMissed,
    LegalDeadlineSet,
    PauseReason,
    RequesterKind,
)
from kring_shared.contracts.notifications import Moment, NotificationSent, SuppressedBecause
from kring_shared.kernel.coordination import NOBODY_YET
from kring_shared.testing.declared import heard
from kring_shared.testing.work import facts_of
from tests.unit.notifications.cases import Story, deliveries, held_back, queued
from tests.unit.notifications.facts import (
    ACTIVATED,
    AWAITED,
    CANCELLED,
    CLOSED,
    CONDITIONS,
    CONVENER,
    FILIP,
    INFORMED,
    INVITED,
    LAPSED,
    MEETING,
    MERGED,
    MORE_TIME,
    MOVED,
    NO_MONEY,
    NOTHING_AHEAD,
    OFFERED,
    OMA,
    PAUSED,
    POSTPONED,
    PROPOSED,
    RACHEL,
    REFUSED,
    REJECTED,
    REMINDER,
    RESUMED,
    REVIEW,
    SENT_BACK,
    SUGGESTED,
    TO_CHECK,
    UNMERGED,
    WITHDRAWN,
    WITHOUT_FILIP,
    distributed,
    received,
    request_accepted,
    scheduled,
)

REMIND_AT = MEETING - timedelta(days=2)
RECEIVED = Moment.REQUEST_RECEIVED
WRITES: tuple[tuple[Fact, Moment], ...] = (
    (request_accepted(), Moment.TAKEN_ON),
    (CLOSED, Moment.ENDED),
    (NO_MONEY, Moment.FUNDING_REFUSED),
    (PROPOSED, Moment.CASE_PROPOSED),
    (ACTIVATED, Moment.COORDINATOR_FOUND),
    (INVITED, Moment.INVITATION),
    (distributed(OMA), Moment.PLAN),
    (TO_CHECK, Moment.PLAN_TO_CHECK),
    (CONDITIONS, Moment.CONDITIONS),
    (SENT_BACK, Moment.PLAN_SENT_BACK),
    (AWAITED, Moment.PLAN_ANSWER_AWAITED),
    (CONVENER, Moment.CALL_TOGETHER),
    (OFFERED, Moment.MEET_AGAIN),
    (REVIEW, Moment.REVIEW_NEAR),
)


@pytest.mark.parametrize("because", PauseReason)
def test_after_a_death_or_a_division_everything_is_called_back_at_once(because: PauseReason) -> None:
    story = Story()
    story.hears(received(), scheduled())
    work = story.hears(PAUSED.model_copy(update={"because": because}))
    assert sorted(work.dropped) == sorted((DELIVER, n.message_id) for n in story.notifications)
    assert work.forgotten == NOTHING_AHEAD
    assert held_back(work) == [(RECEIVED, SuppressedBecause.PAUSED)] * 2
    assert [n.status for n in story.notifications] == [Status.SUPPRESSED] * 2


@pytest.mark.parametrize(("fact", "moment"), WRITES, ids=lambda x: getattr(x, "name", str(x)))
def test_during_a_pause_nothing_new_is_sent_and_what_was_not_is_noted(fact: Fact, moment: Moment) -> None:
    story = Story()
    referred = received(requester_kind=RequesterKind.PROFESSIONAL)
    story.hears(referred, SUGGESTED, INFORMED, PAUSED)
    work = story.hears(fact)
    assert (work.errands, queued(work)) == ([], [])
    assert held_back(work) == [(moment, SuppressedBecause.PAUSED)]


def test_during_a_pause_no_reminder_is_planned_or_given() -> None:
    story = Story()
    story.hears(received(), SUGGESTED, INFORMED, INVITED, scheduled())
    story.hears(PAUSED)
    assert story.hears(REMINDER, now=REMIND_AT).told == []
    assert story.hears(scheduled(MEETING + timedelta(days=7))).reminders == []


def test_what_was_held_back_stays_unsaid_and_a_reminder_that_is_still_ahead_is_planned_again() -> None:
    story = Story()
    story.hears(received(), scheduled(), PAUSED)
    work = story.hears(RESUMED, now=REMIND_AT - timedelta(hours=1))
    assert [(r.deadline, r.due) for r in work.reminders] == [(REMINDER, REMIND_AT)]
    assert (work.told, work.errands) == ([], [])
    assert queued(story.hears(REMINDER, now=REMIND_AT)) == [(Moment.DATE_REMINDER, FILIP)]


def test_a_day_that_was_set_during_the_pause_is_reminded_of_too() -> None:
    story = Story()
    story.hears(received(), PAUSED, scheduled())
    assert [r.due for r in story.hears(RESUMED).reminders] == [REMIND_AT]


def test_a_reminder_whose_moment_passed_during_the_pause_is_not_made_up_for() -> None:
    story = Story()
    story.hears(received(), scheduled(), PAUSED)
    assert story.hears(RESUMED, now=REMIND_AT).reminders == []
    assert story.hears(REMINDER, now=REMIND_AT).told == []


def test_a_reminder_that_was_given_is_not_planned_again() -> None:
    story = Story()
    story.hears(received(), scheduled())
    story.hears(REMINDER, now=REMIND_AT)
    story.hears(PAUSED)
    assert story.hears(RESUMED).reminders == []


def test_after_the_pause_people_hear_again_what_happens() -> None:
    story = Story()
    story.hears(received(), PAUSED, RESUMED)
    assert queued(story.hears(ACTIVATED)) == [(Moment.COORDINATOR_FOUND, FILIP)]


def test_going_on_without_having_waited_plans_no_second_reminder() -> None:
    story = Story()
    story.hears(received(), scheduled())
    assert story.hears(RESUMED).reminders == []


def test_a_coordinator_who_got_more_time_hears_until_when_also_when_the_first_letter_never_left() -> None:
    story = Story()
    story.hears(received(), PAUSED, PROPOSED, RESUMED)
    work = story.hears(MORE_TIME)
    assert queued(work) == [(Moment.CASE_PROPOSED, RACHEL)]
    assert deliveries(work)[0].at == MORE_TIME.respond_by


def test_who_takes_no_further_part_is_written_to_no_more() -> None:
    story = Story()
    story.hears(received(), SUGGESTED, INFORMED, INVITED, scheduled(), PAUSED, WITHOUT_FILIP)
    assert story.hears(ACTIVATED).told == []
    assert story.hears(NO_MONEY).told == []
    assert queued(story.hears(REMINDER, now=REMIND_AT)) == [(Moment.DATE_REMINDER, OMA)]
    assert queued(story.hears(distributed(FILIP, OMA))) == [(Moment.PLAN, OMA)]


def test_who_comes_back_is_written_to_again() -> None:
    story = Story()
    story.hears(received(), PAUSED, WITHOUT_FILIP, PAUSED, RESUMED)
    assert queued(story.hears(ACTIVATED)) == [(Moment.COORDINATOR_FOUND, FILIP)]


def test_when_people_stop_during_a_pause_not_even_that_it_is_off_is_written_by_itself() -> None:
    story = Story()
    story.hears(received(), ACTIVATED, SUGGESTED, INFORMED, INVITED, PAUSED)
    work = story.hears(WITHDRAWN)
    assert work.errands == []
    assert held_back(work) == [(Moment.STOPPED, SuppressedBecause.PAUSED)]


@pytest.mark.parametrize(
    ("stop", "because"),
    [
        (REJECTED, SuppressedBecause.REJECTED),
        (REFUSED, SuppressedBecause.REFUSED),
        (MERGED, SuppressedBecause.MERGED),
        (MOVED, SuppressedBecause.TRANSFERRED),
        (LAPSED, SuppressedBecause.LAPSED),
        (CANCELLED, SuppressedBecause.CANCELLED),
    ],
    ids=lambda x: getattr(x, "name", str(x)),
)
def test_each_end_calls_back_what_is_open_says_why_and_writes_to_nobody(stop: Fact, because: SuppressedBecause) -> None:
    story = Story()
    first, second = deliveries(story.hears(received()))
    story.ends(first)
    story.hears(scheduled())
    work = story.hears(stop)
    assert work.dropped == [(DELIVER, second.message_id)]
    assert work.forgotten == NOTHING_AHEAD
    assert held_back(work) == [(RECEIVED, because)]
    assert deliveries(work) == []


def test_a_wrong_merge_that_is_undone_tells_people_what_they_did_not_hear() -> None:
    story = Story()
    first, _ = deliveries(story.hears(received()))
    story.ends(first)
    story.hears(MERGED)
    assert queued(story.hears(UNMERGED)) == [(RECEIVED, FILIP)]
    assert queued(story.hears(ACTIVATED)) == [(Moment.COORDINATOR_FOUND, FILIP)]


def test_a_merge_and_its_undoing_tell_a_sender_who_heard_already_nothing() -> None:
    story = Story()
    for delivery in deliveries(story.hears(received())):
        story.ends(delivery)
    assert story.hears(MERGED).told == []
    assert story.hears(UNMERGED).told == []


def test_undoing_a_merge_that_stopped_nothing_changes_nothing() -> None:
    story = Story()
    story.hears(received())
    assert story.hears(UNMERGED).changed == {}


def test_this_office_does_not_keep_how_to_reach_people_who_moved() -> None:
    story = Story()
    story.hears(received(), ACTIVATED, SUGGESTED, INFORMED, INVITED, scheduled())
    work = story.hears(MOVED)
    assert queued(work) == []
    assert story.kept == {"Correspondence", "Notification"}
    assert story.correspondence.stopped


def test_a_letter_that_was_on_its_way_when_the_request_moved_is_recorded_as_sent() -> None:
    story = Story()
    delivery = deliveries(story.hears(received()))[0]
    story.hears(MOVED)
    assert [type(fact) for fact in facts_of(story.ends(delivery))] == [NotificationSent]


def test_of_a_request_to_which_nobody_said_yes_in_time_nothing_is_kept_but_that_it_was_there() -> None:
    story = Story()
    delivery = deliveries(story.hears(received(neutral_sender=True)))[0]
    story.hears(LAPSED)
    assert story.kept == {"Correspondence"}
    case = story.correspondence
    assert (case.stopped, case.neutral_sender, case.coordination, case.starts_at) == (True, False, NOBODY_YET, None)
    assert story.ends(delivery).told == []


def test_no_legal_deadline_reaches_a_family_since_none_is_even_heard() -> None:
    assert {LegalDeadlineSet, LegalDeadlineApproaching, LegalDeadlineMissed} & set(heard(service)) == set()
    assert [moment for moment in Moment if "legal" in moment or "deadline" in moment] == []


def test_a_second_reason_to_wait_calls_nothing_back_twice() -> None:
    story = Story()
    sent, _ = deliveries(story.hears(received()))
    story.hears(PAUSED)
    assert story.hears(PAUSED).told == []
    assert [type(fact) for fact in facts_of(story.ends(sent))] == [NotificationSent]
    assert story.hears(PAUSED).told == []


def test_somebody_of_the_circle_who_died_is_not_written_to_any_more_unless_it_was_a_mistake() -> None:
    died = PAUSED.model_copy(update={"person_id": OMA})
    story = Story()
    story.hears(received(), SUGGESTED, INFORMED, died, RESUMED)
    assert queued(story.hears(INVITED)) == []
    mistaken = Story()
    mistaken.hears(received(), SUGGESTED, INFORMED, died, RESUMED.model_copy(update={"noted_by_mistake": True}))
    assert queued(mistaken.hears(INVITED)) == [(Moment.INVITATION, OMA)]


def test_a_mistake_about_somebody_else_does_not_bring_back_who_died_before() -> None:
    story = Story()
    story.hears(received(), SUGGESTED, INFORMED, INVITED, PAUSED.model_copy(update={"person_id": OMA}), RESUMED)
    story.hears(PAUSED, RESUMED.model_copy(update={"noted_by_mistake": True}), scheduled())
    assert {person for _, person in queued(story.hears(POSTPONED))} == {FILIP}
