"""Under which texts somebody can be found again, so that nobody is compared with everybody.

Each text becomes a keyed hash before it is kept. Two people are compared when they share one. No single kind finds
everybody: each is there for what another loses.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations, permutations

from kring_intake.likeness.readings import WHOLE_POSTAL_CODE, Reading, readings_of, readings_with_companions
from kring_intake.likeness.traits import Traits

MOST_IN_A_BLOCK = 40
"""A block that holds more people tells nobody apart and is not looked into."""
MOST_OPENED = 5
"""So many cases are opened for one referral, however many share a block with it."""


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
            are looked up, and a block with more than `MOST_IN_A_BLOCK` is left out here. Each block is as much worth
            as few people share it, and who is the same shares several.
    """
    worth: defaultdict[str, float] = defaultdict(float)
    for cases in found.values():
        if len(cases) <= MOST_IN_A_BLOCK:
            for case in set(cases):
                worth[case] += 1 / len(cases)
    return tuple(sorted(worth, key=lambda case: (-worth[case], case))[:MOST_OPENED])


def _blocks(family: Sequence[Reading], place: int) -> tuple[str, ...]:
    one, words, year = family[place], family[place].name.words, family[place].birth_year
    pairs = ["+".join(sorted((one.key, other.key))) for one, other in combinations(words, 2)]
    initials = [f"{one.key}+{other.sound[:1]}" for one, other in permutations(words, 2) if one.is_frequent]
    rare = [word.key for word in words if not word.is_initial and not word.is_frequent]
    frequent = [word.key for word in words if word.is_frequent]
    found = [f"email:{email}" for email in one.emails]
    found += [f"phone:{phone}" for phone in one.phones]
    found += [f"name:{pair}" for pair in pairs]
    found += [f"name-place:{pair}:{place}" for pair in pairs for place in one.places]
    found += [f"word-place:{word}:{place}" for word in rare for place in one.places]
    if one.area:
        found += [f"initial-place:{initial}:{one.area}" for initial in initials]
    if len(one.postal_code) >= WHOLE_POSTAL_CODE:
        found += [f"word-code:{word}:{one.postal_code}" for word in frequent]
    if year:
        found += [f"name-year:{pair}:{year}" for pair in pairs]
        found += [f"word-year:{word}:{year}" for word in rare]
        found += [f"initial-year:{initial}:{year}" for initial in initials]
        found += [f"word-year-place:{word}:{year}:{place}" for word in (*frequent, *rare) for place in one.places]
    return tuple(sorted({*found, *_with_companions(family, place)}))


def _with_companions(family: Sequence[Reading], place: int) -> list[str]:
    found, one = [], family[place]
    for companion in (*family[:place], *family[place + 1 :]):
        if not one.name.words or not companion.name.words:
            continue
        mine, theirs = one.name.words[0].key, companion.name.words[0].key
        if mine > theirs:
            continue  # the companion has this pair among their own texts
        if one.birth_year and companion.birth_year:
            found.append(
                "pair-year:" + "+".join(sorted((f"{mine}{one.birth_year}", f"{theirs}{companion.birth_year}")))
            )
        found.append(f"pair:{mine}+{theirs}")
        found.append(f"pair-name:{mine}+{theirs}+{max(one.name.words[-1].key, companion.name.words[-1].key)}")
    return found
