"""Traits, read: every name taken apart and every code written plainly once, however often they are compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from anyascii import anyascii

from kring_intake.likeness.names import Name, read_name
from kring_intake.likeness.traits import Traits

AREA_SIGNS: Final = 4
"""So much of a postal code names a quarter in the Netherlands and a municipality in Belgium."""
WHOLE_POSTAL_CODE: Final = 6
"""So many signs name a few houses; only Dutch codes have them."""
PHONE_DIGITS: Final = 8
"""So many digits at the end make a telephone number, however its country is written."""
FEWEST_PHONE_DIGITS: Final = 6


@dataclass(frozen=True)
class Reading:
    """One person's traits, read."""

    name: Name
    birth_year: int | None
    postal_code: str
    municipality: str
    emails: frozenset[str]
    phones: frozenset[str]

    @property
    def area(self) -> str:
        """Give as much of the postal code as every sender knows."""
        return self.postal_code[:AREA_SIGNS]

    @property
    def place(self) -> str:
        """Give the area, or the municipality where no postal code is known."""
        return self.area or self.municipality


def reading_of(traits: Traits) -> Reading:
    """Read one person."""
    return Reading(
        name=read_name(traits.name),
        birth_year=traits.birth_year,
        postal_code=plain_postal_code(traits.postal_code),
        municipality=plain_place(traits.municipality),
        emails=frozenset(map(plain_email, traits.emails)) - {""},
        phones=frozenset(map(plain_phone, traits.phones)) - {""},
    )


def readings_of(people: Sequence[Traits]) -> tuple[Reading, ...]:
    """Read a family; the companions of each are the others here, whatever their traits name."""
    return tuple(map(reading_of, people))


def readings_with_companions(traits: Traits) -> tuple[Reading, ...]:
    """Read one person and, after them, the companions that the traits name."""
    others = (Traits(name=one.name, birth_year=one.birth_year) for one in traits.companions)
    return (reading_of(traits), *map(reading_of, others))


def plain_postal_code(written: str) -> str:
    """Write a postal code as everybody may type it: `1234 ab` is `1234AB`, `B-9000` is `9000`."""
    signs = re.sub(r"[^A-Z0-9]", "", anyascii(written).upper())
    return re.sub(r"^(?:NL|BE?)(?=\d)", "", signs)


def plain_place(written: str) -> str:
    """Write the name of a place in plain small letters."""
    return re.sub(r"[^a-z]", "", anyascii(written).lower())


def plain_email(written: str) -> str:
    """Write an e-mail address as it is compared."""
    return written.strip().casefold()


def plain_phone(written: str) -> str:
    """Give the digits that make a telephone number; nothing when there are too few."""
    digits = re.sub(r"\D", "", anyascii(written))[-PHONE_DIGITS:]
    return digits if len(digits) >= FEWEST_PHONE_DIGITS else ""
