"""Days on which offices are open, around the holidays of both countries."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_shared.contracts.terms import Country
from kring_shared.kernel.working_days import add_working_days, is_working_day

COUNTRIES = st.sampled_from(["NL", "BE"])
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
COUNTS = st.integers(-80, 80)


@pytest.mark.parametrize(
    ("day", "open_in"),
    [
        (date(2026, 4, 3), {"BE"}),  # Good Friday
        (date(2026, 4, 6), set()),  # Easter Monday
        (date(2026, 4, 27), {"BE"}),  # the King's day
        (date(2025, 4, 26), set()),  # the King's day, a day earlier than a Sunday, on a Saturday
        (date(2026, 5, 1), {"NL"}),  # the day of labour
        (date(2026, 5, 5), {"NL", "BE"}),  # liberation: in most years employers give it, or not
        (date(2025, 5, 5), {"BE"}),  # and once in five years it is for everyone
        (date(2026, 5, 14), set()),  # Ascension
        (date(2026, 5, 25), set()),  # Whit Monday
        (date(2026, 7, 21), {"NL"}),  # the Belgian national day
        (date(2028, 7, 11), {"NL", "BE"}),  # the day of Flanders is not one for all of Belgium
        (date(2026, 11, 11), {"NL"}),  # the armistice
        (date(2026, 12, 25), set()),
        (date(2028, 12, 26), {"BE"}),  # the second day of Christmas
        (date(2027, 1, 1), set()),
        (date(2027, 1, 2), set()),  # a Saturday
        (date(2027, 1, 4), {"NL", "BE"}),
    ],
)
def test_offices_are_closed_at_weekends_and_on_the_holidays_of_their_country(day: date, open_in: set[str]) -> None:
    assert {country for country in ("NL", "BE") if is_working_day(day, country)} == open_in


@pytest.mark.parametrize(
    ("start", "days", "country", "end"),
    [
        (date(2026, 3, 2), 5, "NL", date(2026, 3, 9)),
        (date(2026, 4, 2), 1, "NL", date(2026, 4, 7)),  # Good Friday and Easter lie between
        (date(2026, 4, 2), 1, "BE", date(2026, 4, 3)),
        (date(2026, 4, 24), 1, "NL", date(2026, 4, 28)),
        (date(2026, 7, 20), 1, "BE", date(2026, 7, 22)),
        (date(2026, 12, 24), 1, "NL", date(2026, 12, 28)),
        (date(2026, 12, 24), 5, "NL", date(2027, 1, 4)),
        (date(2028, 12, 22), 1, "BE", date(2028, 12, 26)),
        (date(2026, 12, 31), 1, "BE", date(2027, 1, 4)),
        (date(2026, 3, 7), 0, "NL", date(2026, 3, 9)),
        (date(2026, 3, 6), 0, "NL", date(2026, 3, 6)),
        (date(2026, 4, 7), -1, "NL", date(2026, 4, 2)),
        (date(2027, 1, 4), -5, "NL", date(2026, 12, 24)),
    ],
)
def test_working_days_are_counted_over_easter_the_national_days_and_the_turn_of_the_year(
    start: date, days: int, country: Country, end: date
) -> None:
    assert add_working_days(start, days, country) == end


@given(DAYS, COUNTS, COUNTRIES)
def test_counting_never_ends_on_a_weekend_or_a_holiday(start: date, days: int, country: Country) -> None:
    assert is_working_day(add_working_days(start, days, country), country)


@given(DAYS, st.integers(0, 30), COUNTS, COUNTRIES)
def test_who_starts_later_never_ends_earlier(start: date, later: int, days: int, country: Country) -> None:
    assert add_working_days(start, days, country) <= add_working_days(start + timedelta(days=later), days, country)


@given(DAYS, st.integers(0, 80), COUNTRIES)
def test_one_working_day_more_is_the_next_one(start: date, days: int, country: Country) -> None:
    one, next_one = (add_working_days(start, days + more, country) for more in (0, 1))
    if days:
        between = [one + timedelta(days=n) for n in range(1, (next_one - one).days)]
        assert one < next_one
        assert not any(is_working_day(day, country) for day in between)
    else:
        assert one <= next_one


@given(DAYS, st.integers(1, 80), COUNTRIES)
def test_counting_back_undoes_counting_on_from_a_working_day(start: date, days: int, country: Country) -> None:
    opening = add_working_days(start, 0, country)
    assert add_working_days(add_working_days(opening, days, country), -days, country) == opening


def test_a_year_without_a_list_of_holidays_has_weekends_only() -> None:
    assert is_working_day(date(2200, 12, 25), "NL")
    assert not is_working_day(date(2200, 12, 27), "NL")
