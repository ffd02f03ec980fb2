"""Takes a text apart into sentences, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_END: Final = re.compile(r"[?!…]+|\.(?=\s|$)|\n\s*\n|\Z")
_SHORT: Final = frozenset(
    [
        "dhr",
        "mevr",
        "mw",
        "mr",
        "mrs",
        "ms",
        "dr",
        "drs",
        "ing",
        "prof",
        "st",
        "bijv",
        "bv",
        "nl",
        "evt",
        "ca",
        "nr",
        "tel",
        "o.a",
        "m.b.t",
        "t.a.v",
        "d.w.z",
        "e.g",
        "i.e",
    ]
)
_AROUND: Final = " \t\r\n\v\f\u00a0\"'()[]-*>#\u00ab\u00bb\u2018\u2019\u201c\u201d\u2013\u2014\u2022\u00b7"
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Sentence:
    """One sentence without its marks, where it begins in the text, and whether it ended in a question mark."""

    text: str
    start: int
    asked: bool

    def place(self, span: tuple[int, int] | None = None) -> tuple[int, int]:
        """Give where in the text a part of the sentence is, or all of it."""
        first, last = span or (0, len(self.text))
        return self.start + first, self.start + last


def sentences(text: str) -> Iterator[Sentence]:
    """Give the sentences of a text, in order; what holds no letter is none."""
    begin = 0
    for mark in _END.finditer(text):
        if mark.group() == "." and _is_short(text[max(begin, mark.start() - 8) : mark.start()]):
            continue
        body = text[begin : mark.start()]
        bare = body.strip(_AROUND)
        if _LETTER.search(bare):
            yield Sentence(bare, begin + body.index(bare), "?" in mark.group())
        begin = mark.end()


def _is_short(tail: str) -> bool:
    """Tell whether a full stop after these characters belongs to an abbreviation."""
    word = tail.rpartition(" ")[2].lower()
    return len(word) == 1 or word in _SHORT
