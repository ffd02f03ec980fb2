"""What is left of people and letters once it was ordered to erase them; and what comes too late, or cannot go yet."""

from datetime import timedelta

import pytest

from kring_notifications.domain import Correspondent, Notification
from kring_notifications.handlers.erasing import AGAIN_AFTER
from kring_notifications.process import Status
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Fact
from kring_shared.contracts.field import RequesterKind
from kring_shared.contracts.notifications import (
    Arrived,
    CorrectContact,
    ListMessages,
    MessagesErased,
    Moment,
    NoteTold,
    RecordContactWishes,
    ReportArrival,
    ResendMessage,
)
from kring_shared.contracts.registry import ErasureOrdered
from kring_shared.contracts.retention import ErasureLine, ErasureOutcome, KeptBecause, RecordKind
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import NotFound, WasErased
from kring_shared.kernel.work import Work
from kring_shared.testing.work import NOON, an_actor
from tests.unit.notifications.cases import Story, deliveries, queued, to_forget
from tests.unit.notifications.facts import (
    ACTIVATED,
    AMINA,
    AWAITED,
    CASE,
    CLOSED,
    CONVENER,
    FILIP,
    INFORMED,
    INVITED,
    JUDGE,
    LAPSED,
    NO_MONEY,
    NOT_INVITED,
    OMA,
    PAUSED,
    PROPOSED,
    RACHEL,
    RESUMED,
    REVIEW,
    STAYS_AWAY,
    STEPPED_OUT,
    SUGGESTED,
    TO_CHECK,
    WITHDRAWN,
    received,
)

ORDER = "e" * 32
CONTACTS = RecordKind.CONTACTS
LATE = (received(), PAUSED, RESUMED, WITHDRAWN, SUGGESTED, INVITED, STAYS_AWAY, PROPOSED, ACTIVATED, NO_MONEY, REVIEW)
OF_A_PERSON = (INFORMED, INVITED, STAYS_AWAY, STEPPED_OUT, NOT_INVITED)
MANAGER = an_actor(Role.REGIONAL_MANAGER, "someone")


def order(*kinds: RecordKind, person_id: str | None = None) -> ErasureOrdered:
    return ErasureOrdered(
        case_id=CASE,
        office="utrecht",
        occurred_at=NOON,
        erasure_id=ORDER,
        person_id=person_id,
        kinds=kinds or (CONTACTS,),
        because="term-over",
    )


def answers(work: Work) -> list[MessagesErased]:
    return [told.fact for told in work.told if isinstance(told.fact, MessagesErased)]


def line(records: int, kind: RecordKind = CONTACTS) -> ErasureLine:
    outcome = ErasureOutcome.ERASED if records else ErasureOutcome.NOTHING_HERE
    return ErasureLine(kind=kind, outcome=outcome, records=records)


KEPT = ErasureLine(kind=CONTACTS, outcome=ErasureOutcome.KEPT, because=KeptBecause.ROUTE_RUNS)


def written(**changes: object) -> Story:
    """Make a case in which Filip, Amina and Oma were written to."""
    story = Story()
    for delivery in deliveries(story.hears(received(**changes))):
        story.ends(delivery)
    for delivery in deliveries(story.hears(SUGGESTED, INFORMED, INVITED)):
        story.ends(delivery)
    return story


def test_a_case_is_answered_once_no_channel_keeps_a_letter_of_it_and_nothing_is_left() -> None:
    story = written()
    rows = len(story.notifications) + len({"Filip", "Amina", "Judith", "Oma"}) + 1
    ordered = story.hears(order(CONTACTS, RecordKind.PLAN))
    (asked,) = to_forget(ordered)
    assert answers(ordered) == []
    assert set(asked.sending_ids) == {note.sending_id for note in story.notifications}
    assert story.kept == {"Notification", "ErasedCase"}
    (answer,) = answers(story.forgot(asked))
    assert (answer.erasure_id, answer.lines) == (ORDER, (line(rows), line(0, RecordKind.PLAN)))
    assert answer.keys_destroyed == ()  # who made the keys destroys them
    assert story.kept == {"ErasedCase"}


