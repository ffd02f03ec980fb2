"""Names as they sound: one person's name, written by two people, read as the same.

Tuned for the names offices meet: Dutch, Flemish, Frisian, Turkish, Arabic and Berber, Polish, Ukrainian, Surinamese.
Other scripts become Latin letters by a library (anyascii); the sound rules below are ours, because the known ones
(Soundex, Metaphone, Kölner Phonetik) are made for one language and put `Youssef` and `Joesoef` apart.
"""

import re
from dataclasses import dataclass

from anyascii import anyascii

from kring_intake.likeness.nicknames import CALLED

PARTICLES = frozenset(
    (
        *("van", "de", "den", "der", "dem", "het", "vd", "ten", "ter", "te", "toe", "tot", "aan", "bij", "in", "op"),
        *("onder", "over", "uit", "voor", "von", "zu", "zur", "la", "le", "du", "des", "da", "dos"),
        *("el", "al", "ul", "ar", "as", "ash", "at", "bin", "bint", "ibn", "ben", "ait", "ould", "oulad"),
    )
)
"""Words before a family name (tussenvoegsels) and their like; dropped, moved and glued by every system differently."""
SHORTENED = re.compile(r"\bv\.?\s?/?\s?d\.?(?=\s)|'[ts](?![a-z])|\b[dl]'(?=[a-z])")
"""`v.d. Berg`, `v/d Berg`, `'t Hart`, `'s-Gravesande`, `d'Hondt`."""
GLUED = re.compile(r"^(?:vanden|vander|vande|van(?=.{5}))(?=.{4})")
"""Flemish names write the particle and the name as one word: Vandenberghe."""
GLUED_ARABIC = re.compile(r"^[ea]l(?=.{5})")
"""So do Moroccan ones: Elamrani. Not in a first word, which may be Elisabeth."""
SPELLINGS = re.compile(
    r"(?P<f>ph)|(?P<t>th|dt|d$)|(?P<g>gh)|(?P<v>w)|(?P<ks>x)"
    r"|(?P<s>tsch|tsj|tsh|tch|tsz|cz|sch|sh|sj|sz|zh|z|ch(?=[aeiouy])|c(?=[eiy]))"  # Rachid, Rasjid, Rashid
    r"|(?P<h>ch)"  # Achmed is Ahmed
    r"|(?P<k>kh|ck|c|q)"
    r"|(?P<j>dj|dzh|^y(?=[aeou]))"  # Yusuf is Jusuf
    r"|(?P<i>ij|ei|ey|ai|ay|ie|ee|y|(?<=.)j)"
    r"|(?P<o>oe|ou|ue|oo|u)"  # Joesoef, Youssouf, Yusuf; o and u change places in every transliteration
)
"""Spellings that stand for one sound here; the group is named after the sound."""
SILENT_H = re.compile(r"(?<=.)h(?![aeiou])")
DOUBLE = re.compile(r"(.)\1+")
MOST_WORDS = 5
"""A name of more words is a line of text; the rest is left out."""


@dataclass(frozen=True, order=True)
class Word:
    """One word of a name."""

    plain: str
    sound: str
    key: str
    """Its consonants, of the formal name where this is a nickname: what blocks are made of."""
    formal: tuple[str, ...]
    """The sounds of the formal names that somebody called so may have, the likeliest first."""

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
    words = tuple(dict.fromkeys(_word(piece, place) for place, piece in enumerate((kept or first)[:MOST_WORDS])))
    return Name(words, "".join(pieces))


def sound_of(plain: str) -> str:
    """Write a word of plain letters as it sounds, vowels too."""
    return DOUBLE.sub(r"\1", SILENT_H.sub("", SPELLINGS.sub(lambda found: found.lastgroup or "", plain)))


def skeleton_of(sound: str) -> str:
    """Keep the first sound and the consonants after it: vowels are what transliterations disagree on."""
    first = "a" if sound[:1] in "aeio" else sound[:1]
    return first + re.sub("[aeioh]", "", sound[1:])


def _word(piece: str, place: int) -> Word:
    plain = GLUED.sub("", piece)
    if place:
        plain = GLUED_ARABIC.sub("", plain)
    sound = sound_of(plain)
    formal = _FORMAL_OF.get(sound, ())
    return Word(plain, sound, skeleton_of(formal[0] if formal else sound), formal)


def _formal_names() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for names, nicknames in CALLED:
        formal = tuple(dict.fromkeys(map(sound_of, names)))
        for called in dict.fromkeys(map(sound_of, (*nicknames, *names[1:]))):
            if called != formal[0]:
                found[called] = (*found.get(called, ()), *formal)
    return found


_FORMAL_OF = _formal_names()
"""Found by sound, so that a nickname may be misspelt too."""
