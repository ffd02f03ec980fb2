"""Draws every request of a history beforehand: who asks, when, about whom; the same seed draws the same."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from kring_shared.contracts.field import ConferenceType, RequesterKind
from kring_shared.testing.people.case import Temper
from kring_shared.testing.simulation.figures import figure
from kring_shared.testing.simulation.names import family_name, full_name, language_of
from kring_shared.testing.simulation.offices import Place, parts
from kring_shared.testing.simulation.tempers import draw_temper

DAYS_A_YEAR: Final = 365
WEEKEND: Final = 6
CAN_BE_OVER: Final = timedelta(days=300)
"""After so long a first route is over, so that a family can come back."""
CHILD_YEARS: Final = (2, 17)
ADULT_YEARS: Final = (19, 80)
SYSTEMS: Final = ("wijkteam", "jeugdzorg", "ziekenhuis")


@dataclass(frozen=True)
class Person:
    """Somebody a request is about."""

    name: str
    birth_year: int
    language: str


@dataclass(frozen=True)
class Drawn:
    """One request, before it comes in."""

    reference: str
    place: Place
    at: datetime
    by: RequesterKind
    requester: str
    people: tuple[Person, ...]
    town: str
    kind: ConferenceType
    is_mandated: bool
    is_urgent: bool
    has_minors: bool
    temper: Temper
    system: str = SYSTEMS[0]
    previous: str = ""
    """The reference of the route these people had before."""


def draw_history(seed: int, places: Sequence[Place], days: int, share: float, start: datetime) -> tuple[Drawn, ...]:
    """Draw all requests of a number of days, the earliest first."""
    found: list[Drawn] = []
    for place_id, yearly in parts(places, "requests", share).items():
        place = next(one for one in places if one.id == place_id)
        draw = random.Random(f"{seed}/{place_id}")  # noqa: S311 - a drawing that can be repeated, not a secret
        many = max(round(yearly * days / DAYS_A_YEAR), 1)
        moments = sorted(_moment(draw, start, days) for _ in range(many))
        before: list[Drawn] = []
        for number, at in enumerate(moments, start=1):
            one = _request(draw, place, f"{place_id}-{number}", at, start)
            one = _again(draw, one, before)
            before.append(one)
        found += before
    return tuple(sorted(found, key=lambda one: (one.at, one.reference)))


def office_of(reference: str) -> str:
    """Give the office to which a drawn request comes."""
    return reference.rpartition("-")[0]


def _moment(draw: random.Random, start: datetime, days: int) -> datetime:
    day = start + timedelta(days=draw.randrange(1, days))
    while day.isoweekday() >= WEEKEND:
        day -= timedelta(days=2)
    return day.replace(hour=8) + timedelta(hours=draw.randrange(int(figure("office-hours"))))


def _request(draw: random.Random, place: Place, reference: str, at: datetime, start: datetime) -> Drawn:
    by = RequesterKind.PROFESSIONAL
    if draw.random() >= figure("by-professional"):
        own = draw.random() < figure("by-the-person")
        by = RequesterKind.MAIN_PERSON if own else RequesterKind.CLOSE_PERSON
    has_minors = draw.random() < figure("minors")
    kind = _kind(draw)
    people = _family(draw, at, has_minors=has_minors and by is not RequesterKind.MAIN_PERSON)
    if kind is ConferenceType.RESTORATIVE:
        people += _family(draw, at, has_minors=False)  # of the other side
    asks = people[0].name if by is RequesterKind.MAIN_PERSON else full_name(draw)
    is_urgent, is_mandated = draw.random() < figure("urgent"), draw.random() < figure("mandate")
    return Drawn(
        reference=reference,
        place=place,
        at=max(at, start + timedelta(days=1)),
        by=by,
        requester=asks,
        people=people,
        town=draw.choice(place.towns),
        kind=kind,
        is_mandated=is_mandated,
        is_urgent=is_urgent,
        has_minors=has_minors,
        temper=draw_temper(draw, len(people), is_urgent=is_urgent),
        system=draw.choice(SYSTEMS),
    )


def _family(draw: random.Random, at: datetime, *, has_minors: bool) -> tuple[Person, ...]:
    """Draw a grown-up, or one with a child or two; each under the family's name."""
    name = family_name(draw)
    language = language_of(draw) if draw.random() < figure("other-language") else "nl"
    ages = [ADULT_YEARS] + ([CHILD_YEARS] * draw.randrange(1, 3) if has_minors else [])
    firsts = [full_name(draw).partition(" ")[0] for _ in ages]
    return tuple(
        Person(f"{first} {name}", at.year - draw.randrange(*age), language)
        for first, age in zip(firsts, ages, strict=True)
    )


def _kind(draw: random.Random) -> ConferenceType:
    chance = draw.random()
    if chance < figure("community"):
        return ConferenceType.COMMUNITY
    if chance < figure("community") + figure("restorative"):
        return ConferenceType.RESTORATIVE
    return ConferenceType.FAMILY


def _again(draw: random.Random, one: Drawn, before: Sequence[Drawn]) -> Drawn:
    """Let some families be those of an earlier route; they telephone themselves."""
    wants = draw.random() < figure("repeat")
    earlier = [past for past in before if one.at - past.at > CAN_BE_OVER and not past.previous]
    if not wants or not earlier:
        return one
    past = draw.choice(earlier)
    return replace(
        one,
        previous=past.reference,
        people=past.people,
        town=past.town,
        has_minors=past.has_minors,
        requester=past.people[0].name,
        by=RequesterKind.MAIN_PERSON,
        kind=ConferenceType.FAMILY,
    )
