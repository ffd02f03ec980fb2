"""What people hear of a whole conference: the day, the plan, the time after it; and when they are left alone."""

from datetime import date, timedelta

import pytest

from kring_notifications.app import service
from kring_notifications.domain import desk_of
from kring_notifications.handlers.stopping import TOLD_BY_THE_REQUEST
from kring_notifications.ports import DELIVER
from kring_notifications.process import Status
from kring_shared.contracts.conference import (
    Answered,
    CancelledBecause,
    PresentationStarted,
    PrivateTimeEnded,
    PrivateTimeStarted,
    SafetySignalAssessed,
    SafetySignalClosed,
    SafetySignalOverdue,
    SafetySignalPassedOn,
    SafetySignalRaised,
)
from kring_shared.contracts.envelope import IMPORTED, Fact
from kring_shared.contracts.field import Mandate
from kring_shared.contracts.notifications import Moment, ReminderDue, SuppressedBecause
from kring_shared.kernel.errors import NotYet
from kring_shared.testing.declared import heard
from kring_shared.testing.work import NOON
from tests.unit.notifications.cases import Story, deliveries, held_back, queued, reached
from tests.unit.notifications.channels import a_house
from tests.unit.notifications.facts import (
    ACTIVATED,
    ADJOURNED,
    AWAITED,
    CALL,
    CANCELLED,
    CASE,
    CONCLUDED,
    CONVENER,
    FILIP,
    INFORMED,
    INVITED,
    JUDGE,
    MEETING,
    NO_HELP_YET,
    NO_MEETING,
    NOT_ANSWERED,
    NOT_INVITED,
    NOTHING_AHEAD,
    OFFERED,
    OMA,
    PAUSED,
    POSTPONED,
    REMINDER,
    RESUMED,
    REVIEW,
    STAYS_AWAY,
    STEPPED_OUT,
    SUGGESTED,
    TO_CHECK,
    WITHDRAWN,
    card,
    distributed,
    plan_accepted,
    received,
    request_accepted,
    scheduled,
)

LATER = MEETING + timedelta(days=7)
REMIND_AT = MEETING - timedelta(days=2)
BOTH_HEAR = [(Moment.ANOTHER_DAY, FILIP), (Moment.ANOTHER_DAY, OMA)]
GONE = pytest.mark.parametrize("gone", [STEPPED_OUT, NOT_INVITED], ids=lambda fact: fact.name)


def invited(*more: Fact) -> Story:
    story = Story()
    story.hears(received(), SUGGESTED, INFORMED, INVITED, *more)
    return story


def before_kring(fact: Fact) -> Fact:
    return fact.model_copy(update={"by": IMPORTED})


@GONE
def test_who_steps_out_or_is_not_invited_hears_nothing_more_of_the_case(gone: Fact) -> None:
    story = invited(scheduled(), gone)
    assert queued(story.hears(POSTPONED)) == [(Moment.ANOTHER_DAY, FILIP)]
    story.hears(scheduled())
    assert queued(story.hears(REMINDER, now=REMIND_AT)) == [(Moment.DATE_REMINDER, FILIP)]
    for fact in (distributed(OMA), CONVENER, CANCELLED):
        assert queued(story.hears(fact)) == []


@GONE
def test_what_did_not_leave_yet_is_taken_back_from_them_and_from_nobody_else(gone: Fact) -> None:
    story = invited()
    (theirs,) = (n for n in story.notifications if n.person_id == OMA)
    work = story.hears(gone)
    assert work.dropped == [(DELIVER, theirs.message_id)]
    assert held_back(work) == [(Moment.INVITATION, SuppressedBecause.TAKES_NO_PART)]
    assert {n.status for n in story.notifications if n.person_id != OMA} == {Status.QUEUED}
    assert story.hears(gone).told == []


@GONE
def test_a_pause_that_ends_lets_nobody_in_again_who_is_out(gone: Fact) -> None:
    story = invited(gone, PAUSED, RESUMED.model_copy(update={"noted_by_mistake": True}))
    assert queued(story.hears(distributed(OMA))) == []
    main = Story()
    main.hears(received(), gone.model_copy(update={"person_id": FILIP}), PAUSED, RESUMED)
    assert queued(main.hears(ACTIVATED)) == []


def test_who_can_come_safely_after_all_and_is_invited_hears_it_again() -> None:
    story = invited(NOT_INVITED)
    assert queued(story.hears(INVITED)) == [(Moment.INVITATION, OMA)]


