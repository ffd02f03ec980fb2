"""What may leave: no number under ten, and none that could be found by reckoning with what is shown.

A *measure* is shown or hidden wherever it would stand. A *combination* is what a reader can reckon with measures of one
part, such as requests without a plan. Three things hold:

1. In every part that is shown each measure, and each combination of measures that are shown, is at least ten.
2. A part with few is hidden whole, and with it as many of the smallest as it takes to have ten together. What is hidden
   can be reckoned together, since the whole is shown; so rule 1 holds for it as if it were one part.
3. All parts of a table that are shown, show the same measures: what is small in one of them is shown in none. Else
   what is hidden here could be narrowed down by what is shown there.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from kring_registry.domain.figures.definitions import DEFINITIONS, SCORES, Definition

LEAST: Final = 10
"""Fewer are not shown to others."""
Amounts = Mapping[str, int]

WITHIN: Final[Mapping[str, tuple[str, ...]]] = {
    "requests": (),
    "plans": ("requests",),
    "started": ("requests",),
    "meetings": ("requests", "started"),
    "plans-of-started": ("started", "plans*"),
    "referred": ("requests",),
    "minors-known": ("requests*",),
    "minors": ("minors-known",),
    "mandatory": ("requests",),
    "repeats": ("requests",),
    "searched": ("requests*",),
    "matched": ("searched", "started*"),
    "unfilled": ("searched",),
    "submitted": ("requests",),
    "accepted": ("submitted",),
    "called": ("requests", "plans*"),
    "reached": ("called",),
    "on-track": ("reached",),
    "reconvened": ("plans",),
    "interpreted": ("meetings",),
    "mode-known": ("meetings*",),
    "online": ("mode-known",),
    "present-known": ("meetings*",),
    "topics-known": ("requests*",),
    "own-known": ("plans*",),
    "hours-known": ("topics-known*",),
    "help-cases": ("plans",),
    "help-answered": (),
    "help-granted": ("help-answered",),
    "talks": (),
    "talks-to-nothing": ("talks",),
    **{score.denominator: () for score in SCORES},
}
"""Each measure that may leave, and of which others it is a part; the earlier one stands, the more it is worth showing.

