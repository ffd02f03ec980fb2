"""A day as people say it, in their own language."""

from datetime import date, datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

FORM = "EEEE d MMMM y"


def spoken_day(day: date | datetime, language: str) -> str:
    """Give a day, or that of an aware moment in the zone it carries: `maandag 2 februari 2026`.

    Figures in a language whose days are not known here. Source: the CLDR, by the `babel` package.
    """
    plain = day.date() if isinstance(day, datetime) else day
    try:
        return format_date(plain, FORM, locale=Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return f"{plain:%d-%m-%Y}"
