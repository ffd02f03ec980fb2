"""What agreements and contradictions are worth, in bits: one bit halves or doubles the odds that two are one person.

The weights follow how often strangers agree by chance and how often senders err (Fellegi and Sunter, 1969). They were
set on the benchmark's tuning set.
"""

from typing import Final

from kring_intake.likeness.likenesses import Reason
from kring_intake.likeness.matching_names import Grade, NameMatch
from kring_intake.likeness.names import Word
from kring_intake.likeness.readings import WHOLE_POSTAL_CODE, Reading

FREQUENT_GIVEN_BITS, FREQUENT_FAMILY_BITS, RARE_GIVEN_BITS, RARE_FAMILY_BITS = 5.5, 7.0, 9.0, 11.0
INITIAL_BITS, EXTRA_WORD_BITS, MISSED_WORD_BITS = 3.0, -1.0, -4.0
VARIANT_BITS, SLIP_BITS, SLIP_IN_SHORT_BITS = -1.5, -3.5, -5.0
"""Taken off for a word that is spelled otherwise, or misspelt."""
SHORT_WORD: Final = 5
WHOLE_NAME_BITS: Final = 12.0
OTHER_FAMILY_NAME_BITS: Final = -6.0
OTHER_PERSON_BITS: Final = -99.0
"""Another given name is another person, however much the rest agrees: twins share everything else."""
YEAR_BITS, NEAR_YEAR_BITS, MISTYPED_YEAR_BITS, OTHER_YEAR_BITS = 5.0, -2.0, -3.0, -30.0
POSTAL_CODE_BITS, AREA_BITS, MUNICIPALITY_BITS, MOVED_BITS = 11.0, 7.0, 4.5, -3.0
CONTACT_BITS, SECOND_CONTACT_BITS = 10.0, 2.0
FAMILY_BITS, LARGER_FAMILY_BITS, OTHER_FAMILY_BITS = 8.0, 11.0, -8.0

Evidence = list[tuple[Reason | None, float]]


def of_names(match: NameMatch) -> tuple[Reason | None, float]:
    """Weigh two names; no reason when they have nothing in common."""
    bits = sum(_word(*words) for words in match.words) + match.left_of_longer * EXTRA_WORD_BITS
    if match.complete:
        return (Reason.SAME_NAME if match.exact else Reason.SIMILAR_NAME), bits
    if match.whole_alike:
        return Reason.SIMILAR_NAME, WHOLE_NAME_BITS
    if match.given >= Grade.SLIP and match.matched > 1:
        return Reason.SIMILAR_NAME, bits + match.left_of_shorter * MISSED_WORD_BITS
    if match.given >= Grade.SLIP:
        return Reason.OTHER_FAMILY_NAME, bits + OTHER_FAMILY_NAME_BITS
    return (Reason.TWIN_OR_SIBLING if match.matched else None), OTHER_PERSON_BITS


def of_years(one: int | None, other: int | None) -> Evidence:
    """Weigh two years of birth."""
    if not one or not other:
        return []
    if one == other:
        return [(Reason.SAME_BIRTH_YEAR, YEAR_BITS)]
    if abs(one - other) == 1:
        return [(Reason.NEAR_BIRTH_YEAR, NEAR_YEAR_BITS)]
    mistyped = sorted(str(one)) == sorted(str(other))
    return [(None, MISTYPED_YEAR_BITS if mistyped else OTHER_YEAR_BITS)]


def of_places(one: Reading, other: Reading) -> Evidence:
    """Weigh where two live, as exactly as both say it."""
    if one.postal_code == other.postal_code and len(one.postal_code) >= WHOLE_POSTAL_CODE:
        return [(Reason.SAME_POSTAL_CODE, POSTAL_CODE_BITS)]
    codes = one.area and other.area
    if codes and one.area == other.area:
        return [(Reason.SAME_AREA, AREA_BITS)]
    if one.municipality and one.municipality == other.municipality:
        return [(Reason.SAME_MUNICIPALITY, MUNICIPALITY_BITS + (MOVED_BITS if codes else 0.0))]
    return [(None, MOVED_BITS)] if codes or (one.municipality and other.municipality) else []


def of_contacts(one: Reading, other: Reading) -> Evidence:
    """Weigh shared e-mail addresses and telephone numbers; others are no contradiction, people have several."""
    shared = (Reason.SAME_EMAIL, one.emails & other.emails), (Reason.SAME_PHONE, one.phones & other.phones)
    reasons = [reason for reason, both in shared if both]
    return list(zip(reasons, (CONTACT_BITS, SECOND_CONTACT_BITS), strict=False))


def of_families(known: int, *, both: bool) -> Evidence:
    """Weigh how many companions are the same, of families that both have companions."""
    if known:
        return [(Reason.SAME_FAMILY, LARGER_FAMILY_BITS if known > 1 else FAMILY_BITS)]
    return [(None, OTHER_FAMILY_BITS)] if both else []


def _word(grade: Grade, one: Word, other: Word, first: bool) -> float:  # noqa: FBT001 - a match's own four parts
    if grade is Grade.INITIAL:
        return INITIAL_BITS
    bits = min(_rarity(one, first=first), _rarity(other, first=first))
    if grade is Grade.SLIP:
        short = min(len(one.sound), len(other.sound)) <= SHORT_WORD
        return bits + (SLIP_IN_SHORT_BITS if short else SLIP_BITS)
    return bits + (VARIANT_BITS if grade is Grade.VARIANT else 0.0)


def _rarity(word: Word, *, first: bool) -> float:
    if word.is_frequent:
        return FREQUENT_GIVEN_BITS if word.is_frequent_given else FREQUENT_FAMILY_BITS
    return RARE_GIVEN_BITS if first else RARE_FAMILY_BITS
