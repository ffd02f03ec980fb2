"""How well two names match, word by word, whatever their order."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from kring_intake.likeness.names import Name, Word, sound_of

ONE_SLIP_FROM: Final = 4
TWO_SLIPS_FROM: Final = 10
"""From so many sounds on, a word with one or two slips (a sound more, less, other, or two swapped) is the same word."""
VOWELS_ASIDE: Final = 0.65
"""Words with the same consonants are one word when so much of all their sounds agrees; not so Hasan and Husein."""
WHOLE_ALIKE: Final = 90.0
"""Names of which so much (percent) agrees when written in one piece are one name: Anne Marie, Annemarie."""


class Grade(IntEnum):
    """How well two words match."""

    NOT = 0
    INITIAL = 1
    SLIP = 2
    VARIANT = 3
    SAME = 4


@dataclass(frozen=True)
class NameMatch:
    """What became of the words of two names."""

    words: tuple[tuple[Grade, Word, Word, bool], ...] = ()
    """Each match: how well, the words of the two, and whether one of them stands first, as a given name does."""
    left_of_shorter: int = 0
    left_of_longer: int = 0
    given: Grade = Grade.NOT
    """How well the first words match: the given names, unless one is written the other way round."""
    whole_alike: bool = False
    """Whether the two are one when everything is written in one piece, and only then."""

    @property
    def matched(self) -> int:
        """Count the words that match more than by an initial."""
        return sum(grade > Grade.INITIAL for grade, *_ in self.words)

    @property
    def complete(self) -> bool:
        """Tell whether nothing of the shorter name is without its like in the longer."""
        return self.left_of_shorter == 0 and self.matched > 0

    @property
    def exact(self) -> bool:
        """Tell whether the two are the same name."""
        return self.complete and self.left_of_longer == 0 and all(grade is Grade.SAME for grade, *_ in self.words)


def match_names(one: Name, other: Name) -> NameMatch:
    """Match two names; the same whichever comes first."""
    shorter, longer = sorted((one, other), key=lambda name: (len(name.words), name.whole, name.words))
    if not shorter.words:
        return NameMatch()
    grades = [
        (grade, place, beside)
        for place, word in enumerate(shorter.words)
        for beside, other_word in enumerate(longer.words)
        if (grade := grade_of(word, other_word))
    ]
    matches: dict[int, tuple[Grade, Word, Word, bool]] = {}
    taken: set[int] = set()
    for grade, place, beside in sorted(grades, key=lambda found: -found[0]):
        if place not in matches and beside not in taken:
            matches[place] = (grade, shorter.words[place], longer.words[beside], 0 in {place, beside})
            taken.add(beside)
    return NameMatch(
        words=tuple(matches.values()),
        left_of_shorter=len(shorter.words) - len(matches),
        left_of_longer=len(longer.words) - len(matches),
        given=grade_of(one.words[0], other.words[0]),
        whole_alike=len(shorter.words) != len(longer.words) and _whole_alike(one, other),
    )


def _whole_alike(one: Name, other: Name) -> bool:
    sounds = sound_of(one.whole), sound_of(other.whole)
    return max(ratio(one.whole, other.whole), ratio(*sounds)) >= WHOLE_ALIKE


def grade_of(one: Word, other: Word) -> Grade:
    """Say how well two words match; the same whichever comes first."""
    if one.is_initial or other.is_initial:
        same = Grade.SAME if one.is_initial and other.is_initial else Grade.INITIAL
        return same if one.plain[0] == other.plain[0] or one.sound[:1] == other.sound[:1] else Grade.NOT
    if one.sound in {other.sound, other.bare} or one.bare == other.sound:
        return Grade.SAME
    if one.sound in other.formal or other.sound in one.formal:
        return Grade.VARIANT
    if one.key == other.key and OSA.normalized_similarity(one.sound, other.sound) >= VOWELS_ASIDE:
        return Grade.VARIANT
    shorter, longer = sorted((len(one.plain), len(other.plain)))
    slips = (shorter >= ONE_SLIP_FROM - 1 and longer >= ONE_SLIP_FROM) + (shorter >= TWO_SLIPS_FROM)
    if longer - shorter > slips + 1:  # a sound may be written in two letters
        return Grade.NOT
    near = (
        OSA.distance(one.sound, other.sound, score_cutoff=slips) <= slips
        or OSA.distance(one.plain, other.plain, score_cutoff=slips) <= slips
    )
    return Grade.SLIP if near else Grade.NOT
