"""Figures of years before Kring, as the office published them: shown beside ours, marked, never added up with them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kring_shared.contracts.registry import PastFigure
from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.work import Aggregate


def past_key(office: str, year: int) -> str:
    """Give the id of what an office published of one year."""
    return id_at(BEGINNING, f"past/{office}/{year}")


@dataclass(frozen=True)
class PastYear(Aggregate):
    """What an office published of one year before Kring, by definition."""

    office: str
    year: int
    figures: tuple[PastFigure, ...] = ()
    version: int = 0

    @property
    def id(self) -> str:
        """Give its own id."""
        return past_key(self.office, self.year)

    def with_figures(self, figures: Iterable[PastFigure]) -> "PastYear":
        """Take figures over; the same definition again replaces what was there, so that importing twice is safe."""
        known = {figure.key: figure for figure in self.figures} | {figure.key: figure for figure in figures}
        return replace(self, figures=tuple(known[key] for key in sorted(known)))
