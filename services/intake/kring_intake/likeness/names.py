"""Names as they sound: one person's name, written by two people, read as the same.

Tuned for the names offices meet: Dutch, Flemish, Frisian, Turkish, Arabic and Berber, Polish, Ukrainian, Surinamese.
Other scripts become Latin letters by a library (anyascii); the sound rules below are ours, because the known ones
(Soundex, Metaphone, Kölner Phonetik) are made for one language and put `Youssef` and `Joesoef` apart.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from kring_intake.likeness.frequent import FAMILY_NAMES, GIVEN_NAMES
from kring_intake.likeness.nicknames import CALLED

PARTICLES: Final = frozenset(
    (
        *("van", "de", "den", "der", "dem", "het", "vd", "ten", "ter", "te", "toe", "tot", "aan", "bij", "in", "op"),
        *("onder", "over", "uit", "voor", "von", "zu", "zur", "la", "le", "du", "des", "da", "dos"),
        *("el", "al", "ul", "ar", "as", "ash", "at", "bin", "bint", "ibn", "ben", "ait", "ould", "oulad"),
    )
)
"""Words before a family name (tussenvoegsels) and their like; dropped, moved and glued by every system differently."""
SHORTENED: Final = re.compile(r"\bv\.?\s?/?\s?d\.?(?=\s)|'[ts](?![a-z])|\b[dl]'(?=[a-z])")
"""`v.d. Berg`, `v/d Berg`, `'t Hart`, `'s-Gravesande`, `d'Hondt`."""
GLUED: Final = re.compile(r"^(?:vanden|vander|vande|van(?=.{5})|den|de|ter|ten|el|al)(?=.{4})")
"""Flemish and Moroccan names write the particle and the name as one word: Vandenberghe, Depauw, Elamrani."""
SPELLINGS: Final = re.compile(
    r"(?P<f>ph)|(?P<t>th|dt|d$)|(?P<g>gh)|(?P<v>w)|(?P<ks>x)"
    r"|(?P<s>tsch|tsj|tsh|tch|tsz|cz|sch|sh|sj|sz|zh|z|ch(?=[aeiouy])|c(?=[eiy]))"  # Rachid, Rasjid, Rashid
    r"|(?P<h>ch)"  # Achmed is Ahmed
    r"|(?P<k>kh|ck|c|q)"
    r"|(?P<j>^dj|^dzh|^y(?=[aeou]))"  # Yusuf is Jusuf
    r"|(?P<i>ij|ei|ey|ai|ay|ie|ee|y|(?<=.)(?:dj|dzh|j))"
    r"|(?P<o>oe|ou|ue|oo|u)"  # Joesoef, Youssouf, Yusuf; o and u change places in every transliteration
)
"""Spellings that stand for one sound here; the group is named after the sound."""
SILENT_H: Final = re.compile(r"(?<=.)h(?![aeiou])")
DOUBLE: Final = re.compile(r"(.)\1+")
WORDS_KEPT: Final = 10_000
"""So many words are kept as they were read: single words, which say nothing of whose name they were part of."""
MOST_WORDS: Final = 5
"""A name of more words is a line of text; the rest is left out."""


@dataclass(frozen=True, order=True)
class Word:
    """One word of a name."""

    plain: str
    sound: str
    bare: str
    """Its sound without what may be a particle at its beginning."""
    key: str
    """Its consonants, bare; of the formal name where this is a nickname: what blocks are made of."""
    formal: tuple[str, ...]
    """The sounds of the formal names that somebody called so may have, the likeliest first."""

    is_frequent: bool
    """Whether many people have it."""
    is_frequent_given: bool
    """Whether many people have it as a given name."""

    @property
    def is_initial(self) -> bool:
        """Tell whether only its first letter was written."""
        return len(self.plain) == 1


@dataclass(frozen=True)
class Name:
    """A name, read: its words without particles, the given name first where the writing shows which it is."""

    words: tuple[Word, ...]
    whole: str
    """Everything in one piece, particles too: finds what was written apart or together."""


def read_name(line: str) -> Name:
    """Read a name as a sender wrote it; `Jansen, Piet` is `Piet Jansen`. Nothing readable gives no words."""
    family, comma, given = line.partition(",")
    plain = anyascii(f"{given} {family}" if comma else line).lower()
    pieces = re.findall(r"[a-z]+", SHORTENED.sub(" ", plain).replace("'", ""))
    first = pieces[:1]
    kept = [piece for place, piece in enumerate(pieces) if piece not in PARTICLES or (piece == "ben" and not place)]
    words = tuple(dict.fromkeys(map(_word, (kept or first)[:MOST_WORDS])))
    return Name(words, "".join(pieces))


def sound_of(plain: str) -> str:
    """Write a word of plain letters as it sounds, vowels too."""
    return DOUBLE.sub(r"\1", SILENT_H.sub("", SPELLINGS.sub(lambda found: found.lastgroup or "", plain)))


def skeleton_of(sound: str) -> str:
    """Keep the first sound and the consonants after it: vowels are what transliterations disagree on."""
    first = "a" if sound[:1] in "aeio" else sound[:1]
    return first + re.sub("[aeioh]", "", sound[1:])


@lru_cache(maxsize=WORDS_KEPT)
def _word(plain: str) -> Word:
    sound, bare = sound_of(plain), _bare(plain)
    formal = _FORMAL_OF.get(sound, ())
    given = sound in _FREQUENT_GIVEN
    return Word(
        plain=plain,
        sound=sound,
        bare=bare,
        key=skeleton_of(_bare(formal[0]) if formal else bare),
        formal=formal,
        is_frequent=given or bare in _FREQUENT_FAMILY,
        is_frequent_given=given,
    )


def _bare(plain: str) -> str:
    return sound_of(GLUED.sub("", plain))


def _formal_names() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for names, nicknames in CALLED:
        formal = tuple(dict.fromkeys(map(sound_of, names)))
        for called in dict.fromkeys(map(sound_of, (*nicknames, *names[1:]))):
            if called != formal[0]:
                found[called] = (*found.get(called, ()), *formal)
    return found


_FORMAL_OF: Final = _formal_names()
"""Found by sound, so that a nickname may be misspelt too."""
_FREQUENT_GIVEN: Final = frozenset(map(sound_of, GIVEN_NAMES.split()))
_FREQUENT_FAMILY: Final = frozenset(
    _bare(written) for name in FAMILY_NAMES.split() for written in (name, re.sub("ski$", "ska", name))
)
