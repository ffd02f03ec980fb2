"""Under which texts somebody can be found again, so that nobody is compared with everybody.

Each text becomes a keyed hash before it is kept. Two people are compared when they share one. No single kind finds
everybody: each is there for what another loses.
"""

import re
from collections.abc import Sequence
from itertools import combinations, permutations

from anyascii import anyascii

from kring_intake.likeness.readings import Reading, reading_of, readings_of
from kring_intake.likeness.traits import Traits

MOST_IN_A_BLOCK = 40
"""A block that holds more people tells nobody apart and is not looked into."""
AREA_SIGNS = 4
"""So much of a postal code names a quarter in the Netherlands and a municipality in Belgium."""
PHONE_DIGITS = 8
"""So many digits at the end make a telephone number, however its country is written."""
FEWEST_PHONE_DIGITS = 6


def blocks_of(traits: Traits) -> tuple[str, ...]:
    """Give the texts under which a person is kept and sought, without doubles, the same for the same traits.

    - `name-year`: two words of the name and the year of birth. For families that moved; words are sorted, so swapped
      names meet, and every pair is there, so double names and second given names meet.
    - `name-area`: two words and the area. For a year that is missing or wrong.
    - `word-year-area`: one word, year and area. For a misspelt other word, another family name, a given name alone.
    - `initial-year`: one word, the first letter of another, and the year. For a misspelling or an initial after a move.
    - `initial-area`: the same with the area. For a misspelling where the year is missing.
    - `email`, `phone`: the household's own. For names that were misheard altogether.
    - `pair-year`: the first words and years of two main persons. For families that moved and got another family name.
    - `pair-area`: the first words of two main persons and the area. For the same with years missing.
    """
    return _blocks(reading_of(traits))


def blocks_of_family(people: Sequence[Traits]) -> tuple[tuple[str, ...], ...]:
    """Give the texts of each main person of one referral, in their order; the companions are the others here."""
    return tuple(map(_blocks, readings_of(people)))


def _blocks(reading: Reading) -> tuple[str, ...]:
    traits, words = reading.traits, reading.name.words
    year, area = traits.birth_year, area_of(traits)
    found = [f"email:{email}" for email in map(plain_email, traits.emails) if email]
    found += [f"phone:{phone}" for phone in map(plain_phone, traits.phones) if phone]
    pairs = ["+".join(sorted((one.key, other.key))) for one, other in combinations(words, 2)]
    initials = [f"{one.key}+{other.sound[:1]}" for one, other in permutations(words, 2) if not one.is_initial]
    if year:
        found += [f"name-year:{pair}:{year}" for pair in pairs]
        found += [f"initial-year:{initial}:{year}" for initial in initials]
    if area:
        found += [f"name-area:{pair}:{area}" for pair in pairs]
        found += [f"initial-area:{initial}:{area}" for initial in initials]
    if year and area:
        found += [f"word-year-area:{word.key}:{year}:{area}" for word in words if not word.is_initial]
    return tuple(dict.fromkeys((*found, *_with_companions(reading, area))))


def _with_companions(reading: Reading, area: str) -> list[str]:
    found = []
    for companion in reading.companions:
        if not reading.name.words or not companion.name.words:
            continue
        one, other, year = reading.name.words[0].key, companion.name.words[0].key, reading.traits.birth_year
        if year and companion.birth_year:
            found.append("pair-year:" + "+".join(sorted((f"{one}{year}", f"{other}{companion.birth_year}"))))
        if area:
            found.append(f"pair-area:{'+'.join(sorted((one, other)))}:{area}")
    return found


def area_of(traits: Traits) -> str:
    """Give the first four signs of the postal code, or the municipality where there is none."""
    return plain_postal_code(traits.postal_code)[:AREA_SIGNS] or plain_place(traits.municipality)


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