With a star the rest may also be nobody at all: that says only that something is known of everybody.
"""


@dataclass(frozen=True)
class Combination:
    """What can be reckoned with some measures: added up, or taken away."""

    terms: tuple[tuple[str, int], ...]
    root: str
    """Where this is nought, everything is, and there is nobody to point at."""
    or_none: bool = False

    def amount(self, amounts: Amounts) -> int:
        """Reckon it."""
        return sum(sign * amounts.get(measure, 0) for measure, sign in self.terms)

    def is_large(self, amounts: Amounts) -> bool:
        """Tell whether it points at nobody."""
        amount = self.amount(amounts)
        return amount >= LEAST or not amounts.get(self.root, 0) or (self.or_none and amount == 0)

    def is_about(self, measure: str) -> bool:
        """Tell whether a measure is in it."""
        return any(measure == term for term, _ in self.terms)

    def is_among(self, measures: Collection[str]) -> bool:
        """Tell whether all its measures are among these."""
        return all(measure in measures for measure, _ in self.terms)


def _root(measure: str) -> str:
    parents = WITHIN[measure]
    return _root(parents[0].rstrip("*")) if parents else measure


def _larger(measure: str) -> dict[str, bool]:
    """Name everything a measure is a part of, near and far, and whether the rest may be nobody at all."""
    found: dict[str, bool] = {}
    for parent in WITHIN[measure]:
        name, or_none = parent.rstrip("*"), parent.endswith("*")
        ways = {name: or_none} | {far: or_none and starred for far, starred in _larger(name).items()}
        found |= {far: starred and found.get(far, True) for far, starred in ways.items()}
    return found


def _combinations() -> Iterator[Combination]:
    for measure, parents in WITHIN.items():
        yield Combination(((measure, 1),), _root(measure), or_none=not parents)
        for larger, or_none in _larger(measure).items():
            yield Combination(((larger, 1), (measure, -1)), _root(measure), or_none)


COMBINATIONS: Final = tuple(_combinations())


@dataclass(frozen=True)
class _Logic:
    """What can be reckoned in tables with one whole, where some measures come to the same in all of it.

    Whoever sees one of those knows the other, in every part. So they are shown or hidden together, and reckoned as one.
    """

    same: Mapping[str, str]
    measures: tuple[str, ...]
    of: Mapping[str, tuple[Combination, ...]]

    def with_same(self, shown: Collection[str]) -> frozenset[str]:
        """Add what comes to the same as something that is shown."""
        return frozenset({*shown, *(measure for measure, larger in self.same.items() if larger in shown)})


def _logic_of(whole: Amounts) -> _Logic:
    same: dict[str, str] = {}
    for measure in WITHIN:
        for larger, or_none in _larger(measure).items():
            if or_none and whole.get(measure, 0) == whole.get(larger, 0):
                same[measure] = same.get(larger, larger)
    return _logic(tuple(same.items()))


@lru_cache(maxsize=64)
def _logic(same: tuple[tuple[str, str], ...]) -> _Logic:
    as_one = dict(same)
    combinations = dict.fromkeys(filter(lambda one: one.terms, (_as_one(one, as_one) for one in COMBINATIONS)))
    measures = tuple(measure for measure in WITHIN if measure not in as_one)
    of = {measure: tuple(one for one in combinations if one.is_about(measure)) for measure in measures}
    return _Logic(as_one, measures, of)


def _as_one(combination: Combination, same: Mapping[str, str]) -> Combination:
    signs: Counter[str] = Counter()
    for measure, sign in combination.terms:
        signs[same.get(measure, measure)] += sign
    return replace(combination, terms=tuple(sorted((measure, sign) for measure, sign in signs.items() if sign)))


def shown_in_whole(whole: Amounts) -> frozenset[str]:
    """Give the measures that may be shown of everything together."""
    logic = _logic_of(whole)
    return logic.with_same(_common(logic.measures, [whole], logic))


def shown_in_parts(whole: Amounts, parts: Mapping[str, Amounts]) -> dict[str, frozenset[str]]:
    """Give the measures that may be shown of each part of one table; the parts add up to the whole."""
    logic, in_whole = _logic_of(whole), shown_in_whole(whole)
    shown: dict[str, set[str]] = {part: set() for part in parts}
    for root in (measure for measure in logic.measures if not WITHIN[measure] and measure in in_whole):
        hidden = _too_small(root, parts)
        together = Counter[str]()
        for part in hidden:
            together.update(parts[part])
        looked_at = [together, *(amounts for part, amounts in parts.items() if part not in hidden)]
        common = _common([m for m in logic.measures if m in in_whole and _root(m) == root], looked_at, logic)
        for part in parts:
            shown[part] |= set() if part in hidden else common
    return {part: logic.with_same(measures) for part, measures in shown.items()}


def _too_small(root: str, parts: Mapping[str, Amounts]) -> set[str]:
    """Name the parts with few, and as many of the smallest others as it takes to have enough of them together."""
    sizes = sorted((amounts.get(root, 0), part) for part, amounts in parts.items() if amounts.get(root, 0))
    hidden: set[str] = set()
    amount = 0
    for size, part in sizes:
        if size >= LEAST and (not hidden or amount >= LEAST):
            break
        hidden.add(part)
        amount += size
    return hidden


def _common(candidates: Iterable[str], looked_at: Collection[Amounts], logic: _Logic) -> set[str]:
    """Give the measures that may be shown in every one of these, the most worth first."""
    common: set[str] = set()
    for measure in candidates:
        new = [one for one in logic.of[measure] if one.is_among(common | {measure})]
        if all(one.is_large(amounts) for one in new for amounts in looked_at):
            common.add(measure)
    return common


def may_leave(definition: Definition, shown: Collection[str]) -> bool:
    """Tell whether a figure may be shown of a part of which these measures are."""
    return definition.outward and all(measure in shown for measure in definition.measures)


OUTWARD: Final = tuple(one for one in DEFINITIONS.values() if one.outward)
"""The figures that can be asked by others at all."""
