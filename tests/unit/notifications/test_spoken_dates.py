"""Days in words: as people say them in each language the letters are written in."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kring_notifications.wording.spoken_dates import spoken_day


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("nl", "zondag 1 februari 2026", "donderdag 31 december 2026"),
        ("en", "Sunday 1 February 2026", "Thursday 31 December 2026"),
        ("fr", "dimanche 1er février 2026", "jeudi 31 décembre 2026"),
        ("de", "Sonntag, 1. Februar 2026", "Donnerstag, 31. Dezember 2026"),
        ("tr", "1 Şubat 2026 Pazar", "31 Aralık 2026 Perşembe"),  # noqa: RUF001 - a Turkish letter
        ("ar", "الأحد، 1 فبراير 2026", "الخميس، 31 ديسمبر 2026"),
        ("pl", "niedziela, 1 lutego 2026", "czwartek, 31 grudnia 2026"),
    ],
)
def test_a_day_is_said_as_people_say_it(language: str, first: str, last: str) -> None:
    assert spoken_day(date(2026, 2, 1), language) == first
    assert spoken_day(datetime(2026, 2, 1, 12, tzinfo=UTC), language) == first
    assert spoken_day(date(2026, 12, 31), language) == last


@pytest.mark.parametrize("language", ["nl", "en", "fr", "de", "tr", "ar", "pl"])
def test_the_last_days_of_a_year_are_still_of_that_year(language: str) -> None:
    assert "2024" in spoken_day(date(2024, 12, 30), language)  # a Monday of the first week of 2025


def test_a_moment_is_said_in_the_zone_it_carries() -> None:
    late = datetime(2026, 2, 1, 23, 30, tzinfo=UTC)
    assert spoken_day(late.astimezone(ZoneInfo("Europe/Brussels")), "nl") == "maandag 2 februari 2026"


@pytest.mark.parametrize(("language", "like"), [("nl-BE", "nl"), ("de-CH", "de"), ("fr-BE", "fr")])
def test_a_region_says_it_as_its_language_does(language: str, like: str) -> None:
    assert spoken_day(date(2026, 2, 1), language) == spoken_day(date(2026, 2, 1), like)


@pytest.mark.parametrize("language", ["xx", "not a language", ""])
def test_where_the_days_of_a_language_are_not_known_there_are_figures(language: str) -> None:
    assert spoken_day(date(2026, 2, 1), language) == "01-02-2026"