@pytest.mark.parametrize("answer", [Answered.IS_REPRESENTED, Answered.BY_LETTER, Answered.DOES_NOT_COME])
def test_who_is_heard_in_another_way_is_not_reminded_of_the_day(answer: Answered) -> None:
    story = invited(STAYS_AWAY.model_copy(update={"answer": answer}), scheduled())
    assert queued(story.hears(REMINDER, now=REMIND_AT)) == [(Moment.DATE_REMINDER, FILIP)]


def test_who_comes_from_afar_is_reminded_as_anybody() -> None:
    story = invited(STAYS_AWAY.model_copy(update={"answer": Answered.COMES_REMOTE}), scheduled())
    assert (Moment.DATE_REMINDER, OMA) in queued(story.hears(REMINDER, now=REMIND_AT))


def test_another_day_is_told_with_the_day_and_has_its_own_reminder() -> None:
    story = invited(scheduled())
    work = story.hears(scheduled(LATER))
    assert reached(work) == BOTH_HEAR
    assert {letter.at for letter in deliveries(work)} == {LATER}
    assert [reminder.due for reminder in work.reminders] == [LATER - timedelta(days=2)]


def test_the_same_day_said_again_is_no_news() -> None:
    assert invited(scheduled()).hears(scheduled()).told == []


@pytest.mark.parametrize("fact", [POSTPONED, ADJOURNED], ids=lambda fact: fact.name)
def test_a_day_that_is_put_off_is_told_once_and_the_new_one_comes_with_its_reminder(fact: Fact) -> None:
    story = invited(scheduled())
    work = story.hears(fact)
    assert reached(work) == BOTH_HEAR
    assert {letter.at for letter in deliveries(work)} == {None}
    assert work.forgotten == [(ReminderDue.kind(), CASE)]
    assert queued(story.hears(scheduled(LATER))) == []
    assert len(queued(story.hears(REMINDER, now=LATER - timedelta(days=2)))) == 2


def test_nobody_hears_of_another_day_before_anybody_was_invited_or_when_there_was_no_day() -> None:
    story = Story()
    story.hears(received(), SUGGESTED, scheduled())
    assert queued(story.hears(scheduled(LATER))) == []
    assert queued(story.hears(POSTPONED)) == []
    assert queued(invited().hears(POSTPONED)) == []


def test_a_plan_that_comes_back_after_the_day_brings_another_day() -> None:
    story = invited(scheduled())
    story.hears(CONCLUDED, now=MEETING)
    assert reached(story.hears(ADJOURNED, now=LATER)) == BOTH_HEAR


@pytest.mark.parametrize("fact", [NO_MEETING, plan_accepted()], ids=lambda fact: fact.name)
def test_a_meeting_that_is_not_needed_any_more_is_off_and_nobody_is_reminded_of_it(fact: Fact) -> None:
    story = invited(scheduled())
    assert queued(story.hears(fact)) == [(Moment.STOPPED, OMA)]
    assert story.hears(REMINDER, now=REMIND_AT).told == []
    assert queued(story.hears(distributed(FILIP))) == [(Moment.PLAN, FILIP)]
    assert queued(story.hears(WITHDRAWN)) == []


def test_after_the_meeting_nobody_hears_that_anything_is_off() -> None:
    story = invited(scheduled())
    assert story.hears(CONCLUDED, now=MEETING).told == []
    assert story.hears(plan_accepted(MEETING + timedelta(days=3)), now=LATER).told == []
    assert queued(story.hears(WITHDRAWN, now=LATER)) == []


def test_a_meeting_held_before_its_day_is_not_reminded_of() -> None:
    story = invited(scheduled())
    early = CONCLUDED.model_copy(update={"occurred_at": NOON})
    assert story.hears(early).told == []
    assert story.hears(REMINDER, now=REMIND_AT).told == []


@pytest.mark.parametrize("because", sorted(set(CancelledBecause) - TOLD_BY_THE_REQUEST))
def test_a_conference_that_is_cancelled_calls_back_everything_and_tells_who_was_invited(
    because: CancelledBecause,
) -> None:
    story = invited(scheduled())
    work = story.hears(CANCELLED.model_copy(update={"because": because}))
    assert queued(work) == [(Moment.STOPPED, OMA)]
    assert {why for _, why in held_back(work)} == {SuppressedBecause.CANCELLED}
    assert work.forgotten == NOTHING_AHEAD
    assert story.hears(CANCELLED).told == []


@pytest.mark.parametrize("because", sorted(TOLD_BY_THE_REQUEST))
def test_what_the_request_says_itself_is_left_to_it(because: CancelledBecause) -> None:
    assert invited().hears(CANCELLED.model_copy(update={"because": because})).changed == {}


