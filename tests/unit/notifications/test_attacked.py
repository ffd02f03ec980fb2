"""What somebody who means harm could bring about: an old address, a made-up report, another's message."""

from contextlib import suppress
from datetime import timedelta

import pytest
from pydantic import ValidationError

from kring_notifications.domain import AddressKind, desk_of
from kring_notifications.handlers.outcomes import COMES_BACK_WITHIN
from kring_notifications.hooks import ChannelAway, ChannelBusy, ChannelRefused, ChannelUnclear, Letter
from kring_notifications.ports import DONE, Delivery
from kring_notifications.process import Status
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.notifications import (
    Arrived,
    CorrectContact,
    Moment,
    RecordContactWishes,
    ReportArrival,
    Way,
)
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import NotFound, NotPermitted
from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.testing.work import NOON, an_actor
from tests.unit.notifications.cases import Story, deliveries
from tests.unit.notifications.channels import FakeChannel, a_house
from tests.unit.notifications.facts import (
    ACTIVATED,
    CALENDAR,
    CASE,
    CONDITIONS,
    CONVENER,
    FILIP,
    HANDED_OVER,
    INFORMED,
    INVITED,
    JUDGE,
    MEETING,
    NOT_ANSWERED,
    NOT_INVITED,
    OFFERED,
    OMA,
    POSTPONED,
    RACHEL,
    REVIEW,
    STEPPED_OUT,
    SUGGESTED,
    WITHDRAWN,
    card,
    distributed,
    received,
    request_accepted,
    scheduled,
)
from tests.unit.notifications.test_courier import a_courier, a_delivery

MAIL = FakeChannel("mail", AddressKind.EMAIL)
PAPER = FakeChannel("paper", AddressKind.POSTAL, way=Way.LETTER)
SYSTEM = FakeChannel("system", AddressKind.SYSTEM, way=Way.SYSTEM)
HOME = {"email": "f@voorbeeld.example", "postal_address": "Lindestraat 1, Utrecht"}


def begun() -> tuple[Story, Delivery]:
    """Have Filip ask himself, and his letter go by e-mail."""
    story, filip = Story(MAIL, PAPER), card(FILIP, "Filip", **HOME)  # type: ignore[arg-type]
    (delivery,) = deliveries(story.hears(received(requester=filip, main_persons=(filip,))))
    story.ends(delivery, DONE)
    return story, delivery


def corrected(story: Story, person_id: str, **ways: str) -> None:
    contact = Contact(name="Somebody", **ways)
    story.hears(CorrectContact(case_id=CASE, person_id=person_id, contact=contact), actor=an_actor())


def address_of(story: Story, person_id: str) -> str:
    found = story.vault.open(story.correspondent(person_id).contact, Contact)
    assert isinstance(found, Contact)
    return found.email


def test_an_older_card_does_not_bring_back_the_address_that_somebody_else_reads() -> None:
    story, _ = begun()
    story.hears(SUGGESTED)
    for person_id in (FILIP, OMA, JUDGE):
        corrected(story, person_id, email="safe@voorbeeld.example")
    again = SUGGESTED.model_copy(update={"participant": card(FILIP, "Filip", **HOME)})  # type: ignore[arg-type]
    story.hears(SUGGESTED, again, request_accepted(), received())
    assert {address_of(story, person_id) for person_id in (FILIP, OMA, JUDGE)} == {"safe@voorbeeld.example"}
    assert story.correspondent(FILIP).kinds == (AddressKind.EMAIL,)
    assert [d.channel for d in deliveries(story.hears(OFFERED))] == ["mail"]


@pytest.mark.parametrize("whom", ["desk", "system"])
def test_a_coordinator_can_neither_silence_the_office_nor_turn_away_what_another_organisation_hears(whom: str) -> None:
    story = Story(MAIL, SYSTEM, house=a_house(desk="desk@kring.example"))
    story.hears(received(referring_system="wijkteam-noord"), ACTIVATED, NOT_ANSWERED)
    person_id = desk_of("utrecht") if whom == "desk" else id_at(BEGINNING, "system/wijkteam-noord")
    before = story.correspondent(person_id)
    rachel = an_actor(Role.COORDINATOR, RACHEL)
    for message in (
        RecordContactWishes(case_id=CASE, person_id=person_id, do_not_contact=True),
        CorrectContact(case_id=CASE, person_id=person_id, contact=Contact(name="x", email="r@elders.example")),
    ):
        with pytest.raises(NotPermitted):
            story.hears(message, actor=rachel)
    assert story.correspondent(person_id) == before


