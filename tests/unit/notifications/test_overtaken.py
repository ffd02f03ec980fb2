"""What waits for its hour and is needless since is taken back: it was answered, or the day is another."""

from datetime import datetime, timedelta

import pytest

from kring_notifications.courier import Courier
from kring_notifications.domain import AddressKind
from kring_notifications.ports import DONE, TOO_LATE, VAULT_AWAY
from kring_shared.contracts.conference import ParticipantInformed
from kring_shared.contracts.envelope import IMPORTED, Fact
from kring_shared.contracts.notifications import Moment, SuppressedBecause
from kring_shared.contracts.sealed import Contact, Sealed
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.errors import NotYet
from kring_shared.kernel.work import Work
from kring_shared.testing.work import NOON, PlainVault
from tests.unit.notifications.cases import Story, deliveries, held_back, queued
from tests.unit.notifications.channels import QUIET, FakeChannel, a_house, some_words
from tests.unit.notifications.facts import (
    AWAITED,
    CONDITIONS,
    INFORMED,
    INVITED,
    JUDGE,
    NO_MEETING,
    OMA,
    POSTPONED,
    REMINDER,
    SENT_BACK,
    STAYS_AWAY,
    SUGGESTED,
    TO_CHECK,
    plan_accepted,
    received,
    scheduled,
)

MAIL = FakeChannel("mail", AddressKind.EMAIL, disturbs=True)
EVENING = NOON + timedelta(hours=9)
SATURDAY = datetime.fromisoformat("2026-11-21T08:00+01:00")
SUNDAY = datetime.fromisoformat("2026-11-22T14:00+01:00")
MONDAY = datetime.fromisoformat("2026-11-23T08:00+01:00")
FAR = NOON + timedelta(days=30)
GONE = (Moment.DATE_REMINDER, SuppressedBecause.TOO_LATE)


def begun(starts_at: datetime = SUNDAY) -> Story:
    """Invite Oma to a day; it is Friday evening, and nobody is written to before the morning."""
    story = Story(MAIL, house=a_house(QUIET))
    story.hears(received(), SUGGESTED, INFORMED, scheduled(starts_at), INVITED, now=EVENING)
    return story


def to_oma(work: Work) -> list[tuple[Moment, datetime]]:
    """Give what Oma is written by errand, and when it goes."""
    errands = zip(work.errands, deliveries(work), strict=True)
    return [(d.moment, errand.due) for errand, d in errands if d.person_id == OMA]


def test_what_is_about_sunday_goes_on_saturday_and_what_keeps_waits_for_monday() -> None:
    story = begun()
    assert story.message_to(OMA, Moment.INVITATION).send_at == SATURDAY
    assert to_oma(story.hears(CONDITIONS, now=EVENING)) == [(Moment.CONDITIONS, SATURDAY)]
    assert to_oma(begun(FAR).hears(CONDITIONS, now=EVENING)) == [(Moment.CONDITIONS, MONDAY)]


def test_an_earlier_day_is_told_before_that_day() -> None:
    assert to_oma(begun(FAR).hears(scheduled(SUNDAY), now=EVENING)) == [(Moment.ANOTHER_DAY, SATURDAY)]


@pytest.mark.parametrize("change", [scheduled(FAR), POSTPONED, NO_MEETING], ids=["moved", "put-off", "not-needed"])
def test_a_reminder_that_waits_is_taken_back_when_the_day_is_another_or_off(change: Fact) -> None:
    story = begun()
    assert (Moment.DATE_REMINDER, SATURDAY) in to_oma(story.hears(REMINDER, now=EVENING))
    work = story.hears(change, now=EVENING)
    assert GONE in held_back(work)
    assert Moment.DATE_REMINDER not in {moment for moment, _ in queued(work)}


def test_a_day_that_is_said_again_takes_nothing_back() -> None:
    story = begun()
    story.hears(REMINDER, now=EVENING)
    assert held_back(story.hears(scheduled(SUNDAY), now=EVENING)) == []


def test_that_a_day_is_off_is_still_said_when_the_new_one_is_known_before_it_left() -> None:
    story = begun(FAR)
    story.hears(POSTPONED, now=EVENING)
    assert held_back(story.hears(scheduled(FAR + timedelta(days=7)), now=EVENING)) == []


def test_whoever_says_that_they_do_not_come_is_not_reminded_of_it_in_the_morning() -> None:
    story = begun()
    story.hears(REMINDER, now=EVENING)
    work = story.hears(STAYS_AWAY, now=EVENING)
    assert held_back(work) == [GONE]
    assert [key for _, key in work.dropped] == [story.message_to(OMA, Moment.DATE_REMINDER).id]


@pytest.mark.parametrize("answer", [plan_accepted(), SENT_BACK], ids=lambda f: f.name)
def test_whoever_answered_about_a_plan_is_not_asked_again_in_the_morning(answer: Fact) -> None:
    story = begun()
    story.hears(TO_CHECK, AWAITED, now=EVENING)
    taken = {moment for moment, because in held_back(story.hears(answer, now=EVENING)) if because == GONE[1]}
    assert {Moment.PLAN_TO_CHECK, Moment.PLAN_ANSWER_AWAITED} <= taken
    assert story.message_to(JUDGE, Moment.PLAN_TO_CHECK).status == "suppressed"


def test_nobody_is_invited_before_somebody_spoke_with_them_unless_it_was_before_kring() -> None:
    story = Story(MAIL)
    story.hears(received(), SUGGESTED)
    with pytest.raises(NotYet):
        story.hears(INVITED)
    assert story.hears(INVITED.model_copy(update={"by": IMPORTED})).told == []
    assert story.correspondent(OMA).invited


def test_an_invitation_that_waited_for_the_conversation_goes_then() -> None:
    story = Story(MAIL)
    assert isinstance(INFORMED, ParticipantInformed)
    story.hears(received(), SUGGESTED, INFORMED)
    assert queued(story.hears(INVITED)) == [(Moment.INVITATION, OMA)]


async def carried_out_at(now: datetime, vault: PlainVault | None = None) -> str:
    """Carry out Oma's reminder of Sunday at a moment, after whatever kept the service down; give the code."""
    story = begun()
    (reminder,) = (d for d in deliveries(story.hears(REMINDER, now=EVENING)) if d.person_id == OMA)
    house, clock = a_house(QUIET), DrivenClock(now)
    return await Courier(vault or story.vault, {"mail": MAIL}, some_words(), house, clock).deliver(reminder)


async def test_a_reminder_that_was_kept_until_after_the_meeting_does_not_go_out() -> None:
    assert await carried_out_at(SATURDAY) == DONE
    assert await carried_out_at(SUNDAY) == TOO_LATE
    assert await carried_out_at(MONDAY) == TOO_LATE


async def test_while_the_keys_are_away_nothing_goes_out() -> None:
    class Away(PlainVault):
        def open(self, sealed: Sealed[Contact], form: type[Contact]) -> Contact:  # type: ignore[override]
            raise NotYet(sealed.scope + form.__name__)

    assert await carried_out_at(SATURDAY, Away()) == VAULT_AWAY
