"""Asks every criterion and every rule about everybody, and weighs what they say."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from kring_matching.domain.eligibility import ALWAYS, Rule, Stops, asked_of
from kring_matching.hooks import MAY_LOOK_AT, Criterion, Verdict, View, Words
from kring_matching.queries import private_wish
from kring_matching.queries.kinds import Codes
from kring_matching.queries.pool import FOUND_FROM, Case
from kring_matching.store.traits import TRAITS

S = TypeVar("S")
Numbers = NDArray[np.float64]
Points = NDArray[np.int64]
Mask = NDArray[np.bool_]
WHOLE: Final = 10_000
"""Points of a score of 1.0: scores are told, and compared, with four decimals."""
FAILED: Final = Verdict(
    None,
    Words("this criterion could not be asked; tell who runs Kring", "dit criterium faalde; meld het de beheerder"),
)
ALL: Final = tuple(sorted(MAY_LOOK_AT))
"""What is seen by who does not say what they look at: all of it, of everybody by themselves, since `id` is in it."""
ALWAYS_READ: Final = frozenset({"supervised", "lent_by", "maximum_load", "last_case_on"})


@dataclass(frozen=True)
class Said(Generic[S]):
    """What one criterion or rule says of everybody: its answers, and for everybody the number of theirs."""

    of: Codes
    answers: Sequence[S]

    def about(self, at: int) -> S:
        """Give what is said of one."""
        return self.answers[int(self.of[at])]


@dataclass(frozen=True)
class Weighed:
    """A criterion by name, what it counts, and what it says of everybody."""

    name: str
    weight: float
    said: Said[Verdict]


@dataclass(frozen=True)
class Judged:
    """Everybody for one case, in the order of the pool.

    `points` are what the plugged-in criteria make of somebody. With a wish that the family keeps to itself, `points`
    are those of who is not known to meet it, and `meeting` those of who does.
    """

    case: Case
    criteria: tuple[Weighed, ...]
    rules: tuple[Said[Stops | None], ...]
    fits: Mask
    points: Points
    meeting: Points

    def stops(self, at: int) -> Iterator[Stops]:
        """Give what keeps one from the case."""
        return (stop for said in self.rules if (stop := said.about(at)) is not None)

    def why_not(self) -> dict[str, Counter[Stops]]:
        """Count who is kept from the case, by the code of the reason."""
        found: dict[str, Counter[Stops]] = {}
        for said in self.rules:
            counts = np.bincount(said.of, minlength=len(said.answers))
            for number, stop in enumerate(said.answers):
                if stop is not None and counts[number]:
                    found.setdefault(stop.code, Counter())[stop] += int(counts[number])
        return found


class Judges:
    """All that is asked about somebody for a case."""

    def __init__(self, criteria: Mapping[str, Criterion], rules: Sequence[Rule]) -> None:
        """Take what was plugged in; the rules that nothing can switch off are asked as well, and first."""
        self._criteria = dict(sorted(criteria.items()))
        self._rules: tuple[Rule, ...] = (*ALWAYS, *rules)

    @property
    def traits(self) -> frozenset[str]:
        """Name the columns that are needed; all, when anybody does not say what they look at."""
        named = [getattr(one, "looks_at", None) for one in (*self._criteria.values(), *self._rules)]
        if None in named:
            return frozenset(TRAITS)
        wanted = {trait for traits in named for trait in traits or ()}
        found_from = {trait for one in wanted for trait in FOUND_FROM.get(one, ())}
        return (ALWAYS_READ | wanted | found_from) & TRAITS.keys()

    def judge(self, case: Case, *, privately: bool = False) -> Judged:
        """Ask about everybody; `privately` when the family keeps a wish to itself."""
        rules = tuple(_asked(rule, partial(asked_of, rule), case) for rule in self._rules)
        criteria = tuple(
            Weighed(name, one.weight, _asked(one, partial(_verdict_of, one), case))
            for name, one in self._criteria.items()
        )
        people = len(case.pool.ids)
        fits = np.ones(people, dtype=np.bool_)
        for said in rules:
            fits &= np.array([stop is None for stop in said.answers], dtype=np.bool_)[said.of]
        total, weight = np.zeros(people), np.zeros(people)
        for one in criteria:
            total += np.array([one.weight * (v.score or 0.0) for v in one.said.answers], dtype=np.float64)[one.said.of]
            speaks = [one.weight if v.score is not None else 0.0 for v in one.said.answers]
            weight += np.array(speaks, dtype=np.float64)[one.said.of]
        if not privately:
            points = _points(total, weight)
            return Judged(case, criteria, rules, fits, points, points)
        counts = weight + private_wish.WEIGHT
        unknown, meeting = _points(total, counts), _points(total + private_wish.WEIGHT, counts)
        return Judged(case, criteria, rules, fits, unknown, meeting)


def _verdict_of(criterion: Criterion, view: View) -> Verdict:
    """Ask one criterion; one that fails says nothing of anybody, and holds nobody's ranking up."""
    try:
        verdict: object = criterion.look(view)
    except Exception:  # noqa: BLE001 - a manager must be able to choose, whatever a plugin does
        return FAILED
    return verdict if isinstance(verdict, Verdict) else FAILED


def _asked(plugged: object, ask: Callable[[View], S], case: Case) -> Said[S]:
    """Ask once for all who are alike in what is looked at; for everybody, when nobody says what that is."""
    looks_at: tuple[str, ...] | None = getattr(plugged, "looks_at", None)
    traits = ALL if looks_at is None else tuple(looks_at)
    kinds = case.kinds(traits)
    return Said(kinds.of, [ask(case.seen(at, traits)) for at in kinds.one_of])


def _points(total: Numbers, weight: Numbers) -> Points:
    """Give the weighted mean in points; who no criterion says anything of has none."""
    mean = np.divide(total, weight, out=np.zeros_like(total), where=weight > 0)
    points: Points = np.rint(mean * WHOLE).astype(np.int64)
    return points
