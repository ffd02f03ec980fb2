"""What is best for all together, stated exactly; `worth` says it of any pairing.

Compared from the top; a later line only decides where the earlier ones are equal:

1. `filled`: as many requests as possible get somebody.
2. `by_urgency`: of these as many as possible of the most urgent level, then of the next. This never costs a filled
   request: the sets of requests that can be served together form a matroid, and there a heaviest set is also a largest.
3. `points`: a score of 1.0 is 10,000 points, rounded to whole ones. For each pair its score; less `Fairness.spread`
   for every case that the coordinator has by then, the active ones counted, so that each further case costs more than
   the one before; and, for a coordinator without active cases, up to `Fairness.idle` once, by the days since their last
   case ended.

Urgency decides who is served first, not who is served well: in line 3 every request counts the same.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

POINTS: Final = 10_000
"""Points of a score of 1.0."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits, and who fits it: only coordinators in whose way no hard rule stands."""

    case_id: str
    scores: Mapping[str, float]
    """0.0 to 1.0 by coordinator id, no unit: the ranking's score."""
    urgency: int = 0
    """A higher level is served first; only the order of levels matters."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many more cases a coordinator takes now, how many are active, and how many days ago their last one ended."""

    free: int
    active: int = 0
    idle_days: int | None = None
    """`None`: they never had a case, and count as who waits longest."""


@dataclass(frozen=True, slots=True)
class Fairness:
    """What spreading the work counts beside the scores; points, of which a score of 1.0 has 10,000. Our choice."""

    spread: int = 1_000
    """What a case costs for each case that the coordinator has already: the second 1,000, the third 2,000."""
    idle: int = 500
    """What somebody who waits longest gains; it falls evenly to 0 for whose last case ended today."""
    idle_days: int = 365
    """From so many days on somebody waits longest."""

    def __post_init__(self) -> None:
        """Refuse what would make a further case better than the one before: the answer would not be exact."""
        if self.spread < 0 or self.idle < 0 or self.idle_days < 1:
            raise ValueError("fairness counts 0 points or more, over at least one day")

    def points(self, room: Room, further: int) -> int:
        """Say what a further case of a coordinator counts, beside its score; `further` is 0 for the first one."""
        if room.active == 0 and further == 0:
            days = self.idle_days if room.idle_days is None else min(max(room.idle_days, 0), self.idle_days)
            return self.idle * days // self.idle_days
        return -self.spread * (room.active + further)


USUAL: Final = Fairness()


class Worth(NamedTuple):
    """What a pairing is worth; it compares as the objective says."""

    filled: int
    by_urgency: tuple[int, ...]
    """Filled requests of each level that waits, the most urgent first."""
    points: int


def worth(
    pairing: Mapping[str, str], waiting: Sequence[Waiting], rooms: Mapping[str, Room], fairness: Fairness = USUAL
) -> Worth:
    """Say what any pairing, coordinator id by case id, is worth.

    Raises:
        ValueError: a pair does not fit, a case does not wait, or somebody gets more cases than they take.
    """
    requests = {one.case_id: one for one in waiting}
    if any(case not in requests or who not in requests[case].scores for case, who in pairing.items()):
        raise ValueError("a pairing holds only waiting cases, each with somebody who fits it")
    taken = Counter(pairing.values())
    if any(cases > rooms[who].free for who, cases in taken.items()):
        raise ValueError("nobody gets more cases than they take")
    points = sum(points_of(requests[case].scores[who]) for case, who in pairing.items())
    points += sum(fairness.points(rooms[who], further) for who, cases in taken.items() for further in range(cases))
    filled = Counter(requests[case].urgency for case in pairing)
    levels = sorted({one.urgency for one in waiting}, reverse=True)
    return Worth(len(pairing), tuple(filled[level] for level in levels), points)


def points_of(score: float) -> int:
    """Give a score of 0.0 to 1.0 in points."""
    return round(score * POINTS)
