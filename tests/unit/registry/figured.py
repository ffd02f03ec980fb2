"""Figures as the registry's own queries give them, over what a lane holds; and what they are counted anew."""

from datetime import date
from typing import Any, Final

from sqlmodel import Session

from kring_registry.domain.figures.cells import Cell, Groups, counted_anew
from kring_registry.domain.figures.contributions import contributions, fee_contributions, month_of, where_in_cell
from kring_registry.domain.record import Record
from kring_registry.domain.registration import Registration
from kring_registry.queries.figures import figures
from kring_shared.contracts.registry import Figure, Figures, FigureSet, FiguresShown
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import View
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.registry.lane import OFFICE, Lane

WHOLE: Final = Figures(since=date(2026, 1, 1), until=date(2026, 12, 31))


def a_reader(lane: Lane, office: str = OFFICE) -> Reader:
    """Give a reader of everything a lane holds; it has no tables."""
    view = View()
    for aggregate in lane.stored.values():
        view.add(type(aggregate), aggregate)
    return Reader(Session(), view, PlainVault(), NOON, an_actor(office=office))


def shown(lane: Lane, query: Figures = WHOLE, office: str = OFFICE, **changes: Any) -> FiguresShown:  # noqa: ANN401 - fields
    """Ask for an office's figures."""
    return figures(query.model_copy(update=changes), a_reader(lane, office))


def figure(figures_of: FigureSet | None, key: str) -> Figure:
    """Give one figure of a part."""
    assert figures_of is not None
    return next(one for one in figures_of.figures if one.key == key)


def made_of(found: Figure) -> tuple[float | None, int | None]:
    """Give the numerator and the denominator of a figure."""
    return found.numerator, found.denominator


def from_rows(lane: Lane, office: str = OFFICE) -> dict[str, Groups]:
    """Count the registrations and records of an office anew, by month."""
    rows = [one for one in (*lane.all(Registration), *lane.all(Record)) if one.office == office]
    return counted_anew((month_of(one), where_in_cell(one), {**contributions(one), **_fee(one)}) for one in rows)


def _fee(one: Registration | Record) -> dict[str, int]:
    return dict(fee_contributions(one)) if isinstance(one, Registration) else {}


def from_cells(lane: Lane, office: str = OFFICE) -> dict[str, Groups]:
    """Give what the cells of an office count, by month; a cell that counts nothing says nothing."""
    return {cell.month: cell.counts for cell in lane.all(Cell) if cell.office == office and cell.counts}
