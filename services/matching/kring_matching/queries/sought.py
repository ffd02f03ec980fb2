"""Whom an office seeks, said to everybody: a sentence for what many requests missed, never for what somebody is."""

from collections.abc import Callable
from typing import Final

from babel import Locale

from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import MissingLine
from kring_shared.contracts.matching.words import Spoken

SCOPES: Final[dict[str, dict[Spoken, str]]] = {
    ConferenceType.FAMILY: {"nl": "conferenties van families", "en": "family conferences"},
    ConferenceType.RESTORATIVE: {"nl": "herstelconferenties", "en": "restorative conferences"},
    ConferenceType.COMMUNITY: {"nl": "conferenties van buurten en groepen", "en": "community conferences"},
    ConferenceType.LEARNING: {"nl": "conferenties over leren", "en": "learning conferences"},
}
SENTENCES: Final[dict[str, dict[Spoken, str]]] = {
    "language": {
        "nl": "We zoeken coördinatoren die {} spreken.",
        "en": "We are looking for coordinators who speak {}.",
    },
    "region": {
        "nl": "We zoeken coördinatoren in de regio {}.",
        "en": "We are looking for coordinators in the region of {}.",
    },
    "scope": {
        "nl": "We zoeken coördinatoren voor {}.",
        "en": "We are looking for coordinators for {}.",
    },
}
"""Languages, regions and types of conference only: an office does not seek people by gender, religion or background."""


def sentence_of(line: MissingLine, language: Spoken) -> str:
    """Say whom is sought; empty when there is nothing to say in public.

    Source of the languages' names: Unicode CLDR, as Babel brings it.
    """
    if line.what not in SENTENCES:
        return ""
    word = NAMES[line.what](line.value, language)
    return SENTENCES[line.what][language].format(word) if word else ""


def _language(code: str, spoken: Spoken) -> str:
    return str(Locale(spoken).languages.get(code, ""))


def _region(name: str, _spoken: Spoken) -> str:
    return name


def _scope(code: str, spoken: Spoken) -> str:
    return SCOPES.get(code, {}).get(spoken, "")


NAMES: Final[dict[str, Callable[[str, Spoken], str]]] = {"language": _language, "region": _region, "scope": _scope}
