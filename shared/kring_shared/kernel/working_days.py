"""Days on which offices are open: no weekend, and no public holiday of the country (feestdag).

Only what is a holiday for everyone counts: the Dutch fifth of May once in five years, and no day of one Belgian
community. Years that the list of holidays does not cover (before 1966 or 1901, after 2100) have weekends only.

Source: the `holidays` package, which comes with the extra `runtime`.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final

from kring_shared.contracts.terms import Country

SATURDAY: Final = 5
ONE_DAY: Final = timedelta(days=1)
OFFICES_CLOSE: Final = time(16, tzinfo=UTC)
"""End of a working day: five o'clock in winter and six in summer, in the Netherlands and in Belgium."""


def is_working_day(day: date, country: Country) -> bool:
    """Tell whether offices in a country are open on a day."""
    return day.weekday() < SATURDAY and day not in _holidays(country, day.year)


def add_working_days(start: date, days: int, country: Country) -> date:
    """Give the day that many working days after `start`, which itself does not count; before it when negative.

    Zero is the day itself, or the first working day after it. What it gives is always a working day.

    Raises:
        OverflowError: there is no such day in the calendar.
    """
    step = -ONE_DAY if days < 0 else ONE_DAY
    day, left = start, abs(days)
    while left or not is_working_day(day, country):
        day += step
        left -= left > 0 and is_working_day(day, country)
    return day


def end_of_working_day(start: date, days: int, country: Country) -> datetime:
    """Give when offices close on the day that many working days after `start`: the moment by which to answer."""
    return datetime.combine(add_working_days(start, days, country), OFFICES_CLOSE)


@cache
def _holidays(country: Country, year: int) -> frozenset[date]:
    from holidays import country_holidays  # noqa: PLC0415 - it takes a tenth of a second, and few commands ask for it

    return frozenset(country_holidays(country, years=year))
