"""The day for somebody's own calendar: only who asked for it gets it, as one appointment, and without a place."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from kring_notifications.courier import Courier
from kring_notifications.domain import AddressKind
from kring_notifications.hooks import Letter
from kring_notifications.ports import DONE
from kring_shared.contracts.conference import CalendarAsked, ConferenceScheduled
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.notifications import Moment
from kring_shared.kernel.appointment import appointment_uid
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.work import Work
from kring_shared.testing.work import NOON
from tests.unit.notifications.cases import Story, deliveries
from tests.unit.notifications.channels import FakeChannel, a_house, some_words
from tests.unit.notifications.facts import (
    CALENDAR,
    CASE,
    INFORMED,
    INVITED,
    MEETING,
    NO_MEETING,
    OMA,
    POSTPONED,
    REMINDER,
    SUGGESTED,
    VENUE,
    WITHDRAWN,
    received,
    scheduled,
)

LATER = MEETING + timedelta(days=7)


def planned(sequence: int = 1, **changes: object) -> ConferenceScheduled:
    return scheduled().model_copy(update={"sequence": sequence, **changes})


def begun(*facts: Fact) -> Story:
    story = Story(FakeChannel("post", AddressKind.EMAIL))
    story.hears(received(), SUGGESTED, INFORMED, *facts)
    return story


async def letter_to_oma(story: Story, work: Work) -> Letter:
    """Carry out what Oma is written, and give the letter."""
    (delivery,) = (d for d in deliveries(work) if d.person_id == OMA)
    post = FakeChannel("post")
    courier = Courier(story.vault, {"post": post}, some_words(), a_house(), DrivenClock(NOON))
    assert await courier.deliver(delivery) == DONE
    (letter,) = post.letters
    return letter


def event(letter: Letter) -> dict[str, object]:
    assert letter.calendar is not None
    found = Calendar.from_ical(letter.calendar.decode())
    (one,) = found.walk("VEVENT")
    return {"method": str(found["METHOD"]), **{name: one.get(name) for name in ("UID", "SEQUENCE", "LOCATION")}}


async def test_an_invitation_brings_the_day_to_who_asked_for_it_and_no_place() -> None:
    story = begun(CALENDAR, planned())
    letter = await letter_to_oma(story, story.hears(INVITED))
    assert letter.calendar_method == "REQUEST"
    assert event(letter) == {"method": "REQUEST", "UID": appointment_uid(CASE, OMA), "SEQUENCE": 1, "LOCATION": None}
    assert letter.calendar is not None
    assert VENUE.encode() not in letter.calendar


@pytest.mark.parametrize("wish", [None, False])
async def test_nobody_gets_it_who_did_not_ask_or_does_not_want_it_any_more(wish: bool | None) -> None:  # noqa: FBT001
    story = begun(planned())
    if wish is not None:
        story.hears(CALENDAR, CalendarAsked(case_id=CASE, person_id=OMA, wanted=wish))
    letter = await letter_to_oma(story, story.hears(INVITED))
    assert (letter.calendar, letter.calendar_method) == (None, "")


async def test_an_invitation_before_there_is_a_day_brings_none() -> None:
    story = begun(CALENDAR)
    assert (await letter_to_oma(story, story.hears(INVITED))).calendar is None


async def test_a_letter_that_is_not_about_the_day_brings_none() -> None:
    story = begun(CALENDAR, planned(), INVITED)
    (found,) = [n for n in story.notifications if n.person_id == OMA]
    assert found.moment is Moment.INVITATION
    letter = await letter_to_oma(story, story.hears(INVITED, REMINDER, now=MEETING - timedelta(days=2)))
    assert letter.moment is Moment.DATE_REMINDER
    assert event(letter)["SEQUENCE"] == 1


async def test_another_day_moves_the_same_appointment() -> None:
    story = begun(CALENDAR, planned(), INVITED)
    letter = await letter_to_oma(story, story.hears(planned(2, starts_at=LATER)))
    assert event(letter) == {"method": "REQUEST", "UID": appointment_uid(CASE, OMA), "SEQUENCE": 2, "LOCATION": None}


async def test_a_day_that_is_put_off_is_taken_out_and_the_new_one_put_there_each_with_a_higher_number() -> None:
    """As `kring calendar` counts: planned, put off, planned anew."""
    story = begun(CALENDAR, planned(1), INVITED)
    off = event(await letter_to_oma(story, story.hears(POSTPONED)))
    assert (off["method"], off["SEQUENCE"]) == ("CANCEL", 2)
    day = LATER - timedelta(days=2)
    anew = event(await letter_to_oma(story, story.hears(planned(3, starts_at=LATER), REMINDER, now=day)))
    assert (anew["method"], anew["SEQUENCE"], anew["UID"]) == ("REQUEST", 3, off["UID"])


async def test_a_file_that_takes_the_day_out_never_counts_lower_than_the_one_that_put_it_there() -> None:
    for stop in (NO_MEETING, WITHDRAWN):
        story = begun(CALENDAR, planned(4), INVITED)
        assert event(await letter_to_oma(story, story.hears(stop)))["SEQUENCE"] == 4


@pytest.mark.parametrize("off", [POSTPONED, NO_MEETING, WITHDRAWN], ids=lambda f: f.name)
async def test_a_day_that_is_off_is_taken_out_again(off: Fact) -> None:
    story = begun(CALENDAR, planned(), INVITED)
    letter = await letter_to_oma(story, story.hears(off))
    taken_out = event(letter)
    assert (letter.calendar_method, taken_out["method"], taken_out["UID"]) == (
        "CANCEL",
        "CANCEL",
        appointment_uid(CASE, OMA),
    )


async def test_what_was_never_planned_is_not_taken_out() -> None:
    story = begun(CALENDAR, INVITED)
    assert (await letter_to_oma(story, story.hears(WITHDRAWN))).calendar is None
