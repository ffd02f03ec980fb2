"""Under which texts a request is found by who looks for it: two words of a name, or one that few people have.

Each text becomes a keyed hash before it is kept. A word that many people have is never kept alone: whoever got hold of
the hashes without their key could tell it by how often it stands there. Nor is the beginning of a word, for then there
would be few enough to try.
"""

from itertools import combinations
from typing import Final

from kring_intake.likeness.names import Word, read_name

FEWEST_LETTERS: Final = 2


def kept_under(name: str) -> tuple[str, ...]:
    """Give the texts somebody of this name is found under, the same for every writing that sounds the same."""
    words = _words(name)
    return tuple(dict.fromkeys((*_both(words), *_alone(words))))


def looked_under(name: str) -> tuple[str, ...]:
    """Give the texts to look for a name under: none when it is only a word that many people have."""
    words = _words(name)
    return _both(words) or _alone(words)


def looked_under_else(name: str) -> tuple[str, ...]:
    """Give what to look under when nobody has two of the words: each that few people have."""
    return _alone(_words(name))


def of_reference(reference: str) -> str:
    """Give the text a sender's reference is found under, whatever its capitals and spaces."""
    return f"sought-reference:{''.join(reference.split()).casefold()}"


def _words(name: str) -> tuple[Word, ...]:
    return tuple(word for word in read_name(name).words if len(word.plain) >= FEWEST_LETTERS)


def _both(words: tuple[Word, ...]) -> tuple[str, ...]:
    pairs = (sorted({first.key, second.key}) for first, second in combinations(words, 2))
    return tuple(dict.fromkeys(f"sought:{'+'.join(pair)}" for pair in pairs if len(pair) > 1))


def _alone(words: tuple[Word, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"sought:{word.key}" for word in words if not word.is_frequent))
