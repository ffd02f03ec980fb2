"""An office that works with real families sends only words that a speaker approved; a person tells the rest."""

from datetime import date

from structlog.testing import capture_logs

from kring_notifications.courier import Courier
from kring_notifications.ports import DONE, OTHER_WORDS
from kring_notifications.process import Status
from kring_notifications.wording.approvals import Approval, Approvals
from kring_notifications.wording.drafts import warn_of_drafts
from kring_shared.contracts.notifications import Moment, ToTellBecause
from kring_shared.kernel.clock import DrivenClock
from kring_shared.testing.work import NOON
from tests.unit.notifications.cases import Story, deliveries, queued, to_tell
from tests.unit.notifications.channels import MAIL, FakeChannel, a_house, some_words
from tests.unit.notifications.facts import AMINA, FILIP, received


def approved(*moments: Moment, language: str = "nl") -> Approvals:
    """Approve the words of moments in one language, as they stand."""
    found = {(place.moment, place.language): t.version for place, t in some_words().templates.items() if not place.way}
    return Approvals(
        [
            Approval(template=f"{language}/{moment}", version=found[moment, language], by="reader", on=date(2026, 3, 2))
            for moment in moments
        ]
    )


def test_what_no_speaker_approved_is_left_to_a_person_with_that_reason() -> None:
    work = Story(house=a_house(live=True)).hears(received())
    assert deliveries(work) == []
    assert set(to_tell(work)) == {(Moment.REQUEST_RECEIVED, who, ToTellBecause.NO_WORDS) for who in (AMINA, FILIP)}


def test_an_office_that_tries_kring_out_sends_drafts() -> None:
    assert deliveries(Story(house=a_house(live=False)).hears(received()))


def test_what_was_approved_is_sent() -> None:
    words = some_words(approvals=approved(Moment.REQUEST_RECEIVED))
    work = Story(wording=words, house=a_house(live=True)).hears(received())
    assert {delivery.language for delivery in deliveries(work)} == {"nl"}
    assert queued(work)


async def test_a_draft_that_waited_for_the_morning_is_not_sent_once_the_office_is_live() -> None:
    (delivery, *_) = deliveries(Story(house=a_house(live=False)).hears(received()))
    mail, live, vault = FakeChannel(delivery.channel), a_house(live=True), Story().vault
    read = approved(Moment.REQUEST_RECEIVED, language=delivery.language)
    for words, code in ((some_words(), OTHER_WORDS), (some_words(approvals=read), DONE)):
        courier = Courier(vault, {mail.name: mail}, words, live, DrivenClock(NOON))
        assert await courier.deliver(delivery) == code
    assert len(mail.letters) == 1


def test_and_a_person_tells_it_instead() -> None:
    story = Story(MAIL, house=a_house(live=False))
    (delivery, *_) = deliveries(story.hears(received()))
    story.letters.house = a_house(live=True)
    story.ends(delivery, OTHER_WORDS)
    message = story.message_to(delivery.person_id, Moment.REQUEST_RECEIVED)
    assert (message.status, message.because) == (Status.TO_TELL, ToTellBecause.NO_WORDS)


def test_the_operator_is_warned_once_for_each_live_office_that_lacks_words() -> None:
    with capture_logs() as lines:
        warn_of_drafts(some_words(approvals=approved(Moment.PLAN)), a_house(live=True))
    (first, *_) = lines
    assert {line["office"] for line in lines} == {"utrecht", "amersfoort", "gent"}
    assert (first["event"], first["log_level"], first["count"]) == (
        "notifications.words.not-approved",
        "warning",
        len(Moment) - 1,
    )


def test_nobody_is_warned_where_everything_is_approved_or_no_office_is_live() -> None:
    with capture_logs() as lines:
        warn_of_drafts(some_words(approvals=approved(*Moment)), a_house(live=True))
        warn_of_drafts(some_words(), a_house(live=False))
    assert lines == []
