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
WHOLE_POSTAL_CODE = 6
"""So many signs name a few houses; only Dutch codes have them."""
PHONE_DIGITS = 8
"""So many digits at the end make a telephone number, however its country is written."""
FEWEST_PHONE_DIGITS = 6


def blocks_of(traits: Traits) -> tuple[str, ...]:
    """Give the texts under which a person is kept and sought, without doubles, the same for the same traits.

    - `name-year`: two words of the name and the year of birth. For families that moved; words are sorted, so swapped
      names meet, and every pair is there, so double names and second given names meet.
    - `name`: two words of the name alone. For rare names, whatever else changed; that of a frequent name is too large.
    - `name-place`: two words and the place. For a year that is missing or wrong.
    - `word-year-place`: one word, year and place. For a misspelt other word, another family name, a given name alone.
    - `initial-year`: one word, the first letter of another, and the year. For a misspelling or an initial after a move.
    - `initial-place`: the same with the quarter. For a misspelling where the year is missing.
    - `word-code`: one word and the whole postal code. For a given name alone where the year is missing.
    - `email`, `phone`: the household's own. For names that were misheard altogether.
    - `pair-year`: the first words and years of two main persons. For families that moved and got another family name.
    - `pair-name`: the first words of two main persons and the last of one. For families of whom nothing else is known.

    A place is the quarter (four signs of the postal code) and the municipality, since one sender knows the first and
    another the second.
    """
    return _blocks(reading_of(traits))


def blocks_of_family(people: Sequence[Traits]) -> tuple[tuple[str, ...], ...]:
    """Give the texts of each main person of one referral, in their order; the companions are the others here."""
    return tuple(map(_blocks, readings_of(people)))


def _blocks(reading: Reading) -> tuple[str, ...]:
    traits, words, year = reading.traits, reading.name.words, reading.traits.birth_year
    code, places = plain_postal_code(traits.postal_code), places_of(traits)
    quarter = code[:AREA_SIGNS]
    pairs = ["+".join(sorted((one.key, other.key))) for one, other in combinations(words, 2)]
    initials = [(one, f"{one.key}+{other.sound[:1]}") for one, other in permutations(words, 2) if not one.is_initial]
    rare = [word.key for word in words if not word.is_initial and not word.is_frequent]
    frequent = [word.key for word in words if not word.is_initial and word.is_frequent]
    found = [f"email:{email}" for email in map(plain_email, traits.emails) if email]
    found += [f"phone:{phone}" for phone in map(plain_phone, traits.phones) if phone]
    found += [f"name:{pair}" for pair in pairs]
    found += [f"name-place:{pair}:{place}" for pair in pairs for place in places]
    found += [f"word-place:{word}:{place}" for word in rare for place in places]
    if quarter:
        found += [f"initial-place:{initial}:{quarter}" for word, initial in initials if word.is_frequent]
    if len(code) >= WHOLE_POSTAL_CODE:
        found += [f"word-code:{word}:{code}" for word in frequent]
    if year:
        found += [f"name-year:{pair}:{year}" for pair in pairs]
        found += [f"word-year:{word}:{year}" for word in rare]
        found += [f"initial-year:{initial}:{year}" for word, initial in initials if word.is_frequent]
        found += [f"word-year-place:{word}:{year}:{place}" for word in (*frequent, *rare) for place in places]
    return tuple(dict.fromkeys((*found, *_with_companions(reading))))


def _with_companions(reading: Reading) -> list[str]:
    found, words, year = [], reading.name.words, reading.traits.birth_year
    for companion in reading.companions:
        if not words or not companion.name.words:
            continue
        one, other = words[0].key, companion.name.words[0].key
        if one > other:
            continue  # the companion has this pair among its own texts
        if year and companion.birth_year:
            found.append("pair-year:" + "+".join(sorted((f"{one}{year}", f"{other}{companion.birth_year}"))))
        found.append(f"pair:{one}+{other}")
        found.append(f"pair-name:{one}+{other}+{max(words[-1].key, companion.name.words[-1].key)}")
    return found


def places_of(traits: Traits) -> tuple[str, ...]:
    """Give the quarter and the municipality, as far as they are known."""
    places = plain_postal_code(traits.postal_code)[:AREA_SIGNS], plain_place(traits.municipality)
    return tuple(place for place in places if place)


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
