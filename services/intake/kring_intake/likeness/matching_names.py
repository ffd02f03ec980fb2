"""How well two names match, word by word, whatever their order."""

from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from kring_intake.likeness.names import PARTICLES, Name, Word, sound_of

ONE_SLIP_FROM = 4
TWO_SLIPS_FROM = 8
"""From so many sounds on, a word with one or two slips (a sound more, less, other, or two swapped) is the same word."""
VOWELS_ASIDE = 0.65
"""Words with the same consonants are one word when so much of all their sounds agrees; not so Hasan and Husein."""
WHOLE_ALIKE = 90.0
"""Names of which so much (percent) agrees when written in one piece are one name: Anne Marie, Annemarie."""


class Grade(IntEnum):
    """How well two words match."""

    NOT = 0
    INITIAL = 1
    NEAR = 2
    SAME = 3


@dataclass(frozen=True)
class NameMatch:
    """What became of the words of two names."""

    same: int = 0
    near: int = 0
    initials: int = 0
    left_of_shorter: int = 0
    left_of_longer: int = 0
    given: Grade = Grade.NOT
    """How well the first words match: the given names, unless one is written the other way round."""
    whole_alike: bool = False

    @property
    def matched(self) -> int:
        """Count the words that match more than by an initial."""
        return self.same + self.near

    @property
    def complete(self) -> bool:
        """Tell whether nothing of the shorter name is without its like in the longer."""
        return self.left_of_shorter == 0 and self.matched > 0


def match_names(one: Name, other: Name) -> NameMatch:
    """Match two names; the same whichever comes first."""
    shorter, longer = sorted((one, other), key=lambda name: (len(name.words), name.whole, name.words))
    if not shorter.words:
        return NameMatch()
    counts = dict.fromkeys(Grade, 0)
    left, over = list(shorter.words), list(longer.words)
    for wanted in (Grade.SAME, Grade.NEAR, Grade.INITIAL):
        for word in tuple(left):
            found = next((candidate for candidate in over if grade_of(word, candidate) is wanted), None)
            if found:
                counts[wanted] += 1
                left.remove(word)
                over.remove(found)
    return NameMatch(
        same=counts[Grade.SAME],
        near=counts[Grade.NEAR],
        initials=counts[Grade.INITIAL],
        left_of_shorter=len(left),
        left_of_longer=len(over),
        given=grade_of(one.words[0], other.words[0]),
        whole_alike=ratio(sound_of(one.whole), sound_of(other.whole)) >= WHOLE_ALIKE,
    )


def grade_of(one: Word, other: Word) -> Grade:
    """Say how well two words match; the same whichever comes first."""
    if one.is_initial or other.is_initial:
        same = Grade.SAME if one.is_initial and other.is_initial else Grade.INITIAL
        return same if one.plain[0] == other.plain[0] or one.sound[:1] == other.sound[:1] else Grade.NOT
    if one.sound == other.sound or _but_for_a_particle(one.plain, other.plain):
        return Grade.SAME
    if one.sound in other.formal or other.sound in one.formal:
        return Grade.NEAR
    if one.key == other.key and OSA.normalized_similarity(one.sound, other.sound) >= VOWELS_ASIDE:
        return Grade.NEAR
    length = min(len(one.plain), len(other.plain))
    slips = (length >= ONE_SLIP_FROM) + (length >= TWO_SLIPS_FROM)
    near = min(OSA.distance(one.sound, other.sound), OSA.distance(one.plain, other.plain)) <= slips
    return Grade.NEAR if near else Grade.NOT


def _but_for_a_particle(one: str, other: str) -> bool:
    """Tell whether a word is the other with a particle glued before it: Elamrani, Amrani."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= ONE_SLIP_FROM and longer.endswith(shorter) and longer[: -len(shorter)] in PARTICLES