def test_whoever_checks_the_plan_hears_that_it_lies_there_and_is_reminded() -> None:
    story = invited()
    assert queued(story.hears(TO_CHECK)) == [(Moment.PLAN_TO_CHECK, JUDGE)]
    assert queued(story.hears(AWAITED)) == [(Moment.PLAN_ANSWER_AWAITED, JUDGE)]


def test_while_nobody_is_named_to_check_the_plan_nobody_is_written_to() -> None:
    assert invited().hears(TO_CHECK.model_copy(update={"acceptor_id": None})).told == []


def test_who_was_found_later_to_check_the_plan_is_known_once_the_request_is_taken_on() -> None:
    story, found = Story(), TO_CHECK.model_copy(update={"acceptor_id": OMA})
    story.hears(received())
    with pytest.raises(NotYet):
        story.hears(found)
    assert story.hears(request_accepted(Mandate(kind="ocj", acceptor=card(OMA, "Olga")), Mandate(kind="vk"))).told == []
    assert queued(story.hears(found)) == [(Moment.PLAN_TO_CHECK, OMA)]


@pytest.mark.parametrize("overdue", [NOT_ANSWERED, NO_HELP_YET], ids=lambda fact: fact.name)
def test_when_professionals_do_not_answer_in_time_the_offices_desk_hears_so(overdue: Fact) -> None:
    for address, wanted in (("desk@voorbeeld.example", [(Moment.OFFICE_LOOKS, desk_of("utrecht"))]), ("", [])):
        story = Story(house=a_house(desk=address))
        story.hears(received())
        assert queued(story.hears(overdue)) == wanted
        assert queued(story.hears(before_kring(overdue))) == []


def test_where_the_regional_manager_calls_nobody_is_written_to() -> None:
    story = invited(ACTIVATED)
    assert story.hears(CALL.model_copy(update={"coordinator_id": None})).told == []


def test_a_plan_that_stalls_brings_a_letter_to_whom_the_plan_names_and_then_an_offer() -> None:
    story = invited()
    assert queued(story.hears(CONVENER)) == [(Moment.CALL_TOGETHER, OMA)]
    assert queued(story.hears(OFFERED)) == [(Moment.MEET_AGAIN, FILIP)]


def test_a_review_the_circle_asked_for_is_told_with_its_day_to_the_main_persons() -> None:
    work = invited().hears(REVIEW)
    assert queued(work) == [(Moment.REVIEW_NEAR, FILIP)]
    assert [letter.at.date() for letter in deliveries(work) if letter.at] == [date(2026, 7, 1)]


OLD: tuple[Fact, ...] = (
    ACTIVATED,
    SUGGESTED,
    INFORMED,
    INVITED,
    TO_CHECK,
    distributed(FILIP, OMA),
    CONCLUDED,
    ADJOURNED,
)


def test_nobody_is_written_to_because_of_what_was_before_kring_and_all_of_it_is_kept() -> None:
    story = Story()
    assert story.hears(before_kring(received())).told == []
    for fact in OLD:
        work = story.hears(before_kring(fact))
        assert (work.told, work.errands) == ([], []), fact.name
    assert story.correspondent(OMA).invited
    assert queued(story.hears(CALL)) == [(Moment.FOLLOW_UP_CALL, CALL.coordinator_id)]


def test_a_day_that_was_set_before_kring_is_reminded_of_when_that_moment_is_still_to_come() -> None:
    story = Story()
    story.hears(before_kring(received()))
    work = story.hears(before_kring(scheduled()))
    assert [reminder.due for reminder in work.reminders] == [REMIND_AT]
    near = story.hears(before_kring(scheduled(NOON + timedelta(days=1))))
    assert (near.reminders, near.told) == ([], [])
    assert queued(story.hears(REMINDER, now=NOON + timedelta(hours=1))) == []


@pytest.mark.parametrize("fact", [POSTPONED, TO_CHECK, AWAITED, CONVENER, OFFERED, REVIEW], ids=lambda fact: fact.name)
def test_once_the_main_person_stopped_no_new_moment_reaches_anybody(fact: Fact) -> None:
    story = invited(scheduled(), WITHDRAWN)
    work = story.hears(fact)
    assert (work.told, work.errands, work.changed) == ([], [], {})


def test_nothing_of_private_time_and_no_safety_signal_is_even_heard() -> None:
    signals = {SafetySignalRaised, SafetySignalAssessed, SafetySignalPassedOn, SafetySignalClosed, SafetySignalOverdue}
    assert set(heard(service)) & {PrivateTimeStarted, PrivateTimeEnded, PresentationStarted, *signals} == set()
