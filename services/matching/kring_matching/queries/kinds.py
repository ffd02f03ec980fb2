"""Who is alike in what: everybody gets the number of their kind, so that one can be asked for all of a kind."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.intp]
SPARSE: Final = 8
"""Above so many possible pairs for each person, those that occur are sorted instead of looked up in a table."""


@dataclass(frozen=True)
class Kinds:
    """For everybody the number of their kind, and for every kind the place of one who is of it."""

    of: Codes
    one_of: Sequence[int]


class Numbering:
    """Numbers the different values of a column, in the order in which they are met."""

    def __init__(self) -> None:
        """Begin without any."""
        self._numbers: defaultdict[Any, int] = defaultdict(count().__next__)
        self._of: list[Codes] = []

    def add(self, piece: Sequence[Any]) -> None:
        """Number a further piece of the column."""
        self._of.append(np.fromiter(map(self._numbers.__getitem__, piece), dtype=np.intp, count=len(piece)))

    def values(self) -> Sequence[Any]:
        """Give the different values, by number."""
        return list(self._numbers)

    def kinds(self) -> Kinds:
        """Tell who is alike in the column."""
        of = np.concatenate(self._of) if self._of else np.zeros(0, dtype=np.intp)
        return Kinds(of, _one_of(of, len(self._numbers)).tolist())


def kinds_of(column: Sequence[Any]) -> Kinds:
    """Tell who is alike in a column that is there as a whole."""
    numbering = Numbering()
    numbering.add(column)
    return numbering.kinds()


def one_kind(people: int) -> Kinds:
    """Say that all are alike."""
    return Kinds(np.zeros(people, dtype=np.intp), [0] if people else [])


def marked(places: Sequence[int], people: int) -> Kinds:
    """Tell those who stand at these places from everybody else."""
    of: Codes = np.zeros(people, dtype=np.intp)
    of[places] = 1
    return alike_in_both(one_kind(people), Kinds(of, [0, 1]))


def alike_in_both(one: Kinds, other: Kinds) -> Kinds:
    """Number the pairs of kinds that occur."""
    people, pairs = len(one.of), len(one.one_of) * len(other.one_of)
    pair = one.of * len(other.one_of) + other.of
    if pairs > SPARSE * people:
        _, first, of = np.unique(pair, return_index=True, return_inverse=True)
        return Kinds(of, first.tolist())
    one_of = _one_of(pair, pairs)
    met = np.flatnonzero(one_of >= 0)
    numbers = np.empty(pairs, dtype=np.intp)
    numbers[met] = np.arange(len(met))
    return Kinds(numbers[pair], one_of[met].tolist())


def _one_of(of: Codes, kinds: int) -> Codes:
    """Give the first who is of each kind, -1 where nobody is: of equal numbers the last that is written stays."""
    found: Codes = np.full(kinds, -1, dtype=np.intp)
    found[of[::-1]] = np.arange(len(of) - 1, -1, -1)
    return found
