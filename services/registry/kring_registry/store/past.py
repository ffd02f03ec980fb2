"""What an office published of a year before Kring, and back."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Column, Row, Text
from sqlmodel import Field

from kring_registry.domain.past import PastYear
from kring_registry.store.tables import RegistryTable
from kring_shared.contracts.registry import PastFigure

FIGURES: TypeAdapter[tuple[PastFigure, ...]] = TypeAdapter(tuple[PastFigure, ...])


class PastYearRow(RegistryTable, table=True):
    """One year before Kring."""

    __tablename__ = "past_year"

    past_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    year: int
    figures: str = Field(sa_column=Column(Text, nullable=False))
    version: int


def past_row(past: PastYear) -> dict[str, Any]:
    """Write a year down."""
    figures = FIGURES.dump_json(past.figures).decode()
    return {"past_id": past.id, "office": past.office, "year": past.year, "figures": figures}


def past_value(row: Row[Any]) -> PastYear:
    """Read a year."""
    return PastYear(row.office, row.year, FIGURES.validate_json(row.figures), row.version)
