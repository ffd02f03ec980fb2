"""How people want to hear from the office: everybody says it for themselves, and it counts at once."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from kring_notifications.domain import AddressKind
from kring_notifications.ports import DELIVER, DONE, LOOK_AFTER
from kring_notifications.process import Status
from kring_shared.contracts.actor import Role
from kring_shared.contracts.notifications import (
    Arrived,
    ContactWishesRecorded,
    CorrectContact,
    Moment,
    NoteTold,
    RecordContactWishes,
    ReportArrival,
    ResendMessage,
    SuppressedBecause,
    ToTellBecause,
    Way,
)
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import NotAllowedNow, NotFound, NotPermitted, Refused
from kring_shared.kernel.work import Work
from kring_shared.testing.work import NOON, an_actor, facts_of
from tests.unit.notifications.cases import Story, deliveries, held_back, queued, to_tell
from tests.unit.notifications.channels import QUIET, FakeChannel, a_house
from tests.unit.notifications.facts import (
    ACTIVATED,
    AMINA,
    CASE,
    FILIP,
    INFORMED,
    INVITED,
    OFFERED,
    OMA,
    PAUSED,
    RACHEL,
    SUGGESTED,
    WITHDRAWN,
    card,
    received,
)

MAIL = FakeChannel("mail", AddressKind.EMAIL, disturbs=True)
TEXT = FakeChannel("text", AddressKind.PHONE, way=Way.TEXT, disturbs=True)
EVENING = NOON + timedelta(hours=9)
MONDAY = NOON + timedelta(days=2, hours=19)
MANAGER = an_actor()


def begun(**ways: str) -> tuple[Story, Work]:
    """Have Filip ask himself on Friday evening; what is written to him waits for Monday."""
    story = Story(MAIL, TEXT, house=a_house(QUIET))
    filip = card(FILIP, "Filip", **(ways or {"email": "f@voorbeeld.example", "phone": "+31612345678"}))  # type: ignore[arg-type]
    return story, story.hears(received(requester=filip, main_persons=(filip,)), now=EVENING)


def wish(person_id: str = FILIP, **wishes: object) -> RecordContactWishes:
    return RecordContactWishes.model_validate({"case_id": CASE, "person_id": person_id, **wishes})


def corrected(**ways: str) -> CorrectContact:
    return CorrectContact(case_id=CASE, person_id=FILIP, contact=Contact(name="Filip", **ways))


def resend(story: Story, moment: Moment = Moment.REQUEST_RECEIVED) -> ResendMessage:
    return ResendMessage(case_id=CASE, message_id=story.message_to(FILIP, moment).id)


@pytest.mark.parametrize("role", [Role.MAIN_PERSON, Role.CIRCLE_MEMBER])
def test_nobody_says_for_somebody_else_how_they_want_to_hear_or_can_be_reached(role: Role) -> None:
    story, _ = begun()
    for message in (wish(do_not_contact=True), corrected(email="x@voorbeeld.example")):
        with pytest.raises(NotPermitted):
            story.hears(message, actor=an_actor(role, AMINA))
    assert not story.correspondent(FILIP).do_not_contact


@pytest.mark.parametrize(
    ("role", "who"), [(Role.MAIN_PERSON, FILIP), (Role.COORDINATOR, RACHEL), (Role.REGIONAL_MANAGER, "someone")]
)
def test_people_say_it_for_themselves_and_the_office_writes_down_what_it_was_told(role: Role, who: str) -> None:
    story, _ = begun()
    (fact,) = facts_of(story.hears(wish(ways=(Way.TEXT,), large_print=True), actor=an_actor(role, who), now=MONDAY))[:1]
    assert isinstance(fact, ContactWishesRecorded)
    assert (fact.ways, fact.large_print, fact.neutral_sender, fact.do_not_contact) == ((Way.TEXT,), True, False, False)


def test_what_is_not_said_stays_as_it_was_and_what_is_said_twice_is_told_once() -> None:
    story, _ = begun()
    story.hears(wish(neutral_sender=True, ways=(Way.TEXT,)), actor=MANAGER)
    story.hears(wish(large_print=True), actor=MANAGER)
    person = story.correspondent(FILIP)
    assert (person.neutral_sender, person.ways, person.large_print) == (True, (Way.TEXT,), True)
    assert story.hears(wish(neutral_sender=True), actor=MANAGER).told == []


def test_nobody_is_known_whom_the_case_does_not_know() -> None:
    story, _ = begun()
    with pytest.raises(NotFound):
        story.hears(wish(OMA, large_print=True), actor=MANAGER)


def test_a_way_is_named_once_and_a_person_is_no_computer() -> None:
    for ways in ((Way.EMAIL, Way.EMAIL), (Way.SYSTEM,)):
        with pytest.raises(ValidationError):
            wish(ways=ways)


def test_whoever_does_not_want_to_be_written_to_is_left_alone_at_once_and_from_then_on() -> None:
    story, _ = begun()
    work = story.hears(wish(do_not_contact=True), actor=MANAGER, now=EVENING)
    (note,) = story.notifications
    assert held_back(work) == [(Moment.REQUEST_RECEIVED, SuppressedBecause.DO_NOT_CONTACT)]
    assert work.dropped == [(DELIVER, note.id)]
    assert held_back(story.hears(OFFERED)) == [(Moment.MEET_AGAIN, SuppressedBecause.DO_NOT_CONTACT)]


def test_whoever_does_not_want_to_be_called_is_not_told_by_a_person_either() -> None:
    story, work = begun(postal_address="Lindestraat 1, Utrecht")
    assert to_tell(work) == [(Moment.REQUEST_RECEIVED, FILIP, ToTellBecause.NO_WAY)]
    assert held_back(story.hears(wish(do_not_contact=True), actor=MANAGER)) == [
        (Moment.REQUEST_RECEIVED, SuppressedBecause.DO_NOT_CONTACT)
    ]


def test_whoever_may_be_written_to_again_hears_the_next_thing_and_not_what_was_left_unsaid() -> None:
    story, _ = begun()
    story.hears(wish(do_not_contact=True), actor=MANAGER)
    assert queued(story.hears(wish(do_not_contact=False), actor=MANAGER)) == []
    assert queued(story.hears(OFFERED)) == [(Moment.MEET_AGAIN, FILIP)]


def test_what_waits_for_the_morning_goes_as_its_person_wants_it_now() -> None:
    story, _ = begun()
    (note,) = story.notifications
    work = story.hears(wish(neutral_sender=True, large_print=True, ways=(Way.TEXT,)), actor=MANAGER, now=EVENING)
    (delivery,) = deliveries(work)
    assert work.dropped == [(DELIVER, note.id)]
    assert (delivery.neutral_sender, delivery.large_print, delivery.channel) == (True, True, "text")
    assert story.notifications[0].send_at == MONDAY


def test_what_may_be_leaving_at_this_moment_is_not_queued_a_second_time() -> None:
    story, _ = begun()
    for message in (wish(neutral_sender=True), corrected(email="new@voorbeeld.example")):
        work = story.hears(message, actor=MANAGER, now=MONDAY)
        assert (work.errands, work.dropped) == ([], [])


def test_what_waits_for_the_morning_goes_to_the_corrected_address() -> None:
    story, _ = begun()
    work = story.hears(corrected(email="new@voorbeeld.example"), actor=MANAGER, now=EVENING)
    (delivery,) = deliveries(work)
    found = story.vault.open(delivery.contact, Contact)
    assert isinstance(found, Contact)
    assert (found.email, delivery.channel) == ("new@voorbeeld.example", "mail")


def test_a_correction_that_names_no_way_is_refused() -> None:
    story, _ = begun()
    with pytest.raises(Refused):
        story.hears(corrected(), actor=MANAGER)


def test_after_a_correction_what_bounced_by_every_way_can_be_sent_again_and_reaches_them() -> None:
    story, work = begun(email="wrong@voorbeeld.example")
    (delivery,) = deliveries(work)
    story.ends(delivery, DONE, now=MONDAY)
    bounced = story.hears(ReportArrival(message_id=delivery.message_id, arrived=Arrived.BOUNCED), actor=MANAGER)
    assert to_tell(bounced) == [(Moment.REQUEST_RECEIVED, FILIP, ToTellBecause.FAILED)]
    story.hears(corrected(email="right@voorbeeld.example"), actor=MANAGER, now=MONDAY)
    again = story.hears(resend(story), actor=MANAGER, now=MONDAY)
    assert (LOOK_AFTER, delivery.message_id) in again.dropped
    (delivery,) = deliveries(again)
    assert delivery.channel == "mail"
    story.ends(delivery, DONE, now=MONDAY)
    assert [n.status for n in story.notifications] == [Status.SENT]


def test_sending_again_where_there_is_no_way_is_refused_and_says_what_to_do() -> None:
    story, _ = begun(postal_address="Lindestraat 1, Utrecht")
    with pytest.raises(Refused, match="tell it in person"):
        story.hears(resend(story), actor=MANAGER)


def test_what_is_on_its_way_or_arrived_is_not_sent_again() -> None:
    story, work = begun()
    (delivery,) = deliveries(work)
    for code in ("", DONE):
        if code:
            story.ends(delivery, code, now=MONDAY)
        with pytest.raises(NotAllowedNow):
            story.hears(resend(story), actor=MANAGER)


@pytest.mark.parametrize("why", [WITHDRAWN, PAUSED, wish(do_not_contact=True)], ids=lambda m: m.name)
def test_what_failed_is_not_sent_again_once_nobody_may_be_written_to(why: RecordContactWishes) -> None:
    story, work = begun()
    (delivery,) = deliveries(work)
    story.ends(delivery, "kring.unclear", now=MONDAY)
    note = story.message_to(FILIP, Moment.REQUEST_RECEIVED)
    story.hears(NoteTold(case_id=CASE, message_id=note.id, reached=False), why, actor=MANAGER)
    with pytest.raises(Refused):
        story.hears(resend(story), actor=MANAGER)


def test_a_neutral_sender_is_for_one_person_and_their_later_letters() -> None:
    story, _ = begun()
    story.hears(SUGGESTED, INFORMED, INVITED, ACTIVATED)
    story.hears(wish(OMA, neutral_sender=True), actor=an_actor(Role.CIRCLE_MEMBER, OMA))
    sent = {d.person_id: d.neutral_sender for d in deliveries(story.hears(WITHDRAWN))}
    assert sent == {OMA: True}
    assert not story.correspondent(FILIP).neutral_sender
