"""The headings of a plan, a file for each language; the words under them are the circle's own."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from babel.dates import format_date

from kring_shared.kernel.language_tags import main_part

LANGUAGES: Final = ("nl", "en", "fr", "de", "tr", "ar", "pl")
"""In which languages there are headings."""


def headings_of(language: str, form: str) -> dict[str, str]:
    """Give the headings in a language, for a form of the plan (the type of the conference).

    Args:
        language: One of `LANGUAGES`; of a longer tag the first part counts.
        form: `family`, or another form, which has some headings of its own.
    """
    read = _file(main_part(language))
    plain = {name: words for name, words in read.items() if isinstance(words, str)}
    own = read.get(form)
    return plain | own if isinstance(own, dict) else plain


def has_headings(language: str) -> bool:
    """Tell whether there are headings in that language."""
    return main_part(language) in LANGUAGES


def day_in(language: str, day: date) -> str:
    """Write a day out in a language."""
    part = main_part(language)
    return str(format_date(day, "long", locale="en_GB" if part == "en" else part))


@cache
def _file(language: str) -> dict[str, str | dict[str, str]]:
    text = files(__package__).joinpath("headings", f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
