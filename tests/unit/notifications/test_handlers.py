"""Who hears what at which moment of the route, and what came of it."""

from datetime import timedelta

import pytest

from kring_notifications.app import service
from kring_notifications.domain import desk_of
from kring_notifications.ports import DELIVER
from kring_notifications.process import Status
from kring_shared.contracts.field import Part
from kring_shared.contracts.notifications import (
    Moment,
    NotificationFailed,
    NotificationQueued,
    NotificationSent,
    NotificationSuppressed,
    NotificationToTell,
    ReminderDue,
    SuppressedBecause,
    ToTellBecause,
)
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotYet
from kring_shared.testing.declared import heard
from kring_shared.testing.work import NOON, PlainVault, facts_of
from tests.unit.notifications.cases import Story, deliveries, queued, reached, to_tell
from tests.unit.notifications.channels import MAIL
from tests.unit.notifications.facts import (
    ACTIVATED,
    AMINA,
    CALL,
    CASE,
    FILIP,
    INFORMED,
    INVITED,
    JUDGE,
    MEETING,
    NOTHING_AHEAD,
    OMA,
    PROPOSED,
    RACHEL,
    REMINDER,
    STAYS_AWAY,
    SUGGESTED,
    WITHDRAWN,
    card,
    distributed,
    received,
    scheduled,
)

TWO_DAYS = timedelta(days=2)


def test_requester_and_main_persons_hear_that_the_request_arrived() -> None:
    work = Story().hears(received())
    assert queued(work) == [(Moment.REQUEST_RECEIVED, AMINA), (Moment.REQUEST_RECEIVED, FILIP)]


def test_who_asks_for_themselves_hears_it_once() -> None:
    own = card(FILIP, "Filip")
    work = Story().hears(received(requester=own, main_persons=(own,)))
    assert queued(work) == [(Moment.REQUEST_RECEIVED, FILIP)]


def test_each_letter_goes_by_the_first_channel_that_reaches_the_person_in_a_language_they_know() -> None:
    told = [t.fact for t in Story().hears(received()).told if isinstance(t.fact, NotificationQueued)]
    assert [(t.language, t.channel, t.send_at) for t in told] == [("fr", "mail", NOON), ("nl", "slip", NOON)]


def test_a_letter_leaves_with_a_sealed_address_and_without_words() -> None:
    story = Story()
    delivery = deliveries(story.hears(received()))[0]
    assert delivery.contact == story.correspondent(AMINA).contact
    assert (delivery.office, delivery.at, delivery.neutral_sender) == ("utrecht", None, False)
    assert "Amina" not in delivery.to_json().decode()


def test_who_cannot_be_reached_by_any_channel_hears_it_from_a_person_and_nothing_is_carried_out() -> None:
    story = Story(MAIL)
    work = story.hears(received())
    assert [d.channel for d in deliveries(work)] == ["mail"]
    assert to_tell(work) == [(Moment.REQUEST_RECEIVED, FILIP, ToTellBecause.NO_WAY)]
    waiting = story.message_to(FILIP, Moment.REQUEST_RECEIVED)
    assert (waiting.status, waiting.language, waiting.channel) == (Status.TO_TELL, "nl", "")


def test_until_there_is_a_coordinator_it_is_the_office_that_tells_and_then_they_do() -> None:
    story = Story(MAIL)
    story.hears(received())
    assert story.message_to(FILIP, Moment.REQUEST_RECEIVED).teller == desk_of("utrecht")
    story.hears(ACTIVATED)
    assert {n.teller for n in story.notifications if n.status is Status.TO_TELL} == {RACHEL}


def test_an_erased_person_does_not_stop_the_others() -> None:
    vault = PlainVault()
    vault.destroy(scope_of(Scope.PERSON, AMINA))
    story = Story(vault=vault)
    work = story.hears(received())
    assert story.correspondent(AMINA).kinds == ()
    assert [d.channel for d in deliveries(work)] == ["slip", "slip"]
    assert [d.person_id for d in deliveries(work)] == [AMINA, FILIP]


def test_a_neutral_sender_holds_for_the_people_of_the_case_and_not_for_the_coordinator() -> None:
    story = Story()
    assert all(d.neutral_sender for d in deliveries(story.hears(received(neutral_sender=True))))
    assert [d.neutral_sender for d in deliveries(story.hears(PROPOSED))] == [False]
    assert [d.neutral_sender for d in deliveries(story.hears(SUGGESTED, INFORMED, INVITED))] == [True]


def test_a_coordinator_hears_of_a_proposal_with_the_moment_to_answer() -> None:
    story = Story()
    story.hears(received())
    work = story.hears(PROPOSED)
    assert queued(work) == [(Moment.CASE_PROPOSED, RACHEL)]
    assert deliveries(work)[0].at == PROPOSED.respond_by


def test_main_persons_hear_that_a_coordinator_was_found() -> None:
    story = Story()
    story.hears(received())
    assert queued(story.hears(ACTIVATED)) == [(Moment.COORDINATOR_FOUND, FILIP)]


def test_who_may_be_asked_hears_nothing_before_they_are_invited() -> None:
    story = Story()
    story.hears(received())
    assert story.hears(SUGGESTED, INFORMED).told == []
    assert queued(story.hears(INVITED)) == [(Moment.INVITATION, OMA)]


def test_an_invitation_waits_until_it_is_noted_that_somebody_spoke_with_them() -> None:
    story = Story()
    story.hears(received(), SUGGESTED)
    with pytest.raises(NotYet):
        story.hears(INVITED)
    assert queued(story.hears(INFORMED)) == []
    assert queued(story.hears(INVITED)) == [(Moment.INVITATION, OMA)]


