"""Finds the best pairing of all waiting requests together, exactly.

What one coordinator's cases bring falls from each to the next. So every case they can take is a slot with points of its
own, no best pairing skips a better slot, and what is left is a linear assignment of requests to slots. Of n requests
each needs only its own n best slots: the n - 1 others cannot hold all of them, and whoever has another slot moves to a
free one of these without loss. Points are whole numbers, and floats hold them exactly.

Memory grows with the fits that are given and with the square of the requests. Equal pairings are told apart by the
order of ids: the same requests and coordinators give the same pairs, in whatever order they come.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csgraph, csr_array  # type: ignore[import-untyped]  # it has no types; wrapped in `_heaviest`

from kring_matching.together.objective import USUAL, Fairness, Room, Waiting, Worth, points_of, worth
from kring_matching.together.reasons import Explanation, Left, Pair

Numbers = NDArray[np.int64]
"""One row of whole numbers: places in the order of ids, or points."""

MOST_EXACT: Final = 2**53
"""Up to here a float holds every whole number."""
TOO_LARGE: Final = "fairness or active cases are too large for an exact answer"


@dataclass(frozen=True, slots=True)
class Together:
    """The best assignment of all together, and what it is worth; both lists in the order of case ids."""

    pairs: tuple[Pair, ...]
    left: tuple[Left, ...]
    worth: Worth


def best_together(waiting: Sequence[Waiting], rooms: Mapping[str, Room], fairness: Fairness = USUAL) -> Together:
    """Pair all waiting requests as is best for all of them together.

    Args:
        waiting: The requests; a case once.
        rooms: The room of everybody who fits any of them; others may be there too.
        fairness: What spreading the work counts.

    Raises:
        ValueError: a case comes twice, a score is not within 0 and 1, somebody's room is unknown or below 0, or the
            figures are so large that the answer would not be exact.
    """
    requests = sorted(waiting, key=lambda one: one.case_id)
    _check(requests, rooms)
    pairing = _paired(requests, rooms, fairness)
    explain = Explanation(requests, rooms, pairing)
    return Together(
        pairs=tuple(explain.pair(one) for one in requests if one.case_id in pairing),
        left=tuple(explain.left(one) for one in requests if one.case_id not in pairing),
        worth=worth(pairing, requests, rooms, fairness),
    )


def _check(requests: Sequence[Waiting], rooms: Mapping[str, Room]) -> None:
    if len({one.case_id for one in requests}) < len(requests):
        raise ValueError("a case waits once")
    if any(room.free < 0 or room.active < 0 for room in rooms.values()):
        raise ValueError("nobody takes, or has, fewer than 0 cases")
    for one in requests:
        if not one.scores.keys() <= rooms.keys():
            raise ValueError("the room of everybody who fits must be known")
        if not all(0 <= score <= 1 for score in one.scores.values()):
            raise ValueError("a score is at least 0 and at most 1")


class _Slots:
    """The further cases of everybody with room: a coordinator's slots lie beside each other, the best first."""

    def __init__(self, requests: Sequence[Waiting], rooms: Mapping[str, Room], fairness: Fairness) -> None:
        """Give nobody more slots than requests that they fit."""
        fits = Counter(who for one in requests for who in one.scores)
        self.most = len(requests)
        self.coordinator_ids = sorted(who for who in fits if rooms[who].free > 0)
        self.place = {who: place for place, who in enumerate(self.coordinator_ids)}
        owned = [min(rooms[who].free, fits[who]) for who in self.coordinator_ids]
        self.owned = np.array(owned, dtype=np.int64)
        self.first = np.cumsum(self.owned) - self.owned
        self.owner = np.repeat(np.arange(len(owned)), self.owned)
        counted = [
            fairness.points(rooms[who], further)
            for who, slots in zip(self.coordinator_ids, owned, strict=True)
            for further in range(slots)
        ]
        if min(counted, default=0) <= -MOST_EXACT:
            raise ValueError(TOO_LARGE)
        self.points = np.array(counted, dtype=np.int64)

    def best(self, scores: Mapping[str, float]) -> tuple[Numbers, Numbers]:
        """Give a request's best slots, as many as there are requests, each with its points; equal ones by id."""
        fitting = {self.place[who]: points_of(score) for who, score in scores.items() if who in self.place}
        who = np.fromiter(fitting.keys(), dtype=np.int64, count=len(fitting))
        score = np.fromiter(fitting.values(), dtype=np.int64, count=len(fitting))
        # Whoever is not among the best with their first slot is not with a later one.
        chosen = np.lexsort((who, -(score + self.points[self.first[who]])))[: self.most]
        who, score = who[chosen], score[chosen]
        owned = self.owned[who]
        slots = np.repeat(self.first[who] - (np.cumsum(owned) - owned), owned) + np.arange(owned.sum())
        points = np.repeat(score, owned) + self.points[slots]
        chosen = np.lexsort((slots, -points))[: self.most]
        return slots[chosen], points[chosen]


def _paired(requests: Sequence[Waiting], rooms: Mapping[str, Room], fairness: Fairness) -> dict[str, str]:
    """Find the best pairing: the heaviest, where being filled weighs more than all points together can."""
    slots = _Slots(requests, rooms, fairness)
    if not slots.coordinator_ids:
        return {}
    best = [slots.best(one.scores) for one in requests]
    every = np.concatenate([points for _, points in best])
    filled = len(requests) * (max(int(every.max()), 0) - min(int(every.min()), 0)) + 1
    levels = sorted({one.urgency for one in requests})
    if 2 * len(requests) * (filled * (len(levels) + 1)) >= MOST_EXACT:
        raise ValueError(TOO_LARGE)
    # In a matroid only the order of weights decides who is in the heaviest set: 1, 2, 3 serve the most urgent first.
    weights = [
        points + filled * (1 + levels.index(one.urgency)) for one, (_, points) in zip(requests, best, strict=True)
    ]
    chosen = _heaviest([found for found, _ in best], weights)
    return {
        one.case_id: slots.coordinator_ids[slots.owner[slot]]
        for one, slot in zip(requests, chosen, strict=True)
        if slot is not None
    }


def _heaviest(slots: Sequence[Numbers], weights: Sequence[Numbers]) -> list[int | None]:
    """Give each request one of its slots, or `None`, so that the weights, all above 0, are most together."""
    used, columns = np.unique(np.concatenate(slots), return_inverse=True)
    requests = len(slots)
    # Each request also has a column of its own, which stands for nobody; the matrix takes no 0, so all weigh 1 more.
    rows = np.concatenate([np.repeat(np.arange(requests), [len(own) for own in slots]), np.arange(requests)])
    columns = np.concatenate([columns, len(used) + np.arange(requests)])
    values = np.concatenate([*weights, np.zeros(requests)]) + 1
    matrix = csr_array((values, (rows, columns)), shape=(requests, len(used) + requests))
    row, column = csgraph.min_weight_full_bipartite_matching(matrix, maximize=True)
    chosen = dict(zip(row.tolist(), column.tolist(), strict=True))
    return [int(used[chosen[one]]) if chosen[one] < len(used) else None for one in range(requests)]
