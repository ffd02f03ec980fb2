"""Whether two people, or two families, look like the same.

Every agreement adds to the evidence and every contradiction takes away, in bits: one bit halves or doubles the odds.
The weights follow how often strangers agree by chance (Fellegi and Sunter, 1969), set on the benchmark's tuning set.
"""

from collections.abc import Sequence

from kring_intake.likeness.blocks import (
    AREA_SIGNS,
    WHOLE_POSTAL_CODE,
    plain_email,
    plain_phone,
    plain_place,
    plain_postal_code,
)
from kring_intake.likeness.likenesses import NOTHING_ALIKE, Likeness, Reason
from kring_intake.likeness.matching_names import Grade, NameMatch, match_names
from kring_intake.likeness.names import Word
from kring_intake.likeness.readings import Known, Reading, reading_of, readings_of
from kring_intake.likeness.traits import Traits

NEEDED_BITS = 15.5
"""So much evidence makes two people as likely the same as not, among some ten thousands."""
FREQUENT_GIVEN_BITS, FREQUENT_FAMILY_BITS, RARE_GIVEN_BITS, RARE_FAMILY_BITS = 5.5, 7.0, 9.0, 11.0
INITIAL_BITS, EXTRA_WORD_BITS, MISSED_WORD_BITS = 3.0, -1.0, -4.0
VARIANT_BITS, SLIP_BITS, SLIP_IN_SHORT_BITS = -1.5, -3.5, -5.0
"""Taken off for a word that is spelled otherwise, or misspelt."""
SHORT_WORD = 5
WHOLE_NAME_BITS = 12.0
OTHER_FAMILY_NAME_BITS = -6.0
OTHER_PERSON_BITS = -99.0
"""Another given name is another person, however much the rest agrees: twins share everything else."""
YEAR_BITS, NEAR_YEAR_BITS, MISTYPED_YEAR_BITS, OTHER_YEAR_BITS = 5.0, -2.0, -3.0, -30.0
POSTAL_CODE_BITS, AREA_BITS, MUNICIPALITY_BITS, MOVED_BITS = 11.0, 7.0, 4.5, -3.0
CONTACT_BITS, SECOND_CONTACT_BITS = 10.0, 2.0
FAMILY_BITS, LARGER_FAMILY_BITS, OTHER_FAMILY_BITS = 8.0, 11.0, -8.0
MOST_BITS = 60.0

Evidence = list[tuple[Reason | None, float]]


def compare(one: Traits, other: Traits) -> Likeness:
    """Compare two people; the same whichever comes first."""
    return _compare(reading_of(one), reading_of(other))


def compare_families(ones: Sequence[Traits], others: Sequence[Traits]) -> Likeness:
    """Compare the main persons of two referrals: the same people when one of these looks like one of those.

    Brothers and sisters referred apart are of one household and not the same people: the score stays below, and
    `same-household` tells it. The companions of each person are taken from the family given here.
    """
    these, those = readings_of(ones), readings_of(others)
    found = [_compare(one, other) for one in these for other in those]
    best = max(found, key=lambda likeness: (likeness.score, likeness.reasons), default=NOTHING_ALIKE)
    if best.looks_alike:
        return best
    if any(_of_one_household(likeness) for likeness in found):
        return Likeness(best.score, (*best.reasons, Reason.SAME_HOUSEHOLD))
    return best


def _compare(one: Reading, other: Reading) -> Likeness:
    name_reason, name_bits = _name(match_names(one.name, other.name))
    if name_reason is None:
        return NOTHING_ALIKE
    around = [*_place(one.traits, other.traits), *_contacts(one.traits, other.traits), *_companions(one, other)]
    if name_reason is Reason.TWIN_OR_SIBLING and not any(bits >= AREA_BITS for _, bits in around):
        return NOTHING_ALIKE  # one family name, and nothing else: strangers
    return _likeness([(name_reason, name_bits), *_year(one.traits.birth_year, other.traits.birth_year), *around])


def _of_one_household(likeness: Likeness) -> bool:
    home = {Reason.SAME_EMAIL, Reason.SAME_PHONE, Reason.SAME_POSTAL_CODE, Reason.SAME_AREA, Reason.SAME_FAMILY}
    return Reason.TWIN_OR_SIBLING in likeness.reasons and not home.isdisjoint(likeness.reasons)


