"""By which way somebody hears: their own order first, then what is left, and in the end a person."""

from datetime import datetime, timedelta

import pytest

from kring_notifications.domain import AddressKind
from kring_notifications.process import Status
from kring_notifications.wording.approvals import Approval, Approvals
from kring_shared.contracts.notifications import (
    Moment,
    RecordContactWishes,
    ToTellBecause,
    TranslationMissing,
    Way,
)
from kring_shared.kernel.work import Work
from kring_shared.testing.work import NOON, an_actor
from tests.unit.notifications.cases import Story, deliveries, queued, to_tell
from tests.unit.notifications.channels import QUIET, FakeChannel, a_house, some_words
from tests.unit.notifications.facts import CASE, FILIP, OFFERED, card, received

MAIL = FakeChannel("mail", AddressKind.EMAIL, disturbs=True)
TEXT = FakeChannel("text", AddressKind.PHONE, way=Way.TEXT, disturbs=True)
PAPER = FakeChannel("paper", AddressKind.POSTAL, way=Way.LETTER)
HOOK = FakeChannel("hook", AddressKind.SYSTEM, way=Way.SYSTEM)
ALL = (MAIL, TEXT, PAPER, HOOK)
EVERYWHERE = {"email": "f@voorbeeld.example", "phone": "+31612345678", "postal_address": "Lindestraat 1, Utrecht"}
DRAFTS = some_words()
READ = DRAFTS.choose(Moment.REQUEST_RECEIVED, ["nl"], Way.EMAIL, live=False)
assert READ is not None
APPROVAL = Approval(template="nl/request-received", version=READ.version, by="MvD", on=NOON.date())
APPROVED = some_words(approvals=Approvals([APPROVAL]))
FRIDAY_EVENING = NOON + timedelta(hours=9)


def asks(story: Story, *languages: str, now: datetime = NOON, **ways: str) -> Work:
    """Have Filip ask himself, so that he is the only one who is written to."""
    filip = card(FILIP, "Filip", *languages, **(ways or EVERYWHERE))  # type: ignore[arg-type]  # no ages here
    return story.hears(received(requester=filip, main_persons=(filip,)), now=now)


def wishes(story: Story, *ways: Way) -> None:
    story.hears(RecordContactWishes(case_id=CASE, person_id=FILIP, ways=ways), actor=an_actor())


def offered(story: Story) -> list[str]:
    """Offer a meeting again, and give by which channel that goes."""
    return [d.channel for d in deliveries(story.hears(OFFERED))]


@pytest.mark.parametrize(
    ("ways", "first"),
    [
        ((), "mail"),
        ((Way.LETTER, Way.EMAIL), "paper"),
        ((Way.TEXT,), "text"),
        ((Way.EMAIL, Way.CALL), "mail"),
    ],
)
def test_somebody_hears_by_the_way_they_wish_most_and_otherwise_as_the_office_likes(
    ways: tuple[Way, ...], first: str
) -> None:
    story = Story(*ALL)
    asks(story)
    wishes(story, *ways)
    assert offered(story) == [first]


def test_whoever_wants_to_be_called_first_is_told_by_a_person() -> None:
    story = Story(*ALL)
    asks(story)
    wishes(story, Way.CALL, Way.EMAIL)
    work = story.hears(OFFERED)
    assert queued(work) == []
    assert to_tell(work) == [(Moment.MEET_AGAIN, FILIP, ToTellBecause.ASKED_FOR)]


def test_somebody_who_named_ways_is_never_written_to_by_another() -> None:
    story = Story(MAIL, PAPER)
    asks(story)
    wishes(story, Way.TEXT)
    assert to_tell(story.hears(OFFERED)) == [(Moment.MEET_AGAIN, FILIP, ToTellBecause.NO_WAY)]


def test_whoever_cannot_be_reached_by_any_channel_is_told_by_a_person() -> None:
    story = Story(MAIL, PAPER)
    work = asks(story, phone="+31612345678")
    assert to_tell(work) == [(Moment.REQUEST_RECEIVED, FILIP, ToTellBecause.NO_WAY)]
    assert deliveries(work) == []


def test_after_a_refusal_it_goes_by_the_next_way_and_in_the_end_a_person_tells_it() -> None:
    story = Story(MAIL, TEXT, PAPER)
    work = asks(story)
    for channel in ("mail", "text", "paper"):
        (delivery,) = deliveries(work)
        assert delivery.channel == channel
        work = story.ends(delivery, "kring.channel-refused")
    assert to_tell(work) == [(Moment.REQUEST_RECEIVED, FILIP, ToTellBecause.FAILED)]
    (note,) = story.notifications
    assert (note.status, note.given_up, note.tries) == (Status.TO_TELL, ("mail", "text", "paper"), 1)


def test_a_channel_that_was_unplugged_is_passed_over() -> None:
    story = Story(MAIL, TEXT)
    (delivery,) = deliveries(asks(story))
    (again,) = deliveries(story.ends(delivery, "kring.no-such-channel"))
    assert (delivery.channel, again.channel) == ("mail", "text")


def test_paper_and_another_organisations_system_do_not_wait_for_monday_and_a_telephone_does() -> None:
    story = Story(PAPER, house=a_house(QUIET))
    asks(story, now=FRIDAY_EVENING)
    assert story.message_to(FILIP, Moment.REQUEST_RECEIVED).send_at == FRIDAY_EVENING
    story = Story(MAIL, HOOK, house=a_house(QUIET))
    filip = card(FILIP, "Filip")
    story.hears(received(requester=filip, main_persons=(filip,), referring_system="jb"), now=FRIDAY_EVENING)
    monday = datetime.fromisoformat("2026-11-23T08:00+01:00")
    assert story.message_to(FILIP, Moment.REQUEST_RECEIVED).send_at == monday


def test_a_missing_translation_is_a_fact_once_for_a_message_however_often_it_is_queued() -> None:
    story = Story(MAIL, TEXT, PAPER)
    work = asks(story, "ti", "fr-BE")
    assert missing(work) == [("ti", "fr")]
    (delivery,) = deliveries(work)
    assert (delivery.language, delivery.wished) == ("fr", "ti")
    again = story.ends(delivery, "kring.channel-refused")
    assert [(d.channel, d.wished) for d in deliveries(again)] == [("text", "ti")]
    assert missing(again) == []


def test_words_in_a_language_somebody_knows_best_lack_nothing() -> None:
    assert missing(asks(Story(*ALL), "fr-BE", "nl")) == []


def test_a_live_office_says_that_it_is_another_language_also_where_only_a_draft_is_in_the_right_one() -> None:
    story = Story(MAIL, house=a_house(live=True), wording=APPROVED)
    work = asks(story, "fr", "nl")
    assert [(d.language, d.wished) for d in deliveries(work)] == [("nl", "fr")]
    assert missing(work) == [("fr", "nl")]


def test_a_live_office_sends_no_draft_and_a_person_tells_it() -> None:
    work = asks(Story(MAIL, PAPER, house=a_house(live=True)))
    assert to_tell(work) == [(Moment.REQUEST_RECEIVED, FILIP, ToTellBecause.NO_WORDS)]
    assert deliveries(work) == []


def test_a_live_office_goes_on_to_the_way_whose_words_are_approved() -> None:
    story = Story(TEXT, MAIL, house=a_house(live=True), wording=APPROVED)
    assert [d.channel for d in deliveries(asks(story))] == ["mail"]


def missing(work: Work) -> list[tuple[str, str]]:
    return [(t.fact.wanted, t.fact.used) for t in work.told if isinstance(t.fact, TranslationMissing)]
