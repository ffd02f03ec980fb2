"""Who comes before whom: more points first, equals by id, the same for everyone."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from kring_matching.queries.judging import Mask, Points

NOBODY: Final = -1
"""Fewer points than anybody has."""


def best(points: Points, among: Mask, ids: Sequence[str], most: int) -> list[int]:
    """Give the places of the best `most`, best first, without putting all the others in order."""
    least = threshold(points, among, most)
    found = np.flatnonzero(among & (points >= least)).tolist()
    return sorted(found, key=lambda at: (-points[at], ids[at]))[:most]


def threshold(points: Points, among: Mask, most: int) -> int:
    """Give the fewest points with which one may be among the best `most`."""
    those = points[among]
    return int(np.partition(those, len(those) - most)[len(those) - most]) if len(those) > most else NOBODY


def place_of(at: int, points: Points, among: Mask, ids: Sequence[str]) -> int:
    """Give the place one has among all of them, 1 for the best."""
    before = int(np.count_nonzero(among & (points > points[at])))
    equals = np.flatnonzero(among & (points == points[at])).tolist()
    return 1 + before + sum(ids[one] < ids[at] for one in equals)
