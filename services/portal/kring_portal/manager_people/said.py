"""How pages about people write what is no key: languages by name, a short name for a case."""

from collections.abc import Iterable
from typing import Final

from kring_portal.web.tongues import named
from kring_portal.web.visit import Visit
from kring_shared.contracts.matching.words import Spoken

SHORT: Final = 6
CURSOR: Final = r"^[0-9A-Za-z.:_~-]{0,120}$"
"""Where a page goes on, as a service gave it."""


def spoken(visit: Visit) -> Spoken:
    """Give the language in which reasons are told: Dutch, or English to whoever reads another."""
    return "nl" if visit.language == "nl" else "en"


def tongue(visit: Visit, tag: str) -> str:
    """Name a language in the language of the page; its tag where it has no name."""
    return named(visit.words, tag)


def tongues(visit: Visit, tags: Iterable[str]) -> str:
    """Name languages, with commas."""
    return ", ".join(tongue(visit, tag) for tag in tags)


def short(case_id: str) -> str:
    """Give the end of an id, by which people tell cases apart in a list."""
    return case_id[-SHORT:]