def test_a_main_person_who_is_suggested_later_hears_what_main_persons_hear() -> None:
    story = Story()
    story.hears(received(), SUGGESTED.model_copy(update={"part": Part.MAIN_PERSON}))
    assert reached(story.hears(ACTIVATED)) == [(Moment.COORDINATOR_FOUND, FILIP), (Moment.COORDINATOR_FOUND, OMA)]


def test_a_scheduled_meeting_sets_the_reminder_and_another_day_replaces_it() -> None:
    story = Story()
    work = story.hears(received(), scheduled())
    assert [(r.deadline, r.due) for r in work.reminders] == [(REMINDER, MEETING - TWO_DAYS)]
    moved = story.hears(scheduled(MEETING + timedelta(days=7)))
    assert moved.forgotten == [(ReminderDue.kind(), CASE)]
    assert [r.due for r in moved.reminders] == [MEETING + timedelta(days=5)]


def test_everyone_who_is_expected_is_reminded_of_day_and_time_once() -> None:
    story = Story()
    story.hears(received(), SUGGESTED, INFORMED, INVITED, scheduled())
    work = story.hears(REMINDER, now=MEETING - TWO_DAYS)
    assert reached(work) == [(Moment.DATE_REMINDER, FILIP), (Moment.DATE_REMINDER, OMA)]
    assert {d.at for d in deliveries(work)} == {MEETING}
    assert story.hears(REMINDER, now=MEETING - TWO_DAYS).told == []


def test_who_said_no_is_not_reminded() -> None:
    story = Story()
    story.hears(received(), SUGGESTED, INFORMED, INVITED, STAYS_AWAY, scheduled())
    assert queued(story.hears(REMINDER, now=MEETING - TWO_DAYS)) == [(Moment.DATE_REMINDER, FILIP)]


def test_a_reminder_of_a_day_that_was_moved_is_left_alone() -> None:
    story = Story()
    story.hears(received(), scheduled(), scheduled(MEETING + timedelta(days=7)))
    work = story.hears(REMINDER, now=MEETING - TWO_DAYS)
    assert (work.told, work.changed) == ([], {})


def test_those_who_get_the_plan_hear_that_it_is_ready() -> None:
    story = Story()
    story.hears(received(), SUGGESTED)
    work = story.hears(distributed(FILIP, OMA, JUDGE))
    assert queued(work) == [(Moment.PLAN, FILIP), (Moment.PLAN, OMA), (Moment.PLAN, JUDGE)]


def test_the_coordinator_hears_when_it_is_time_to_call() -> None:
    story = Story()
    story.hears(received(), ACTIVATED)
    assert queued(story.hears(CALL)) == [(Moment.FOLLOW_UP_CALL, RACHEL)]


def test_a_withdrawal_holds_back_what_was_not_sent_and_drops_the_reminder() -> None:
    story = Story()
    first, second = deliveries(story.hears(received()))
    story.ends(first)
    story.hears(scheduled())
    work = story.hears(WITHDRAWN)
    assert work.dropped == [(DELIVER, second.message_id)]
    assert work.forgotten == NOTHING_AHEAD
    (told,) = facts_of(work)
    assert isinstance(told, NotificationSuppressed)
    assert (told.message_id, told.because) == (second.message_id, SuppressedBecause.WITHDRAWN)
    assert [(n.status, n.code) for n in story.notifications] == [(Status.SENT, ""), (Status.SUPPRESSED, "withdrawn")]


def test_after_a_withdrawal_only_those_who_were_invited_hear_that_it_is_off() -> None:
    story = Story()
    story.hears(received(), ACTIVATED, SUGGESTED, INFORMED, INVITED)
    assert queued(story.hears(WITHDRAWN)) == [(Moment.STOPPED, OMA)]
    assert story.hears(WITHDRAWN).told == []


def test_after_the_meeting_nobody_hears_that_it_is_off() -> None:
    story = Story()
    story.hears(received(), ACTIVATED, SUGGESTED, INFORMED, INVITED, scheduled())
    assert queued(story.hears(WITHDRAWN, now=MEETING)) == []


def test_what_came_of_a_letter_is_told() -> None:
    story = Story()
    sent, failed = deliveries(story.hears(received()))
    (told,) = facts_of(story.ends(sent))
    assert isinstance(told, NotificationSent)
    assert (told.message_id, told.channel) == (sent.message_id, "mail")
    told, left = facts_of(story.ends(failed, "kring.unclear"))
    assert isinstance(told, NotificationFailed)
    assert (told.message_id, told.code) == (failed.message_id, "kring.unclear")
    assert isinstance(left, NotificationToTell)
    assert (left.message_id, left.because) == (failed.message_id, ToTellBecause.UNCLEAR)


def test_a_letter_to_somebody_who_was_erased_is_suppressed() -> None:
    story = Story()
    delivery = deliveries(story.hears(received()))[0]
    (told,) = facts_of(story.ends(delivery, "kring.erased"))
    assert isinstance(told, NotificationSuppressed)
    assert told.because is SuppressedBecause.ERASED


def test_a_letter_that_was_on_its_way_when_the_case_stopped_is_recorded_as_sent() -> None:
    story = Story()
    delivery = deliveries(story.hears(received()))[0]
    story.hears(WITHDRAWN)
    assert [type(f) for f in facts_of(story.ends(delivery))] == [NotificationSent]
    assert (story.notifications[0].status, story.notifications[0].code) == (Status.SENT, "")


def test_handling_the_same_message_again_makes_the_same_messages() -> None:
    first, second = Story().hears(received()), Story().hears(received())
    assert [e.id for e in first.errands] == [e.id for e in second.errands]
    assert [t.id for t in first.told] == [t.id for t in second.told]


def test_what_is_declared_is_what_is_there() -> None:
    assert "notifications" not in {m.service for m in heard(service)}
