"""Figures of years before Kring are taken over."""

from collections import defaultdict

from kring_registry.domain.figures.definitions import DEFINITIONS
from kring_registry.domain.past import PastYear, past_key
from kring_shared.contracts.registry import PastFigure, TakeOverFigures
from kring_shared.kernel.errors import InvalidFields
from kring_shared.kernel.work import Work


def years_named(message: TakeOverFigures, office: str) -> tuple[str, ...]:
    """Name the years that a file is about."""
    return tuple(past_key(office, year) for year in sorted({figure.year for figure in message.figures}))


def take_over(message: TakeOverFigures, work: Work) -> None:
    """Keep them by year; the same file again changes nothing.

    Raises:
        InvalidFields: a figure has no definition here, so that nobody could say what stands beside it.
    """
    if unknown := sorted({figure.key for figure in message.figures} - set(DEFINITIONS)):
        words = f"no figure is called {', '.join(unknown)}; `kring figures definitions` lists those there are"
        fields = (f"/figures/{place}/key" for place, figure in enumerate(message.figures) if figure.key in unknown)
        raise InvalidFields(tuple(fields), words).because("no-such-figure")
    by_year: dict[int, list[PastFigure]] = defaultdict(list)
    for figure in message.figures:
        by_year[figure.year].append(figure)
    for year, figures in sorted(by_year.items()):
        known = work.get(PastYear, past_key(work.office, year)) or PastYear(work.office, year)
        after = known.with_figures(figures)
        if after != known:
            work.save(after)
