"""The hours at which somebody may be written to: not at night, not on days of rest, and never when it is of no use."""

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kring_notifications.domain import Quiet
from kring_shared.contracts.terms import Country
from kring_shared.kernel.working_days import is_working_day

ZONE = ZoneInfo("Europe/Amsterdam")
NL: Final[Country] = "NL"
BE: Final[Country] = "BE"
QUIET = Quiet(ZONE)


def here(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-18 12:00", "2026-11-18 12:00"),
        ("2026-11-18 08:00", "2026-11-18 08:00"),
        ("2026-11-18 19:59:59", "2026-11-18 19:59:59"),
        ("2026-11-18 07:59:59", "2026-11-18 08:00"),
        ("2026-11-18 20:00", "2026-11-19 08:00"),
        ("2026-11-18 23:59:59", "2026-11-19 08:00"),
        ("2026-11-19 00:00", "2026-11-19 08:00"),
        ("2026-11-20 20:30", "2026-11-23 08:00"),
        ("2026-11-21 11:00", "2026-11-23 08:00"),
        ("2026-11-23 03:00", "2026-11-23 08:00"),
        ("2026-12-24 21:00", "2026-12-28 08:00"),
    ],
)
def test_the_night_goes_over_midnight_and_after_friday_evening_comes_monday(now: str, opens: str) -> None:
    assert QUIET.next_open(here(now), NL) == here(opens)


@pytest.mark.parametrize(
    ("day", "of_rest"),
    [("2026-04-27", {NL}), ("2026-07-21", {BE}), ("2026-11-11", {BE}), ("2026-04-06", {NL, BE}), ("2026-05-05", set())],
    ids=["king", "belgium", "armistice", "easter", "liberation"],
)
def test_each_country_rests_on_its_own_holidays(day: str, of_rest: set[Country]) -> None:
    for country in (NL, BE):
        rests = QUIET.next_open(here(f"{day} 10:00"), country) > here(f"{day} 10:00")
        assert rests == (country in of_rest)


def test_it_is_the_clock_of_the_office_that_counts_in_summer_and_in_winter() -> None:
    winter, summer = datetime(2026, 1, 14, 7, 0, tzinfo=UTC), datetime(2026, 7, 15, 6, 0, tzinfo=UTC)
    assert QUIET.next_open(winter, NL) == winter
    assert QUIET.next_open(winter - timedelta(minutes=1), NL) == winter
    assert QUIET.next_open(summer, NL) == summer
    assert QUIET.next_open(summer - timedelta(minutes=1), NL) == summer


@pytest.mark.parametrize("saturday", ["2026-03-28", "2026-10-24"])
def test_over_the_night_in_which_the_clocks_change_the_morning_is_still_at_eight(saturday: str) -> None:
    every_day = Quiet(ZONE, days_of_rest=False)
    opens = every_day.next_open(here(f"{saturday} 22:00"), NL).astimezone(ZONE)
    assert (opens.date(), opens.time()) == (here(saturday).date() + timedelta(days=1), time(8))


def test_a_day_of_rest_is_used_when_monday_would_be_too_late() -> None:
    assert QUIET.next_open(here("2026-11-20 21:00"), NL, before=here("2026-11-22 14:00")) == here("2026-11-21 08:00")
    assert QUIET.next_open(here("2026-11-21 11:00"), NL, before=here("2026-11-22 14:00")) == here("2026-11-21 11:00")


def test_the_night_is_used_when_the_morning_would_be_too_late() -> None:
    assert QUIET.next_open(here("2026-11-18 22:00"), NL, before=here("2026-11-19 07:00")) == here("2026-11-18 22:00")
    assert QUIET.next_open(here("2026-11-18 22:00"), NL, before=here("2026-11-19 08:00")) == here("2026-11-18 22:00")


def test_what_is_too_late_already_presses_nobody() -> None:
    night = here("2026-11-18 22:00")
    for past in (night, night - timedelta(days=3)):
        assert QUIET.next_open(night, NL, before=past) == here("2026-11-19 08:00")


def test_the_same_hour_twice_is_no_quiet_at_all() -> None:
    never = Quiet(ZONE, time(0), time(0), days_of_rest=False)
    for now in ("2026-11-21 00:00", "2026-11-22 03:00", "2026-12-25 23:00"):
        assert never.next_open(here(now), NL) == here(now)


def test_a_quiet_that_does_not_pass_midnight_ends_the_same_day() -> None:
    midday = Quiet(ZONE, time(12), time(14))
    assert midday.next_open(here("2026-11-18 13:00"), NL) == here("2026-11-18 14:00")
    assert midday.next_open(here("2026-11-18 22:00"), NL) == here("2026-11-18 22:00")


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-11-18 08:29", "2026-11-18 08:30"),
        ("2026-11-18 08:30", "2026-11-19 08:30"),
        ("2026-11-20 12:00", "2026-11-23 08:30"),
        ("2026-12-24 12:00", "2026-12-28 08:30"),
        ("2026-10-23 12:00", "2026-10-26 08:30"),
    ],
)
def test_who_works_hears_on_the_next_morning_of_a_working_day(now: str, morning: str) -> None:
    assert QUIET.next_morning(here(now), NL) == here(morning)


MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)
NIGHTS = st.times().map(lambda t: t.replace(second=0, microsecond=0))


@given(MOMENTS, NIGHTS, NIGHTS, st.booleans(), st.sampled_from([NL, BE]))
def test_nobody_is_ever_written_to_before_now_at_night_or_on_a_day_of_rest(
    now: datetime,
    begins: time,
    ends: time,
    rest: bool,  # noqa: FBT001 - drawn
    country: Country,
) -> None:
    quiet = Quiet(ZONE, begins, ends, days_of_rest=rest)
    opens = quiet.next_open(now, country)
    assert opens >= now
    local = opens.astimezone(ZONE)
    assert not is_night(local.time(), begins, ends)
    assert not rest or is_working_day(local.date(), country)
    assert quiet.next_open(opens, country) == opens, "what waited for its hour would wait again"


@given(MOMENTS, st.timedeltas(timedelta(days=-3), timedelta(days=6)), st.sampled_from([NL, BE]))
def test_only_what_would_come_too_late_disturbs_the_night_or_a_day_of_rest(
    now: datetime, keeps: timedelta, country: Country
) -> None:
    before = now + keeps
    opens, patient = QUIET.next_open(now, country, before), QUIET.next_open(now, country)
    assert now <= opens <= patient
    if opens < patient:
        assert before <= patient, "somebody was disturbed though it could wait"
        assert opens < before, "somebody was disturbed for what is of no use any more"
    if before > now:
        assert opens < before
    assert QUIET.next_open(opens, country, before) == opens


def is_night(hour: time, begins: time, ends: time) -> bool:
    """Say it in another way than the code does: by minutes that go round the clock."""
    minute, first, last = (t.hour * 60 + t.minute for t in (hour, begins, ends))
    return (minute - first) % 1440 < (last - first) % 1440