def _likeness(evidence: Evidence) -> Likeness:
    bits = max(-MOST_BITS, min(MOST_BITS, sum(bits for _, bits in evidence) - NEEDED_BITS))
    weighty = sorted(evidence, key=lambda found: -abs(found[1]))
    return Likeness(1 / (1 + 2**-bits), tuple(reason for reason, _ in weighty if reason))


def _name(match: NameMatch) -> tuple[Reason | None, float]:
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


def _word(grade: Grade, one: Word, other: Word) -> float:
    if grade is Grade.INITIAL:
        return INITIAL_BITS
    bits = min(_rarity(one), _rarity(other))
    if grade is Grade.SLIP:
        short = min(len(one.sound), len(other.sound)) <= SHORT_WORD
        return bits + (SLIP_IN_SHORT_BITS if short else SLIP_BITS)
    return bits + (VARIANT_BITS if grade is Grade.VARIANT else 0.0)


def _rarity(word: Word) -> float:
    if word.is_frequent:
        return FREQUENT_GIVEN_BITS if word.is_frequent_given else FREQUENT_FAMILY_BITS
    return RARE_GIVEN_BITS if word.is_first else RARE_FAMILY_BITS


def _year(one: int | None, other: int | None) -> Evidence:
    if not one or not other:
        return []
    if one == other:
        return [(Reason.SAME_BIRTH_YEAR, YEAR_BITS)]
    if abs(one - other) == 1:
        return [(Reason.NEAR_BIRTH_YEAR, NEAR_YEAR_BITS)]
    mistyped = sorted(str(one)) == sorted(str(other))
    return [(None, MISTYPED_YEAR_BITS if mistyped else OTHER_YEAR_BITS)]


def _place(one: Traits, other: Traits) -> Evidence:
    codes = plain_postal_code(one.postal_code), plain_postal_code(other.postal_code)
    places = plain_place(one.municipality), plain_place(other.municipality)
    if codes[0] == codes[1] and len(codes[0]) >= WHOLE_POSTAL_CODE:
        return [(Reason.SAME_POSTAL_CODE, POSTAL_CODE_BITS)]
    if all(codes) and codes[0][:AREA_SIGNS] == codes[1][:AREA_SIGNS]:
        return [(Reason.SAME_AREA, AREA_BITS)]
    if all(places) and places[0] == places[1]:
        return [(Reason.SAME_MUNICIPALITY, MUNICIPALITY_BITS + (MOVED_BITS if all(codes) else 0.0))]
    return [(None, MOVED_BITS)] if all(codes) or all(places) else []


def _contacts(one: Traits, other: Traits) -> Evidence:
    email = {*map(plain_email, one.emails)} & {*map(plain_email, other.emails)} - {""}
    phone = {*map(plain_phone, one.phones)} & {*map(plain_phone, other.phones)} - {""}
    reasons = [reason for reason, shared in ((Reason.SAME_EMAIL, email), (Reason.SAME_PHONE, phone)) if shared]
    return list(zip(reasons, (CONTACT_BITS, SECOND_CONTACT_BITS), strict=False))


def _companions(one: Reading, other: Reading) -> Evidence:
    # Counted from both sides: with near names, who is found first decides who is left over.
    known = max(_known(one.companions, other.companions), _known(other.companions, one.companions))
    if known:
        return [(Reason.SAME_FAMILY, LARGER_FAMILY_BITS if known > 1 else FAMILY_BITS)]
    return [(None, OTHER_FAMILY_BITS)] if one.companions and other.companions else []


def _known(ones: Sequence[Known], others: Sequence[Known]) -> int:
    left = list(others)
    for one in ones:
        found = next((other for other in left if _is_known(one, other)), None)
        if found:
            left.remove(found)
    return len(others) - len(left)


def _is_known(one: Known, other: Known) -> bool:
    """Tell whether two companions are one person: a matching name, and no year that contradicts it."""
    if one.birth_year and other.birth_year and abs(one.birth_year - other.birth_year) > 1:
        return False
    match = match_names(one.name, other.name)
    return match.given >= Grade.INITIAL and (match.complete or match.whole_alike) and match.matched > 0
