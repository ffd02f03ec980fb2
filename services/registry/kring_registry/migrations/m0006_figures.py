"""Counts by office and month, published years, and talks; what stands is counted."""

from typing import Any

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Date, Integer, String, false, insert, select

from kring_registry.domain.figures.cells import Cell
from kring_registry.domain.figures.contributions import contributions, fee_contributions, month_of, where_in_cell
from kring_registry.domain.figures.outward import OutwardYear
from kring_registry.store.figures import CellRow, OutwardYearRow, cell_row, outward_row
from kring_registry.store.registration import RegistrationRow, registration_value

revision = "registry_0006"
down_revision = "registry_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and columns, and count what was registered before; of talks before, nothing was counted."""
    with op.batch_alter_table("registration") as registration:
        registration.add_column(Column("searched_on", Date))
        registration.add_column(Column("mode", String(20)))
        for name in ("unfilled", "submitted"):
            registration.add_column(Column(name, Boolean, nullable=False, server_default=false()))
    with op.batch_alter_table("registration") as registration:
        for name in ("unfilled", "submitted"):
            registration.alter_column(name, server_default=None)
    _make_cells()
    _make_years()
    _count_what_stands()


def _make_cells() -> None:
    op.create_table(
        "figure_cell",
        Column("cell_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("month", String(7), nullable=False),
        Column("counts", JSON, nullable=False),
        Column("kept", JSON, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "talk",
        Column("talk_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("month", String(7), nullable=False),
        Column("year_key", String(32), nullable=False),
        Column("came_of_it", String(10), nullable=False),
        Column("version", Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_talk_year_key", "talk", ["year_key"])


def _make_years() -> None:
    op.create_table(
        "year_report",
        Column("report_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("year", Integer, nullable=False),
        Column("published_on", Date, nullable=False),
        Column("definitions", Integer, nullable=False),
        Column("counts", JSON, nullable=False),
        Column("by_month", JSON, nullable=False),
        Column("number", Integer, nullable=False),
        Column("head", String(64), nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "outward_year",
        Column("outward_id", String(32), primary_key=True),
        Column("year", Integer, nullable=False),
        Column("offices", JSON, nullable=False),
        Column("published", JSON, nullable=False),
        Column("complete", Boolean, nullable=False),
        Column("version", Integer, nullable=False),
    )


def _count_what_stands() -> None:
    """Count every registration that stands, so that what it changes to later can be taken out again."""
    cells: dict[tuple[str, str], Cell] = {}
    years: dict[int, OutwardYear] = {}
    table: Any = RegistrationRow.__table__  # type: ignore[attr-defined]  # SQLModel sets it when the class is made
    for row in op.get_bind().execute(select(table)):
        registration = registration_value(row)
        office, month = registration.office, month_of(registration)
        amounts = {**contributions(registration), **fee_contributions(registration)}
        cell = cells.get((office, month), Cell(office, month))
        cells[office, month] = cell.with_counts(where_in_cell(registration), amounts)
        year = registration.received_on.year
        years[year] = years.get(year, OutwardYear(year)).with_office(office)
    for model, rows in (
        (CellRow, [cell_row(cell) | {"version": 1} for cell in cells.values()]),
        (OutwardYearRow, [outward_row(outward) | {"version": 1} for outward in years.values()]),
    ):
        if rows:
            op.get_bind().execute(insert(model), rows)