AFTERWARDS = (
    *(
        ACTIVATED,
        SUGGESTED,
        INFORMED,
        CALENDAR,
        CONDITIONS,
        scheduled(),
        scheduled(MEETING + timedelta(days=7)),
        POSTPONED,
    ),
    *(distributed(FILIP, OMA), CONVENER, OFFERED, REVIEW, HANDED_OVER, WITHDRAWN),
)


@pytest.mark.parametrize("gone", [STEPPED_OUT, NOT_INVITED], ids=lambda fact: fact.name)
def test_of_who_is_kept_away_nothing_is_ever_told_again_not_even_that_something_was_held_back(gone: Fact) -> None:
    story = Story(MAIL, PAPER)
    story.hears(received(), ACTIVATED, SUGGESTED, INFORMED, INVITED, gone)
    for fact in AFTERWARDS:
        told = story.hears(fact).told
        assert [t.fact.name for t in told if getattr(t.fact, "person_id", "") == OMA] == []
    assert {note.moment for note in story.notifications if note.person_id == OMA} == {Moment.INVITATION}


def test_who_is_kept_away_cannot_find_that_out_by_saying_how_they_want_to_hear() -> None:
    answers = []
    for facts in ((), (NOT_INVITED,)):
        story = Story(MAIL, PAPER)
        story.hears(received(), SUGGESTED, INFORMED)
        (invitation,) = deliveries(story.hears(INVITED))
        story.ends(invitation, DONE)
        story.hears(*facts)
        oma, contact = an_actor(Role.CIRCLE_MEMBER, OMA), Contact(name="Oma", email="o@elders.example")
        said = story.hears(CorrectContact(case_id=CASE, person_id=OMA, contact=contact), actor=oma)
        wish = story.hears(RecordContactWishes(case_id=CASE, person_id=OMA, large_print=True), actor=oma)
        answers.append([(t.fact.name, t.fact.model_dump(exclude={"event_id"})) for w in (said, wish) for t in w.told])
        assert (said.errands, wish.errands) == ([], [])
    assert answers[0] == answers[1]


def test_a_newer_card_counts_where_nobody_corrected_anything() -> None:
    story, _ = begun()
    newer = SUGGESTED.model_copy(update={"participant": card(FILIP, "Filip", email="new@voorbeeld.example")})
    story.hears(newer)
    assert address_of(story, FILIP) == "new@voorbeeld.example"


@pytest.mark.parametrize(("late", "then"), [(timedelta(0), ["paper"]), (timedelta(seconds=1), [])])
def test_a_report_made_up_about_an_old_e_mail_brings_it_to_no_other_place(late: timedelta, then: list[str]) -> None:
    story, delivery = begun()
    report = ReportArrival(message_id=delivery.sent_as, arrived=Arrived.BOUNCED, code="5.1.1")
    work = story.hears(report, now=NOON + COMES_BACK_WITHIN + late, actor=an_actor())
    assert [d.channel for d in deliveries(work)] == then
    assert story.notifications[0].status is (Status.QUEUED if then else Status.SENT)


def test_a_report_made_up_twice_brings_a_message_by_each_way_once() -> None:
    story, delivery = begun()
    report = ReportArrival(message_id=delivery.sent_as, arrived=Arrived.BOUNCED)
    assert len(deliveries(story.hears(report, actor=an_actor()))) == 1
    assert deliveries(story.hears(report, actor=an_actor())) == []


def test_a_report_about_a_case_or_a_person_changes_nothing() -> None:
    story, _ = begun()
    before = story.notifications
    with suppress(NotFound):
        story.hears(ReportArrival(message_id=CASE, arrived=Arrived.BOUNCED), actor=an_actor())
    with pytest.raises(NotFound):
        story.hears(ReportArrival(message_id=FILIP, arrived=Arrived.BOUNCED), actor=an_actor())
    assert story.notifications == before


@pytest.mark.parametrize("code", ["550 <f@voorbeeld.example> unknown", "5.1.1 f@voorbeeld.example", "+31 6 12345678"])
def test_no_address_is_kept_with_what_a_provider_reports(code: str) -> None:
    with pytest.raises(ValidationError):
        ReportArrival(message_id=CASE, arrived=Arrived.BOUNCED, code=code)


@pytest.mark.parametrize("code", ["550 <f@voorbeeld.example> unknown", "kring.done", "kring.erased", "x" * 500, ""])
@pytest.mark.parametrize("kind", [ChannelRefused, ChannelAway, ChannelBusy, ChannelUnclear])
async def test_a_channel_can_slip_no_address_and_no_other_end_into_its_code(
    kind: type[ChannelRefused], code: str
) -> None:
    class Refusing(FakeChannel):
        async def send(self, letter: Letter) -> None:
            raise type("Own", (kind,), {"code": code})(letter.contact.email)

    assert await a_courier(Refusing("post")).deliver(a_delivery()) == kind.code
