"""Reads the tables of patterns: words with names, forms of questions, and what a remark is made for.

A pattern is a regular expression with four signs of its own, so that a table can be read aloud: `…` is up to sixty
characters, `*` the rest of a word, `<name>` one of the words of that name, and a comma in front any sign that ends a
part of a sentence. Nothing repeats without a limit, so the time a text takes grows only as fast as the text.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from kring_intake.plugins.open_question.codes import Code

Patterns = tuple[re.Pattern[str], ...]
FILES: Final = {"nl": "dutch.toml", "en": "english.toml"}
_SIGN: Final = re.compile(r"(?P<comma>^, )|(?P<gap> ?… ?)|(?P<rest>\*)|<(?P<name>[a-z]+)>|(?P<space> )")
_MEANS: Final = {
    "comma": r"(?<=[,;:.\u2013\u2014-])\s{1,3}",
    "gap": r"(?:\W.{0,60}?\W|\W)",
    "rest": r"\w{0,20}",
    "space": r"\s{1,5}",
}


@dataclass(frozen=True)
class Table:
    """What is known of one language."""

    forms: Mapping[str, Patterns]
    remarks: Mapping[Code, Patterns]
    unless: Mapping[Code, Patterns]

    def is_form(self, name: str, sentence: str) -> bool:
        """Tell whether a sentence has a form, by the form's name in the table."""
        return first(self.forms[name], sentence) is not None

    def span_of(self, code: Code, sentence: str) -> tuple[int, int] | None:
        """Give where in a sentence the words are that a remark is about; nothing when there are none, or an excuse."""
        if first(self.unless.get(code, ()), sentence):
            return None
        return first(self.remarks.get(code, ()), sentence)


def first(patterns: Patterns, sentence: str) -> tuple[int, int] | None:
    """Give the span of the first of the patterns that is there, in the order of the table."""
    found = (pattern.search(sentence) for pattern in patterns)
    return next((match.span() for match in found if match), None)


@cache
def table(language: str) -> Table:
    """Give the table of a language; it is read and compiled once, when it is first needed."""
    read = tomllib.loads(files(__package__).joinpath(FILES[language]).read_text(encoding="utf-8"))
    words: dict[str, str] = read["words"]

    def compiled(patterns: Iterable[str]) -> Patterns:
        return tuple(re.compile(rf"(?<!\w)(?:{_spelt(p, words)})(?!\w)", re.IGNORECASE | re.DOTALL) for p in patterns)

    return Table(
        forms={name: compiled(patterns) for name, patterns in read["forms"].items()},
        remarks={Code(name): compiled(patterns) for name, patterns in read["remarks"].items()},
        unless={Code(name): compiled(patterns) for name, patterns in read["unless"].items()},
    )


def _spelt(pattern: str, words: Mapping[str, str]) -> str:
    """Write a pattern of a table as a regular expression."""

    def means(sign: re.Match[str]) -> str:
        name = sign["name"]
        return rf"(?:{_spelt(words[name], words)})(?!\w)" if name else _MEANS[str(sign.lastgroup)]

    return _SIGN.sub(means, pattern)
