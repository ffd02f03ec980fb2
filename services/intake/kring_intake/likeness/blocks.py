"""Under which texts somebody can be found again, so that nobody is compared with everybody.

Each text becomes a keyed hash before it is kept. Two families are compared when two of their people share one. No
single kind finds everybody: each is there for what another loses, and each costs a row for every person known.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations, permutations
from typing import Final

from kring_intake.likeness.readings import WHOLE_POSTAL_CODE, Reading, readings_of, readings_with_companions
from kring_intake.likeness.traits import Traits

MOST_IN_A_BLOCK: Final = 20
"""A block that holds more people tells nobody apart and is not looked into."""
MOST_OPENED, OPENED_ANYHOW = 4, 2
"""How many cases are opened for one referral, however many share a block with it: at most, and whatever they share."""
WORTH_OPENING: Final = 1.0
"""What a case between these two must share: as much as a block of its own. Among many people few strangers do."""


def blocks_of(traits: Traits) -> tuple[str, ...]:
    """Give the texts under which a person is kept and sought, without doubles, the same for the same traits.

    - `name`: two words of the name, of which one is rare. Finds most, whatever else changed. Words are sorted, so
      swapped names meet; every pair is there, so double names and second given names meet.
    - `name-year`, `name-place`: two frequent words with the year of birth, and with the place: enough people have
      those words to fill a block of their own.
    - `word-place`: one rare word and the place. For a misspelt other word or an initial, the year missing or wrong.
    - `word-year`: one rare word and the year. For the same after a move, or without a place.
    - `initial-year`: a frequent word, the first letter of another, and the year. For a misspelt rare word likewise.
    - `word-year-place`: a frequent word, year and place. For another family name, a given name alone.
    - `word-code`: a frequent word and the whole postal code. For a given name alone where the year is missing.
    - `email`, `phone`: the household's own. For names that were misheard altogether.
    - `pair`: the first words of two main persons. For families whose name was misspelt and who moved.

    A place is four signs of the postal code, or the municipality where there is none. Both for everybody would be a
    third more rows, and found hardly anybody else.
    """
    return _blocks(readings_with_companions(traits), 0)


def blocks_of_family(people: Sequence[Traits]) -> tuple[tuple[str, ...], ...]:
    """Give the texts of each main person of one referral, in their order; the companions are the others here."""
    return blocks_of_readings(readings_of(people))


def blocks_of_readings(family: Sequence[Reading]) -> tuple[tuple[str, ...], ...]:
    """Give the same of a family that was read before."""
    return tuple(_blocks(family, place) for place in range(len(family)))


def worth_opening(found: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Choose the cases to open and compare, the likeliest first.

    Args:
        found: For each block of the people sought, the case of everybody in it: at most `MOST_IN_A_BLOCK` and one more
            are looked up, and a block with more than `MOST_IN_A_BLOCK` is left out here.

    Who is the same shares several blocks, and such as few others share: a block counts as one, divided by the people
    in it.
    """
    worth: defaultdict[str, float] = defaultdict(float)
    for cases in found.values():
        if len(cases) <= MOST_IN_A_BLOCK:
            for case in set(cases):
                worth[case] += 1 / len(cases)
    ranked = sorted(worth, key=lambda case: (-worth[case], case))
    sure = sum(found >= WORTH_OPENING for found in worth.values())
    return tuple(ranked[: min(MOST_OPENED, max(OPENED_ANYHOW, sure))])


def _blocks(family: Sequence[Reading], place: int) -> tuple[str, ...]:
    one, words, year = family[place], family[place].name.words, family[place].birth_year
    rare = [word.key for word in words if not word.is_initial and not word.is_frequent]
    frequent = [word.key for word in words if word.is_frequent]
    initials = [f"{word.key}+{beside.sound[:1]}" for word, beside in permutations(words, 2) if word.is_frequent]
    found = [f"email:{email}" for email in one.emails]
    found += [f"phone:{phone}" for phone in one.phones]
    for first, second in combinations(words, 2):
        both = "+".join(sorted((first.key, second.key)))
        if first.key in rare or second.key in rare:
            found.append(f"name:{both}")
        else:
            found += [f"name-place:{both}:{one.place}"] if one.place else []
            found += [f"name-year:{both}:{year}"] if year else []
    if one.place:
        found += [f"word-place:{word}:{one.place}" for word in rare]
    if len(one.postal_code) >= WHOLE_POSTAL_CODE:
        found += [f"word-code:{word}:{one.postal_code}" for word in frequent]
    if year:
        found += [f"word-year:{word}:{year}" for word in rare]
        found += [f"initial-year:{initial}:{year}" for initial in initials]
    if year and one.place:
        found += [f"word-year-place:{word}:{year}:{one.place}" for word in frequent]
    return tuple(sorted({*found, *_with_companions(family, place)}))


def _with_companions(family: Sequence[Reading], place: int) -> list[str]:
    words = [one.name.words[0].key if one.name.words else "" for one in family]
    mine, others = words[place], (*words[:place], *words[place + 1 :])
    # Whoever comes first in the alphabet has the pair; once is enough to find the family.
    return [f"pair:{mine}+{theirs}" for theirs in others if mine and theirs and mine <= theirs]
