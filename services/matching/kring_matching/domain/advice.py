"""Whom an office should seek: what was missing in a year, counted, and how little of it is told to everybody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from kring_matching.domain.missing import FAR, LEFT, UNFILLED
from kring_shared.contracts.matching import MissingLine

LEAST: Final = 10
"""Nothing is told from fewer requests; what is told outside is rounded down to as many."""
MONTHS: Final = 12
PRIVATE: Final = frozenset({"background"})
"""Said in private by a family or a coordinator: not even the office sees it from fewer than ten requests."""

Counts = Mapping[tuple[str, str, str], int]
"""How often, by what was missing, its value, and because of what."""


def year_of(today: date, *, outward: bool) -> tuple[date, date]:
    """Give the first day of the year that counts, and the day after its last.

    Twelve months; for the office the running month is the last of them. Outside it is the month before, so that the
    figures change once a month, and nobody can see by how much one request, or one day, changed them.
    """
    last = _month(today, -1 if outward else 0)
    return _month(last, 1 - MONTHS), _month(last, 1)


def lines_of(counts: Counts) -> tuple[MissingLine, ...]:
    """Put counts in lines, the most missed first."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for (what, value, because), count in counts.items():
        found[what, value][because] = count
    return _sorted(
        MissingLine(
            what=what,
            value=value,
            unfilled=by.get(UNFILLED, 0),
            far=by.get(FAR, 0),
            left=by.get(LEFT, 0),
        )
        for (what, value), by in found.items()
    )


def for_the_office(lines: Iterable[MissingLine]) -> tuple[MissingLine, ...]:
    """Give the lines the regional manager may see: all, but what was said in private only as everybody may see it."""
    return _sorted(one for line in lines for one in ((line,) if line.what not in PRIVATE else for_everybody((line,))))


def for_everybody(lines: Iterable[MissingLine]) -> tuple[MissingLine, ...]:
    """Give the lines everybody may see, in tens: of each at least ten requests, and no number under ten at all.

    A search counts once as unfilled and once as far, so that the larger of the two is surely as many requests; their
    sum may be fewer. Leavers are no requests.
    """
    return _sorted(
        line.model_copy(
            update={"unfilled": in_tens(line.unfilled), "far": in_tens(line.far), "left": in_tens(line.left)}
        )
        for line in lines
        if max(line.unfilled, line.far) >= LEAST
    )


def in_tens(count: int) -> int:
    """Round down to tens."""
    return count - count % LEAST


def _sorted(lines: Iterable[MissingLine]) -> tuple[MissingLine, ...]:
    return tuple(sorted(lines, key=lambda line: (-line.unfilled - line.far - line.left, line.what, line.value)))


def _month(day: date, further: int) -> date:
    months = day.year * 12 + day.month - 1 + further
    return date(months // 12, months % 12 + 1, 1)
