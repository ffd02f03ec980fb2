"""Finds out in which language a text is, by its common words: enough to tell Dutch and English from the rest."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+")
_LEAST_SHARE: Final = 0.15
"""How many of a text's words must be common words of a language before the text counts as written in it."""


def language_of(text: str) -> str | None:
    """Give the language of a text, BCP 47; nothing when none of the known ones fits."""
    words = [word.lower() for word in _WORD.findall(text)]
    share = {language: sum(word in known for word in words) / len(words) for language, known in _known().items()}
    best = max(share, key=lambda language: share[language], default=None)
    return best if best and share[best] >= _LEAST_SHARE else None


@cache
def _known() -> dict[str, frozenset[str]]:
    """Give the common words by language, Dutch and English first, so that they win when it is a tie."""
    read = tomllib.loads(files(__package__).joinpath("languages.toml").read_text(encoding="utf-8"))
    return {language: frozenset(words.split()) for language, words in read.items()}
