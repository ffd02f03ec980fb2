"""What came of a message: it went, it waits, another way is tried, or a person tells it; never twice by two ways."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kring_notifications.domain import AddressKind
from kring_notifications.ports import (
    AT_NIGHT,
    DONE,
    ERASED,
    LOOK_AFTER,
    OTHER_WORDS,
    RESTING,
    TOO_LATE,
    VAULT_AWAY,
    Delivery,
    LookAfter,
)
from kring_notifications.process import Status
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.notifications import (
    Arrived,
    Moment,
    NotificationDelayed,
    NotificationFailed,
    NotificationQueued,
    ReportArrival,
    SuppressedBecause,
    ToTellBecause,
    Way,
)
from kring_shared.kernel.errors import NotFound, Refused
from kring_shared.kernel.work import Work
from kring_shared.testing.work import NOON, an_actor, facts_of
from tests.unit.notifications.cases import Story, deliveries, held_back, queued, to_tell
from tests.unit.notifications.channels import QUIET, FakeChannel, a_house
from tests.unit.notifications.facts import (
    FILIP,
    MERGED,
    PAUSED,
    REMINDER,
    UNMERGED,
    WITHDRAWN,
    card,
    received,
    scheduled,
)

SOON, LATER = timedelta(minutes=10), timedelta(hours=1)
MAIL = FakeChannel("mail", AddressKind.EMAIL, disturbs=True, patience=(SOON, LATER))
GATE = FakeChannel("gate", AddressKind.EMAIL, disturbs=True, repeatable=True, patience=(SOON, LATER))
PAPER = FakeChannel("paper", AddressKind.POSTAL, way=Way.LETTER)
HOME = {"email": "f@voorbeeld.example", "postal_address": "Lindestraat 1, Utrecht"}
SUNDAY = datetime.fromisoformat("2026-11-22T14:00+01:00")
SATURDAY_MORNING = datetime.fromisoformat("2026-11-21T08:00+01:00")
MONDAY_MORNING = datetime.fromisoformat("2026-11-23T08:00+01:00")
REFUSED_IT = "kring.channel-refused"
AWAY = "kring.channel-away"
UNCLEAR = "kring.unclear"


def begun(*channels: FakeChannel, **house: Any) -> tuple[Story, Delivery]:  # noqa: ANN401 - how it is set up
    """Have Filip ask himself; give the one message that is to go out."""
    story, filip = Story(*(channels or (MAIL, PAPER)), **house), card(FILIP, "Filip", **HOME)  # type: ignore[arg-type]
    (delivery,) = deliveries(story.hears(received(requester=filip, main_persons=(filip,))))
    return story, delivery


def told(work: Work) -> list[str]:
    return [fact.name for fact in facts_of(work)]


def status(story: Story) -> Status:
    (note,) = story.notifications
    return note.status


def reports(story: Story, delivery: Delivery, arrived: Arrived, code: str = "5.1.1") -> Work:
    return story.hears(ReportArrival(message_id=delivery.sent_as, arrived=arrived, code=code), actor=an_actor())


@pytest.mark.parametrize("code", [AWAY, "kring.channel-busy"])
def test_what_certainly_did_not_go_out_is_tried_again_and_then_goes(code: str) -> None:
    story, delivery = begun()
    work = story.ends(delivery, code)
    (fact,) = facts_of(work)
    assert isinstance(fact, NotificationDelayed)
    assert (fact.code, fact.again_at) == (code, NOON + SOON)
    assert [(e.name, e.due) for e in work.errands] == [("deliver", NOON + SOON)]
    assert told(story.ends(deliveries(work)[0], DONE, now=NOON + SOON)) == ["notification-sent"]


def test_after_its_patience_a_channel_is_left_and_the_next_one_begins_with_patience_of_its_own() -> None:
    story, delivery = begun()
    for now in (NOON, NOON + SOON):
        (delivery,) = deliveries(story.ends(delivery, AWAY, now=now))
        assert delivery.channel == "mail"
    work = story.ends(delivery, AWAY, now=NOON + LATER)
    assert told(work) == ["notification-failed", "notification-queued"]
    assert [d.channel for d in deliveries(work)] == ["paper"]
    assert story.notifications[0].tries == 0


def test_a_telephone_is_not_tried_again_at_night() -> None:
    story, delivery = begun(MAIL, PAPER, house=a_house(QUIET))
    evening = NOON + timedelta(hours=6, minutes=55)
    assert [e.due for e in story.ends(delivery, AWAY, now=evening).errands] == [MONDAY_MORNING]


@pytest.mark.parametrize("code", [UNCLEAR, "kring.errand-failed"])
def test_what_may_have_gone_out_is_left_to_a_person_and_never_tried_by_another_way(code: str) -> None:
    story, delivery = begun()
    work = story.ends(delivery, code)
    assert told(work) == ["notification-failed", "notification-to-tell"]
    assert to_tell(work) == [(Moment.REQUEST_RECEIVED, FILIP, ToTellBecause.UNCLEAR)]
    assert work.errands == []


def test_a_channel_that_knows_a_message_again_is_tried_again_when_it_is_unclear() -> None:
    story, delivery = begun(GATE, PAPER)
    work = story.ends(delivery, UNCLEAR)
    assert told(work) == ["notification-delayed"]
    assert [(d.channel, d.message_id) for d in deliveries(work)] == [("gate", delivery.message_id)]


@pytest.mark.parametrize("last", [REFUSED_IT, AWAY, "kring.no-words", "kring.no-such-channel"])
def test_what_may_have_gone_out_once_goes_by_no_other_way_whatever_is_heard_later(last: str) -> None:
    story, delivery = begun(GATE, PAPER)
    for code in (UNCLEAR, AWAY):
        (delivery,) = deliveries(story.ends(delivery, code))
    work = story.ends(delivery, last)
    assert [d.channel for d in deliveries(work)] == []
    assert to_tell(work) == [(Moment.REQUEST_RECEIVED, FILIP, ToTellBecause.UNCLEAR)]


@pytest.mark.parametrize(
    ("code", "due"), [(RESTING, NOON + timedelta(minutes=2)), (VAULT_AWAY, NOON + timedelta(minutes=2))]
)
def test_a_channel_that_rests_and_keys_that_are_away_cost_no_try(code: str, due: datetime) -> None:
    story, delivery = begun()
    for _ in range(9):
        work = story.ends(delivery, code)
        assert told(work) == []
        assert [(e.due, e.name) for e in work.errands] == [(due, "deliver")]
        (delivery,) = deliveries(work)
    assert (story.notifications[0].tries, story.notifications[0].send_at) == (0, due)
    assert told(story.ends(delivery, DONE)) == ["notification-sent"]


@pytest.mark.parametrize("code", [AT_NIGHT, OTHER_WORDS])
def test_what_was_not_even_tried_is_queued_anew_and_costs_no_try(code: str) -> None:
    story, delivery = begun(MAIL, PAPER, house=a_house(QUIET))
    work = story.ends(delivery, code, now=NOON + timedelta(hours=9))
    (fact,) = facts_of(work)
    assert isinstance(fact, NotificationQueued)
    assert (fact.channel, fact.send_at) == ("mail", MONDAY_MORNING)
    assert [e.due for e in work.errands] == [MONDAY_MORNING]
    assert story.notifications[0].tries == 0


def test_words_that_were_changed_are_told_with_their_new_version() -> None:
    story, delivery = begun()
    old = delivery.model_copy(update={"wording": "00000000"})
    (fact,) = facts_of(story.ends(old, OTHER_WORDS))
    assert isinstance(fact, NotificationQueued)
    assert fact.wording == delivery.wording != ""


@pytest.mark.parametrize("first", [Arrived.DELIVERED, None])
def test_a_bounce_after_sending_makes_it_go_by_the_next_way(first: Arrived | None) -> None:
    story, delivery = begun()
    story.ends(delivery, DONE)
    if first is not None:
        assert told(reports(story, delivery, first)) == ["notification-delivered"]
    work = reports(story, delivery, Arrived.BOUNCED)
    assert [(f.name, getattr(f, "code", "")) for f in facts_of(work)] == [
        ("notification-failed", "kring.bounced 5.1.1"),
        ("notification-queued", ""),
    ]
    assert [d.channel for d in deliveries(work)] == ["paper"]


def test_a_bounce_that_is_heard_twice_changes_nothing_the_second_time() -> None:
    story, delivery = begun()
    story.ends(delivery, DONE)
    reports(story, delivery, Arrived.BOUNCED)
    assert told(reports(story, delivery, Arrived.BOUNCED)) == []
    assert told(reports(story, delivery, Arrived.DELAYED)) == []


def test_a_bounce_in_a_case_that_stopped_is_noted_and_nobody_is_written_to() -> None:
    story, delivery = begun()
    story.ends(delivery, DONE)
    story.hears(WITHDRAWN)
    work = reports(story, delivery, Arrived.BOUNCED)
    assert told(work) == ["notification-failed"]
    assert work.errands == []


def test_a_bounce_in_a_case_that_waits_is_noted_and_nobody_is_written_to() -> None:
    story, delivery = begun()
    story.ends(delivery, DONE)
    story.hears(PAUSED)
    work = reports(story, delivery, Arrived.BOUNCED)
    assert queued(work) == []
    assert held_back(work) == [(Moment.REQUEST_RECEIVED, SuppressedBecause.PAUSED)]


def test_what_a_channel_says_of_a_message_that_went_by_another_since_is_not_about_it() -> None:
    story, delivery = begun()
    story.ends(delivery, DONE)
    (paper,) = deliveries(reports(story, delivery, Arrived.BOUNCED))
    story.ends(paper, DONE)
    first = LookAfter(message_id=delivery.message_id, sending_id=delivery.sending_id, channel="mail")
    assert told(story.looked(first, "kring.bounced")) == []
    second = LookAfter(message_id=delivery.message_id, sending_id=paper.sending_id, channel="paper")
    assert told(story.looked(second, "kring.delivered")) == ["notification-delivered"]


def test_each_decision_to_send_is_known_by_an_id_of_its_own_so_that_an_old_bounce_is_not_about_the_new_one() -> None:
    story, delivery = begun()
    story.ends(delivery, DONE)
    (paper,) = deliveries(reports(story, delivery, Arrived.BOUNCED))
    assert paper.sent_as != delivery.sent_as == delivery.message_id == paper.message_id
    story.ends(paper, DONE)
    assert told(reports(story, delivery, Arrived.BOUNCED)) == []
    assert told(reports(story, paper, Arrived.DELIVERED)) == ["notification-delivered"]


def test_what_is_said_to_have_bounced_before_it_is_known_that_it_went_is_to_be_said_again() -> None:
    story, delivery = begun()
    with pytest.raises(Refused, match="say it again"):
        reports(story, delivery, Arrived.BOUNCED)


def test_an_arrival_of_a_message_nobody_knows_is_refused() -> None:
    story, _ = begun()
    with pytest.raises(NotFound):
        story.hears(ReportArrival(message_id="f" * 32, arrived=Arrived.BOUNCED), actor=an_actor())


def looks(work: Work) -> list[datetime]:
    return [errand.due for errand in work.errands if errand.name == LOOK_AFTER]


def test_a_channel_that_can_be_asked_is_asked_until_it_says_how_it_ended() -> None:
    class Asked(FakeChannel):
        looks_after = (SOON, LATER)

        async def became(self, message_id: str) -> Arrived | None:
            return Arrived.DELIVERED if message_id else None

    story, delivery = begun(Asked("asked", AddressKind.EMAIL))
    work = story.ends(delivery, DONE)
    assert looks(work) == [NOON + SOON]
    (asked,) = (LookAfter.model_validate(errand.body.model_dump()) for errand in work.errands)
    assert looks(story.looked(asked, "kring.delivered")) == []
    again = story.looked(asked, "kring.nothing-new", now=NOON + SOON)
    assert looks(again) == [NOON + LATER]
    (last,) = (LookAfter.model_validate(errand.body.model_dump()) for errand in again.errands)
    assert looks(story.looked(last, "kring.delayed", now=NOON + LATER)) == []


def test_whoever_was_erased_gets_nothing_by_any_way() -> None:
    story, delivery = begun()
    work = story.ends(delivery, ERASED)
    assert held_back(work) == [(Moment.REQUEST_RECEIVED, SuppressedBecause.ERASED)]
    assert work.errands == []


@pytest.mark.parametrize("stop", [WITHDRAWN, PAUSED], ids=lambda f: f.name)
@pytest.mark.parametrize(
    ("code", "then"), [(DONE, "sent"), (UNCLEAR, "failed"), (AWAY, "suppressed"), (REFUSED_IT, "suppressed")]
)
def test_what_was_on_its_way_when_it_was_called_back_is_noted_as_it_was_and_goes_no_further(
    stop: Fact, code: str, then: str
) -> None:
    story, delivery = begun()
    story.hears(stop)
    work = story.ends(delivery, code)
    assert status(story) == then
    assert work.errands == []


def test_a_reminder_for_sunday_goes_on_saturday_and_one_that_is_too_late_not_at_all() -> None:
    story, delivery = begun(MAIL, house=a_house(QUIET))
    story.ends(delivery, DONE)
    story.hears(scheduled(SUNDAY))
    evening = NOON + timedelta(hours=9)
    work = story.hears(REMINDER, now=evening)
    assert [e.due for e in work.errands] == [SATURDAY_MORNING]
    late = story.ends(deliveries(work)[0], TOO_LATE, now=SUNDAY + timedelta(hours=1))
    assert held_back(late) == [(Moment.DATE_REMINDER, SuppressedBecause.TOO_LATE)]
    assert late.errands == []


def test_a_reminder_for_which_a_channel_asks_too_much_time_goes_by_another_way_at_once() -> None:
    story, delivery = begun(MAIL, PAPER)
    story.ends(delivery, DONE)
    day = NOON + timedelta(hours=1)
    story.hears(scheduled(day))
    (reminder,) = deliveries(story.hears(REMINDER))
    work = story.ends(reminder, AWAY, now=day - timedelta(minutes=5))
    assert isinstance(facts_of(work)[0], NotificationFailed)
    assert [d.channel for d in deliveries(work)] == ["paper"]


def test_a_merge_that_is_undone_twice_before_anything_left_is_written_once_to_each() -> None:
    story, _ = begun()
    for _ in range(2):
        work = story.hears(MERGED, UNMERGED)
        assert queued(work) == [(Moment.REQUEST_RECEIVED, FILIP)]
        assert len(work.errands) == 1


def test_whoever_heard_already_does_not_hear_it_again_when_a_merge_is_undone() -> None:
    story, delivery = begun()
    story.ends(delivery, DONE)
    assert queued(story.hears(MERGED, UNMERGED)) == []
