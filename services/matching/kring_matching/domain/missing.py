"""What was missing when nobody was found, or only from far: kept by itself, without case and without person."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from kring_matching.domain.coordinator import Coordinator
from kring_matching.domain.regions import province_of
from kring_shared.contracts.field import Dossier
from kring_shared.contracts.matching import PrivateWishes, SelfDeclared
from kring_shared.kernel.language_tags import main_part
from kring_shared.kernel.municipalities import distance_km
from kring_shared.kernel.work import Aggregate

UNFILLED, FAR, LEFT = "unfilled", "far", "left"
FAR_KM: Final = 40
"""Beyond this, kilometres as the crow flies, a coordinator came from far; our own choice, the usual travel limit."""
SPOKEN_BY_ALL: Final = frozenset({"nl"})
"""Every coordinator speaks it, so that it is never what was missing."""
LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
"""The language in a BCP 47 tag; what is none is not counted, so that no free text ever comes into the advice."""

Line = tuple[str, str]
"""What was missing, and its value: `("language", "ti")`."""


@dataclass(frozen=True)
class Missing(Aggregate):
    """One thing that one search, or one leaver, made felt; the month is all that is kept of when."""

    missing_id: str
    office: str
    month: date
    because: str
    what: str
    value: str
    version: int = 0

    @property
    def id(self) -> str:
        """Give its id."""
        return self.missing_id


def lines_of_search(dossier: Dossier, private: PrivateWishes | None) -> tuple[Line, ...]:
    """Give what one request asks of a coordinator, each once, sorted: by it the office knows whom to seek.

    The languages wished for, else those of the main persons; where they live no finer than the province.
    """
    return tuple(sorted(set(_asked(dossier, private))))


def lines_of_leaver(coordinator: Coordinator, declared: SelfDeclared | None) -> tuple[Line, ...]:
    """Give what an office loses when a coordinator leaves, each once, sorted."""
    lines = {("scope", scope.value) for scope in coordinator.scopes}
    lines |= set(_languages(coordinator.card.languages))
    lines |= {("region", province) for province in (province_of(coordinator.municipality),) if province}
    return tuple(sorted(lines | set(_background(declared))))


def is_far(coordinator: Coordinator, dossier: Dossier) -> bool:
    """Tell whether a coordinator came from far: lent by a neighbour office, or living over 40 km from the family.

    A distance nobody knows is not far.
    """
    if coordinator.lent_by is not None:
        return True
    distance = distance_km(coordinator.municipality, dossier.municipality)
    return distance is not None and distance > FAR_KM


def _asked(dossier: Dossier, private: PrivateWishes | None) -> Iterator[Line]:
    yield from _languages(dossier.wishes.languages or dossier.languages)
    if dossier.conference_type is not None:
        yield "scope", dossier.conference_type.value
    if province := province_of(dossier.municipality):
        yield "region", province
    if dossier.wishes.gender is not None:
        yield "gender", dossier.wishes.gender.value
    yield from _background(private)


def _languages(tags: Iterable[str]) -> Iterator[Line]:
    """Count a language as one, whatever the script or the region: `ku-Latn` and `ku` are sought as one."""
    for tag in tags:
        language = main_part(tag)
        if LANGUAGE.fullmatch(language) and language not in SPOKEN_BY_ALL:
            yield "language", language


def _background(said: PrivateWishes | SelfDeclared | None) -> Iterator[Line]:
    for value in (said.religion, said.background) if said is not None else ():
        if value:
            yield "background", value
