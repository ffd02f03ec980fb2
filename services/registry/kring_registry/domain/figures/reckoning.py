"""Figures read from cells: numerator, denominator, and what is read from them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from kring_registry.domain.figures.definitions import DEFINITIONS, Definition, Kind
from kring_shared.contracts.registry import Figure, FigureSet

Amounts = Mapping[str, int]
ALL: tuple[Definition, ...] = tuple(DEFINITIONS.values())


def figure_set(
    part: str,
    amounts: Amounts,
    *,
    definitions: Iterable[Definition] = ALL,
    may_show: Callable[[Definition], bool] = lambda _: True,
    by_case: bool = False,
) -> FigureSet:
    """Give the figures of one part.

    Args:
        part: Its name; empty for all of it.
        amounts: How much of each measure, over all its types and contexts.
        definitions: Which figures.
        may_show: Says whether a figure may be shown; what may not has neither numerator nor denominator.
        by_case: The part is a type or a context: what has none of these says nothing here.
    """
    days = _days(amounts)
    figures = []
    for definition in definitions:
        if by_case and not definition.by_case:
            figures.append(Figure(key=definition.key, numerator=None, denominator=None, value=None))
        elif not may_show(definition):
            figures.append(Figure(key=definition.key, numerator=None, denominator=None, value=None, suppressed=True))
        else:
            figures.append(_figure(definition, amounts, days.get(definition.numerator, {})))
    return FigureSet(part=part, figures=tuple(figures))


def _figure(definition: Definition, amounts: Amounts, days: Mapping[int, int]) -> Figure:
    denominator = amounts.get(definition.denominator, 0)
    if definition.kind in {Kind.MEDIAN, Kind.SHORTEST}:
        value = _middle(days) if definition.kind is Kind.MEDIAN else float(min(days)) if days else None
        total = float(sum(day * times for day, times in days.items()))
        return Figure(key=definition.key, numerator=total, denominator=denominator, value=value)
    numerator = amounts.get(definition.numerator, 0) / definition.per
    value = numerator if definition.kind is Kind.COUNT else numerator / denominator if denominator else None
    return Figure(key=definition.key, numerator=numerator, denominator=denominator, value=value)


def _days(amounts: Amounts) -> dict[str, dict[int, int]]:
    """Give the days of each measure that has them: how many took so many."""
    found: dict[str, dict[int, int]] = {}
    for measure, times in amounts.items():
        name, colon, day = measure.partition(":")
        if colon and name in _OF_DAYS:
            found.setdefault(name, {})[int(day)] = times
    return found


_OF_DAYS: Final = frozenset(one.numerator for one in ALL if one.kind in {Kind.MEDIAN, Kind.SHORTEST})


def _middle(days: Mapping[int, int]) -> float | None:
    """Give the median: the middle one, or the mean of the two in the middle."""
    how_many = sum(days.values())
    if not how_many:
        return None
    return (_nth(days, (how_many - 1) // 2) + _nth(days, how_many // 2)) / 2


def _nth(days: Mapping[int, int], place: int) -> int:
    for day in sorted(days):
        place -= days[day]
        if place < 0:
            return day
    raise IndexError("there are not so many")
