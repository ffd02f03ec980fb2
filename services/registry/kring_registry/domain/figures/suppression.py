"""What may leave: no number under ten, and none that could be found by subtracting what is shown.

The unit is a measure in a part: it is shown or hidden wherever it would stand. A *combination* is what a reader can
reckon with measures of one part, such as requests without a plan. Three things hold:

1. In every part each measure that is shown, and each combination of measures that are shown, is at least ten.
2. What is hidden of a table can be reckoned together, since the whole is shown. So that sum, of each combination, is
   at least ten as well; where it is not, the measure is hidden in one part more.
3. A measure that is hidden in the whole is hidden in every part.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
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
    "stopped": ("requests",),
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

    def is_among(self, measures: Collection[str]) -> bool:
        """Tell whether all its measures are among these."""
        return all(measure in measures for measure, _ in self.terms)


def _root(measure: str) -> str:
    parents = WITHIN[measure]
    return _root(parents[0].rstrip("*")) if parents else measure


def _combinations() -> Iterator[Combination]:
    for measure, parents in WITHIN.items():
        yield Combination(((measure, 1),), _root(measure), or_none=not parents)
        for parent in parents:
            terms = ((parent.rstrip("*"), 1), (measure, -1))
            yield Combination(terms, _root(measure), or_none=parent.endswith("*"))
    for how in _HOW_IT_ENDED:
        yield Combination(how, "requests")


_HOW_IT_ENDED: Final[tuple[tuple[tuple[str, int], ...], ...]] = (
    (("requests", 1), ("stopped", -1), ("plans", -1)),  # a meeting without a plan
    (("requests", 1), ("stopped", -1), ("meetings", -1)),  # a plan without a meeting
    (("plans", 1), ("meetings", 1), ("stopped", 1), ("requests", -1)),  # a meeting with a plan
    (("stopped", 1), ("started", 1), ("requests", -1)),  # stopped in preparation
)
COMBINATIONS: Final = tuple(_combinations())
ORDER: Final = {measure: place for place, measure in enumerate(WITHIN)}


def shown_in_whole(whole: Amounts) -> frozenset[str]:
    """Give the measures that may be shown of everything together."""
    return _shown(whole, WITHIN)


def _shown(amounts: Amounts, candidates: Iterable[str]) -> frozenset[str]:
    """Show one measure after another, the most worth first, as long as nothing small can be reckoned."""
    shown: set[str] = set()
    for measure in candidates:
        with_it = shown | {measure}
        new = (one for one in _OF[measure] if one.is_among(with_it))
        if all(one.is_large(amounts) for one in new):
            shown = with_it
    return frozenset(shown)


_OF: Final[Mapping[str, tuple[Combination, ...]]] = {
    measure: tuple(one for one in COMBINATIONS if any(measure == term for term, _ in one.terms)) for measure in WITHIN
}


def shown_in_parts(whole: Amounts, parts: Mapping[str, Amounts]) -> dict[str, frozenset[str]]:
    """Give the measures that may be shown of each part of one table; the parts add up to the whole."""
    candidates = tuple(measure for measure in WITHIN if measure in shown_in_whole(whole))
    shown = {part: _shown(amounts, candidates) for part, amounts in parts.items()}
    hidden = {measure: {part for part in parts if measure not in shown[part]} for measure in candidates}
    _hide_more(parts, hidden)
    return {part: frozenset(m for m in candidates if part not in hidden[m]) for part in parts}


def _hide_more(parts: Mapping[str, Amounts], hidden: dict[str, set[str]]) -> None:
    """Hide in one part more, until what is hidden together is large; it ends, since each step hides something."""
    waiting = [one for one in COMBINATIONS if one.is_among(hidden)]
    while waiting:
        combination = waiting.pop()
        for together in _reckoned_together(combination, hidden):
            if _is_large_together(combination, parts, together):
                continue
            measure, part = _next_to_hide(combination, parts, hidden, together)
            hidden[measure].add(part)
            waiting += [one for one in _OF[measure] if one.is_among(hidden)]
            break


def _reckoned_together(combination: Combination, hidden: Mapping[str, set[str]]) -> list[set[str]]:
    """Give the smallest sets of parts over which a combination can be reckoned though it is hidden in each."""
    together: list[set[str]] = []
    for measure, _ in combination.terms:
        joined = set(hidden[measure])
        if joined:
            apart = [one for one in together if not one & joined]
            together = [*apart, joined.union(*(one for one in together if one & joined))]
    return together


def _is_large_together(combination: Combination, parts: Mapping[str, Amounts], together: Iterable[str]) -> bool:
    names = {combination.root, *(measure for measure, _ in combination.terms)}
    return combination.is_large({name: sum(parts[part].get(name, 0) for part in together) for name in names})


def _next_to_hide(
    combination: Combination, parts: Mapping[str, Amounts], hidden: Mapping[str, set[str]], together: set[str]
) -> tuple[str, str]:
    """Choose the measure that is worth least, and the smallest part that makes enough, else the largest there is."""
    measure = max((m for m, _ in combination.terms if hidden[m] & together), key=ORDER.__getitem__)
    amount = sum(combination.amount(parts[part]) for part in together)
    others = sorted((combination.amount(parts[p]), p) for p in parts if p not in together)
    enough = [part for more, part in others if amount + more >= LEAST]
    return measure, enough[0] if enough else others[-1][1]


def may_leave(definition: Definition, shown: Collection[str]) -> bool:
    """Tell whether a figure may be shown of a part of which these measures are."""
    return definition.outward and all(measure in shown for measure in definition.measures)


OUTWARD: Final = tuple(one for one in DEFINITIONS.values() if one.outward)
"""The figures that can be asked by others at all."""
