"""A day as people say it, in their own language."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from kring_shared.kernel.language_tags import main_part

FORM: Final = "EEEE d MMMM y"
"""`y` and no other letter for the year: `Y` counts by weeks, and is another year around New Year."""
OWN_FORMS: Final[Mapping[str, str]] = {
    "ar": "EEEE، d MMMM y",
    "de": "EEEE, d. MMMM y",
    "pl": "EEEE, d MMMM y",
    "tr": "d MMMM y EEEE",
}
"""Where people say it in another order, or with other marks."""
FRENCH_FIRST: Final = "EEEE d'er' MMMM y"
"""In French the first of a month, and no other day, is a ranking number."""


def spoken_day(day: date | datetime, language: str) -> str:
    """Give a day, or that of an aware moment in the zone it carries: `maandag 2 februari 2026`.

    Figures in a language whose days are not known here. Source: the CLDR, by the `babel` package.
    """
    plain = day.date() if isinstance(day, datetime) else day
    try:
        return format_date(plain, _form(plain, main_part(language)), locale=Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return f"{plain:%d-%m-%Y}"


def _form(day: date, language: str) -> str:
    return FRENCH_FIRST if language == "fr" and day.day == 1 else OWN_FORMS.get(language, FORM)
