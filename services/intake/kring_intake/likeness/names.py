"""Names as they sound: one person's name, written by two people, read as the same.

Tuned for the names offices meet: Dutch, Flemish, Frisian, Turkish, Arabic and Berber, Polish, Ukrainian, Surinamese.
Other scripts become Latin letters by a library (anyascii); the sound rules below are ours, because the known ones
(Soundex, Metaphone, Kölner Phonetik) are made for one language and put `Youssef` and `Joesoef` apart.
"""

import re
from dataclasses import dataclass

from anyascii import anyascii

from kring_intake.likeness.nicknames import formal_names

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
SOUNDS = tuple(
    (re.compile(written), spoken)
    for written, spoken in (
        ("ph", "f"),
        ("th", "t"),
        ("gh", "g"),
        ("kh", "k"),
        ("tsch|tsj|tsh|tch|tsz|cz|sch|sh|sj|sz|zh", "s"),
        ("ch(?=[^aeiouy]|$)", "h"),  # Achmed is Ahmed
        ("ch", "s"),  # Rachid is Rasjid and Rashid
        ("ck|q", "k"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("x", "ks"),
        ("z", "s"),
        ("w", "v"),
        ("dj|dzh", "j"),
        ("^(?:ij|y(?![aeiou]))", "i"),
        ("^y", "j"),  # Yusuf is Jusuf
        ("ij|ei|ey|ai|ay|ie|ee|y|(?<!^)j", "i"),
        ("oe|ou|ue|oo|u", "o"),  # Joesoef, Youssouf, Yusuf; o and u change places in every transliteration
        ("dt|d$", "t"),
        ("(?<=.)h(?![aeiou])", ""),
        (r"([a-z])\1+", r"\1"),
    )
)
"""Spellings that stand for one sound here, in the order in which they are replaced."""
MOST_WORDS = 5
"""A name of more words is a line of text; the rest is left out."""


@dataclass(frozen=True, order=True)
class Word:
    """One word of a name."""

    plain: str
    sound: str
    key: str

    @property
    def is_initial(self) -> bool:
        """Tell whether only its first letter was written."""
        return len(self.plain) == 1


@dataclass(frozen=True)
class Name:
    """A name, read: its words without particles, the given name first where the writing shows which it is."""

    words: tuple[Word, ...]
    whole: str
    """Everything in one piece, particles too, as it sounds: finds what was written apart or together."""


def read_name(line: str) -> Name:
    """Read a name as a sender wrote it; `Jansen, Piet` is `Piet Jansen`. Nothing readable gives no words."""
    family, comma, given = line.partition(",")
    plain = anyascii(f"{given} {family}" if comma else line).lower()
    pieces = re.findall(r"[a-z]+", SHORTENED.sub(" ", plain).replace("'", ""))
    first = pieces[:1]
    kept = [piece for place, piece in enumerate(pieces) if piece not in PARTICLES or (piece == "ben" and not place)]
    words = tuple(dict.fromkeys(_word(piece, place) for place, piece in enumerate((kept or first)[:MOST_WORDS])))
    return Name(words, sound_of("".join(pieces)))


def sound_of(plain: str) -> str:
    """Write a word of plain letters as it sounds, vowels too."""
    for written, spoken in SOUNDS:
        plain = written.sub(spoken, plain)
    return plain


def skeleton_of(sound: str) -> str:
    """Keep the first sound and the consonants after it: vowels are what transliterations disagree on."""
    first = "a" if sound[:1] in "aeio" else sound[:1]
    return first + re.sub("[aeioh]", "", sound[1:])


def _word(piece: str, place: int) -> Word:
    plain = GLUED.sub("", piece)
    if place:
        plain = GLUED_ARABIC.sub("", plain)
    root = next(iter(formal_names(plain)), plain)
    return Word(plain, sound_of(plain), skeleton_of(sound_of(root)))
