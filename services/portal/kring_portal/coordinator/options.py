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
TOPICS: Final = (
    *("upbringing", "place-to-live", "relations", "contact-arrangements", "divorce", "school", "daily-life"),
    *("overload", "mental-health", "care", "money", "work", "safety", "other"),
)
"""What a conference can be about."""
RELIGIONS: Final = ("catholic", "protestant", "orthodox", "muslim", "jewish", "hindu", "buddhist", "humanist", "none")
"""Religions that are offered; a family asks for one by the same code."""
BACKGROUNDS: Final = (
    *("dutch", "belgian", "moroccan", "turkish", "surinamese", "antillean", "indonesian", "congolese", "somali"),
    *("eritrean", "syrian", "afghan", "iraqi", "iranian", "ukrainian", "polish", "roma", "chinese"),
)
"""Backgrounds that are offered, by the same codes as a family's wish."""
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


def offered(codes: Iterable[str], *present: str) -> list[str]:
    """Give the codes to choose from, and those that stand there already."""
    return list(dict.fromkeys((*codes, *(one for one in present if one))))


def day_of(written: str) -> date | None:
    """Read a day as services write it; nothing where it is something else."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