def test_what_did_not_leave_is_called_back_and_reminders_are_forgotten() -> None:
    story = Story()
    waiting = deliveries(story.hears(received()))
    ordered = story.hears(order())
    assert {name_and_id for name_and_id in ordered.dropped if name_and_id[0] == "deliver"} == {
        ("deliver", delivery.message_id) for delivery in waiting
    }
    assert {note.status for note in story.notifications} == {Status.SUPPRESSED}
    assert len(ordered.forgotten) == 2


def test_a_folder_that_cannot_be_emptied_is_tried_again_and_nobody_is_told_before() -> None:
    story = written()
    (asked,) = to_forget(story.hears(order()))
    for code in ("kring.errand-failed", "kring.unclear"):
        failed = story.forgot(asked, code)
        assert answers(failed) == []
        (again,) = failed.errands
        assert (again.body, again.due) == (asked, NOON + AGAIN_AFTER)
    assert story.notifications != []
    assert len(answers(story.forgot(asked))) == 1


def test_a_letter_that_was_laid_down_while_its_case_was_erased_is_taken_away_after_all() -> None:
    story = Story()
    first, second = deliveries(story.hears(received()))
    (asked,) = to_forget(story.hears(order()))
    late = story.ends(first)
    assert [body.sending_ids for body in to_forget(late)] == [(first.sent_as,)]
    assert late.told == []
    story.forgot(asked)
    assert [body.sending_ids for body in to_forget(story.ends(second))] == [(second.sent_as,)]
    assert answers(story.forgot(to_forget(late)[0])) == []  # nobody waits for it


def test_every_decision_to_send_a_message_left_an_id_of_its_own_and_all_of_them_go() -> None:
    story = Story()
    first, _ = deliveries(story.hears(received()))
    ids = {first.sent_as}
    for _ in range(3):
        resend = ResendMessage(case_id=CASE, message_id=first.message_id)
        by_another_way = deliveries(story.ends(first, "kring.channel-refused"))
        (first,) = by_another_way or deliveries(story.hears(resend, actor=MANAGER))
        ids.add(first.sent_as)
    assert len(ids) == 4
    (asked,) = to_forget(story.hears(order()))
    assert ids <= set(asked.sending_ids)


def test_the_same_order_again_is_answered_the_same() -> None:
    story = written()
    (asked,) = to_forget(story.hears(order()))
    (meanwhile,) = to_forget(story.hears(order()))
    assert set(meanwhile.sending_ids) == set(asked.sending_ids)
    (first,) = answers(story.forgot(asked))
    (again,) = answers(story.forgot(meanwhile))
    (later,) = answers(story.hears(order()))
    assert first == again == later


def test_a_case_that_was_never_here_is_answered_at_once_and_stays_unknown() -> None:
    story = Story()
    (answer,) = answers(story.hears(order(CONTACTS, RecordKind.PLAN, RecordKind.SIGNALS)))
    assert {found.outcome for found in answer.lines} == {ErasureOutcome.NOTHING_HERE}
    assert queued(story.hears(received())) == []
    assert story.kept == {"ErasedCase"}


@pytest.mark.parametrize("fact", LATE, ids=lambda fact: fact.name)
def test_what_comes_late_is_settled_and_changes_nothing(fact: Fact) -> None:
    story = written()
    story.forgot(to_forget(story.hears(order()))[0])
    assert story.hears(fact).told == []
    assert story.kept == {"ErasedCase"}


@pytest.mark.parametrize(
    "command",
    [
        RecordContactWishes(case_id=CASE, person_id=OMA, do_not_contact=True),
        CorrectContact(case_id=CASE, person_id=OMA, contact=Contact(name="Oma", phone="+31 30 1234567")),
        ResendMessage(case_id=CASE, message_id=ORDER),
        NoteTold(case_id=CASE, message_id=ORDER, reached=True),
    ],
    ids=lambda command: command.name,
)
def test_what_somebody_asks_of_an_erased_case_is_refused_with_the_day(command: Command) -> None:
    story = written()
    story.hears(order())
    with pytest.raises(WasErased, match="erased on 2026-11-20"):
        story.hears(command, actor=MANAGER)


