"""Cells: what is counted of one office and one month of receiving, so that a year of an office is twelve of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Final

from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.work import Aggregate

Groups = Mapping[str, Mapping[str, int]]
"""By type and context (`family/voluntary`), how much of each measure."""
MONTHS: Final = 12
NO_GROUP: Final = "/"
"""Where a talk without obligation counts: it has no type and no context."""
UNKNOWN: Final = "unknown"


@lru_cache(maxsize=4096)
def cell_key(office: str, month: str) -> str:
    """Give the id of the cell of an office and a month (`2026-03`)."""
    return id_at(BEGINNING, f"figures/{office}/{month}")


def months_of(year: int) -> tuple[str, ...]:
    """Name the months of a year."""
    return tuple(f"{year:04d}-{month:02d}" for month in range(1, MONTHS + 1))


def months_between(since: date, until: date) -> Iterator[str]:
    """Name the months from the one to the other, both included."""
    for number in range(since.year * MONTHS + since.month - 1, until.year * MONTHS + until.month):
        yield f"{number // MONTHS:04d}-{number % MONTHS + 1:02d}"


@dataclass(frozen=True)
class Cell(Aggregate):
    """What is counted of one office and month; no number in it is led back to a case.

    `counts` is what the registrations and records of the month count for, and can be counted anew from them. `kept` is
    what is left of hours and kilometres of those that lost their case: only sums, since no record holds them.
    """

    office: str
    month: str
    counts: Groups = field(default_factory=dict)
    kept: Groups = field(default_factory=dict)
    version: int = 0

    @property
    def id(self) -> str:
        """Give its id, which follows from office and month."""
        return cell_key(self.office, self.month)

    def with_counts(self, group: str, amounts: Mapping[str, int], sign: int = 1) -> "Cell":
        """Put amounts in, or take them out (`sign` -1); what comes to nothing is not kept."""
        return replace(self, counts=_changed(self.counts, group, amounts, sign))

    def with_kept(self, group: str, amounts: Mapping[str, int]) -> "Cell":
        """Keep sums of what loses its case."""
        return replace(self, kept=_changed(self.kept, group, amounts, 1))

    def groups(self) -> Groups:
        """Give all it counts."""
        return added_up([self.counts, self.kept]) if self.kept else self.counts


def _changed(groups: Groups, group: str, amounts: Mapping[str, int], sign: int) -> Groups:
    there = dict(groups.get(group, {}))
    for measure, amount in amounts.items():
        there[measure] = there.get(measure, 0) + sign * amount
    left = _there(there)
    others = {name: found for name, found in groups.items() if name != group}
    return others | ({group: left} if left else {})


def added_up(all_groups: Iterable[Groups]) -> dict[str, Counter[str]]:
    """Add groups up, each measure by itself."""
    total: dict[str, Counter[str]] = {}
    for groups in all_groups:
        for group, amounts in groups.items():
            total.setdefault(group, Counter()).update(amounts)
    return total


def counted_anew(counts: Iterable[tuple[str, str, Mapping[str, int]]]) -> dict[str, Groups]:
    """Count from the beginning, for each month: of each case or answer its month, its group and its amounts."""
    months: dict[str, dict[str, Counter[str]]] = {}
    for month, group, amounts in counts:
        if amounts:
            months.setdefault(month, {}).setdefault(group, Counter()).update(amounts)
    return {month: {group: _there(amounts) for group, amounts in groups.items()} for month, groups in months.items()}


def _there(amounts: Mapping[str, int]) -> dict[str, int]:
    return {measure: amount for measure, amount in amounts.items() if amount}


def by_type(groups: Groups) -> dict[str, Counter[str]]:
    """Add up by type of conference; `unknown` is where nobody knows it."""
    return _by(groups, 0)


def by_context(groups: Groups) -> dict[str, Counter[str]]:
    """Add up by context."""
    return _by(groups, 1)


def _by(groups: Groups, place: int) -> dict[str, Counter[str]]:
    parts: dict[str, Counter[str]] = {}
    for group, amounts in groups.items():
        if group != NO_GROUP:
            parts.setdefault(group.split("/")[place] or UNKNOWN, Counter()).update(amounts)
    return dict(sorted(parts.items()))


def in_all(groups: Groups) -> Counter[str]:
    """Add up over types and contexts."""
    total: Counter[str] = Counter()
    for amounts in groups.values():
        total.update(amounts)
    return total
