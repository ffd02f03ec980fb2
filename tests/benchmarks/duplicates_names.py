"""Reads the lists of names that families are made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

NAMES = Path(__file__).with_name("names")
FLATTENING = 15.0
"""Added to the rank of a name in its list, so that the most frequent Dutch family name is that of one in 200 people."""
LISTED_FAMILIES = 0.3
"""So many have a family name of the list; the others one of the many that hardly anybody has."""


@dataclass(frozen=True)
class Background:
    """Where names come from; each entry is a group of spellings of one name, the usual one first."""

    share: int
    given: tuple[tuple[str, ...], ...]
    families: tuple[tuple[str, ...], ...]
    stems: tuple[str, ...]
    endings: tuple[str, ...]
    cyrillic: dict[str, str]

    @cached_property
    def spellings(self) -> dict[str, tuple[str, ...]]:
        """The other spellings of every name that has them."""
        groups = [group for group in (*self.given, *self.families) if len(group) > 1]
        return {name: tuple(other for other in group if other != name) for group in groups for name in group}

    def given_name(self, chance: Random) -> str:
        """Draw a given name, in its usual spelling or, now and then, in another."""
        return _spelled(chance, chance.choices(self.given, self._given_weights)[0])

    def family_name(self, chance: Random) -> str:
        """Draw a family name, of the list or composed."""
        if chance.random() < LISTED_FAMILIES:
            return _spelled(chance, chance.choices(self.families, self._family_weights)[0])
        return (chance.choice(self.stems) + chance.choice(self.endings)).strip()

    @cached_property
    def _given_weights(self) -> list[float]:
        return [1 / (rank + FLATTENING) for rank in range(len(self.given))]

    @cached_property
    def _family_weights(self) -> list[float]:
        return [1 / (rank + FLATTENING) for rank in range(len(self.families))]


def read_names(name: str) -> tuple[Background, ...]:
    """Read `tuned_on` or `held_out`."""
    return tuple(_sections((NAMES / f"{name}.txt").read_text(encoding="utf-8")))


def _sections(text: str) -> Iterator[Background]:
    for section in text.split("\n[")[1:]:
        head, _, body = section.partition("]\n")
        lists: dict[str, list[str]] = {}
        current: list[str] = []
        for word in body.split():
            if word.endswith(":"):
                current = lists.setdefault(word[:-1], [])
            elif word.startswith("="):
                current[-1] += word.replace("_", " ")
            else:
                current.append(word.replace("_", " "))
        pairs = dict(pair.split("=") for pair in lists.get("cyrillic", ()))
        yield Background(
            share=int(head.split()[1]),
            given=tuple(tuple(group.split("=")) for group in lists["given"]),
            families=tuple(tuple(group.split("=")) for group in lists["families"]),
            stems=tuple(lists["stems"]),
            endings=tuple(lists["endings"]),
            cyrillic={min(pair): max(pair) for pair in pairs.items()},  # Latin letters sort before Cyrillic ones
        )


def _spelled(chance: Random, group: tuple[str, ...]) -> str:
    usual = 0.7
    return group[0] if len(group) == 1 or chance.random() < usual else chance.choice(group[1:])
