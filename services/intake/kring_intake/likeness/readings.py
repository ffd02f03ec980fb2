"""Traits, read: every name taken apart once, however often it is compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from kring_intake.likeness.names import Name, read_name
from kring_intake.likeness.traits import Companion, Traits


@dataclass(frozen=True)
class Known:
    """Another person of the same family, read."""

    name: Name
    birth_year: int | None


@dataclass(frozen=True)
class Reading:
    """One person's traits, read."""

    traits: Traits
    name: Name
    companions: tuple[Known, ...]


def reading_of(traits: Traits) -> Reading:
    """Read one person with the companions that the traits name."""
    return Reading(traits, read_name(traits.name), tuple(map(_known, traits.companions)))


def readings_of(people: Sequence[Traits]) -> tuple[Reading, ...]:
    """Read a family: each person's companions are the others here, whatever the traits name."""
    known = [Known(read_name(person.name), person.birth_year) for person in people]
    return tuple(
        Reading(person, known[place].name, (*known[:place], *known[place + 1 :])) for place, person in enumerate(people)
    )


def _known(companion: Companion) -> Known:
    return Known(read_name(companion.name), companion.birth_year)
