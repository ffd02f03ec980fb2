"""What the fields of a form offer, each code with its words."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from babel import Locale

from kring_portal.web.visit import Visit
from kring_shared.contracts.conference import DateLine, ParticipantLine

SPOKEN: Final = (
    "nl",
    "en",
    "fr",
    "de",
    "ar",
    "tr",
    "pl",
    "ti",
    "so",
    "fa",
    "uk",
    "ru",
    "es",
    "pt",
    "it",
    "ro",
    "bg",
    "zh",
    "ur",
    "ps",
    "ku",
    "am",
    "fy",
)
"""Languages that are offered."""
Pairs = list[tuple[str, str]]


def helpers(visit: Visit) -> dict[str, Any]:
    """Give what templates need to write options."""
    return {
        "pairs": pairs_of(visit),
        "people_pairs": people_pairs,
        "tongue": lambda tag: dict(spoken(visit.language)).get(tag, tag),
        "languages_offered": lambda: spoken(visit.language),
        "dates_pairs": dates_pairs,
        "day_of": day_of,
    }


def pairs_of(visit: Visit) -> Callable[[str, Iterable[str]], Pairs]:
    """Give a way to pair codes of a kind with their words."""
    words = visit.words
    return lambda kind, codes: [(str(code), words.term(kind, str(code))) for code in codes]


def people_pairs(people: Iterable[ParticipantLine]) -> Pairs:
    """Pair people with their names."""
    return [(person.person_id, person.name) for person in people]


@cache
def spoken(language: str) -> Pairs:
    """Pair languages with their names in the language of the page."""
    locale = Locale.parse(language)
    return [(tag, Locale.parse(tag, sep="-").get_display_name(locale) or tag) for tag in SPOKEN]


def dates_pairs(dates: Iterable[DateLine], moment: Callable[[datetime], str]) -> Pairs:
    """Pair proposed days with how they are written."""
    return [(one.starts_at.isoformat(), moment(one.starts_at)) for one in dates]


def day_of(written: str) -> date | None:
    """Read a day as services write it; nothing where it is something else."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
