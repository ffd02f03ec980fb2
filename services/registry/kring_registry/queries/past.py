"""The figures of years before Kring."""

from sqlmodel import select

from kring_registry.store.past import FIGURES, PastYearRow
from kring_shared.contracts.registry import ListPastFigures, PastFiguresShown
from kring_shared.runtime.declared.routes import Reader


def list_past_figures(_query: ListPastFigures, reader: Reader) -> PastFiguresShown:
    """Show what an office took over, by year and definition."""
    own = select(PastYearRow.figures).where(PastYearRow.office == reader.office).order_by(PastYearRow.year)  # type: ignore[arg-type]  # a column, which SQLModel types as its value
    return PastFiguresShown(figures=tuple(f for text in reader.session.exec(own) for f in FIGURES.validate_json(text)))