def test_nobody_knows_the_letter_that_bounces_afterwards() -> None:
    story = written()
    (asked,) = to_forget(story.hears(order()))
    story.forgot(asked)
    with pytest.raises(NotFound, match="nothing was sent under that id"):
        story.hears(ReportArrival(message_id=asked.sending_ids[0], arrived=Arrived.BOUNCED), actor=MANAGER)
    assert ListMessages(case_id=CASE).key() == CASE


def test_somebody_of_the_circle_is_erased_while_the_route_runs() -> None:
    story = written()
    (asked,) = to_forget(story.hears(order(person_id=OMA)))
    oma = story.correspondent(OMA)
    assert (oma.kinds, oma.languages, oma.may_be_written_to) == ((), (), False)
    letters_to_her = [note for note in story.notifications if note.person_id == OMA]
    (answer,) = answers(story.forgot(asked))
    assert answer.lines == (line(1 + len(letters_to_her)),)
    assert {note.person_id for note in story.notifications} == {FILIP, AMINA}
    assert queued(story.hears(CONVENER, REVIEW)) == [(Moment.REVIEW_NEAR, FILIP)]


@pytest.mark.parametrize("fact", OF_A_PERSON, ids=lambda fact: fact.name)
def test_what_is_still_told_of_somebody_who_is_erased_is_settled(fact: Fact) -> None:
    story = written()
    story.forgot(to_forget(story.hears(order(person_id=OMA)))[0])
    assert deliveries(story.hears(fact)) == []


def test_a_person_who_is_ordered_again_has_the_same_answer() -> None:
    story = written()
    (first,) = answers(story.forgot(to_forget(story.hears(order(person_id=OMA)))[0]))
    (again,) = answers(story.hears(order(person_id=OMA)))
    assert again == first


@pytest.mark.parametrize("person_id", [FILIP, JUDGE, AMINA], ids=["main person", "who accepts", "who referred"])
def test_whom_a_route_needs_is_kept_until_it_is_over(person_id: str) -> None:
    story = written(requester_kind=RequesterKind.PROFESSIONAL)
    (kept,) = answers(story.hears(order(person_id=person_id)))
    assert kept.lines == (KEPT,)
    ended = story.hears(CLOSED)
    assert story.correspondence.is_over
    for delivery in deliveries(ended):
        story.ends(delivery)
    work = story.hears(order(person_id=person_id), now=NOON + timedelta(days=1))
    (answer,) = answers(work) or answers(story.forgot(to_forget(work)[0]))
    assert answer.lines[0].outcome is ErasureOutcome.ERASED


def test_a_coordinator_is_nobody_of_the_case_and_hears_of_it_as_before() -> None:
    story = written()
    story.hears(PROPOSED, ACTIVATED)
    (answer,) = answers(story.hears(order(person_id=RACHEL)))
    assert answer.lines == (line(0),)
    assert story.correspondent(RACHEL).may_be_written_to


def test_nobody_is_reminded_of_a_plan_that_nobody_checks_any_more() -> None:
    story = written()
    story.hears(TO_CHECK)
    story.hears(WITHDRAWN)
    story.hears(order(person_id=JUDGE))
    assert queued(story.hears(AWAITED)) == []


def test_what_lapsed_leaves_no_letter_behind_either() -> None:
    story = Story()
    sent = [delivery.sent_as for delivery in deliveries(story.hears(received()))]
    (asked,) = to_forget(story.hears(LAPSED))
    assert (set(asked.sending_ids), asked.order) == (set(sent), None)
    assert {Correspondent.__name__, Notification.__name__}.isdisjoint(story.kept)
