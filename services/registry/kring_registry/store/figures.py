"""Rows of cells, published years and talks, and both ways between them and their values."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, Row
from sqlmodel import Field

from kring_registry.domain.figures.cells import Cell
from kring_registry.domain.figures.outward import OutwardYear
from kring_registry.domain.figures.year_report import YearReport
from kring_registry.domain.talk import CameOfIt, Talk
from kring_registry.store.tables import RegistryTable


class CellRow(RegistryTable, table=True):
    """What is counted of one office and month."""

    __tablename__ = "figure_cell"

    cell_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    month: str = Field(max_length=7)
    counts: dict[str, dict[str, int]] = Field(sa_column=Column(JSON, nullable=False))
    kept: dict[str, dict[str, int]] = Field(sa_column=Column(JSON, nullable=False))
    version: int


class YearReportRow(RegistryTable, table=True):
    """One published year of an office."""

    __tablename__ = "year_report"

    report_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    year: int
    published_on: date
    definitions: int
    counts: dict[str, dict[str, int]] = Field(sa_column=Column(JSON, nullable=False))
    by_month: dict[str, dict[str, int]] = Field(sa_column=Column(JSON, nullable=False))
    number: int
    head: str = Field(max_length=64)
    version: int


class OutwardYearRow(RegistryTable, table=True):
    """Which offices have requests of a year, and which published it."""

    __tablename__ = "outward_year"

    outward_id: str = Field(primary_key=True, max_length=32)
    year: int
    offices: list[str] = Field(sa_column=Column(JSON, nullable=False))
    published: list[str] = Field(sa_column=Column(JSON, nullable=False))
    complete: bool
    version: int


class TalkRow(RegistryTable, table=True):
    """One talk; without a hidden row number, so that SQLite keeps no order in which talks ended."""

    __tablename__ = "talk"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as SQLModel asks

    talk_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    month: str = Field(max_length=7)
    year_key: str = Field(max_length=32, index=True)
    came_of_it: str = Field(max_length=10)
    version: int


def cell_row(cell: Cell) -> dict[str, Any]:
    """Write a cell down."""
    return {
        "cell_id": cell.id,
        "office": cell.office,
        "month": cell.month,
        "counts": {group: dict(amounts) for group, amounts in cell.counts.items()},
        "kept": {group: dict(amounts) for group, amounts in cell.kept.items()},
    }


def cell_value(row: Row[Any]) -> Cell:
    """Read a cell."""
    return Cell(row.office, row.month, row.counts, row.kept, row.version)


def report_row(report: YearReport) -> dict[str, Any]:
    """Write a published year down."""
    return {
        "report_id": report.id,
        "office": report.office,
        "year": report.year,
        "published_on": report.published_on,
        "definitions": report.definitions,
        "counts": {group: dict(amounts) for group, amounts in report.counts.items()},
        "by_month": {month: dict(amounts) for month, amounts in report.by_month.items()},
        "number": report.number,
        "head": report.head,
    }


def report_value(row: Row[Any]) -> YearReport:
    """Read a published year."""
    return YearReport(
        office=row.office,
        year=row.year,
        published_on=row.published_on,
        definitions=row.definitions,
        counts=row.counts,
        by_month=row.by_month,
        number=row.number,
        head=row.head,
        version=row.version,
    )


def outward_row(outward: OutwardYear) -> dict[str, Any]:
    """Write down who published a year."""
    return {
        "outward_id": outward.id,
        "year": outward.year,
        "offices": list(outward.offices),
        "published": list(outward.published),
        "complete": outward.complete,
    }


def outward_value(row: Row[Any]) -> OutwardYear:
    """Read who published a year."""
    return OutwardYear(row.year, tuple(row.offices), tuple(row.published), row.complete, row.version)


def talk_row(talk: Talk) -> dict[str, Any]:
    """Write a talk down."""
    return {
        "talk_id": talk.talk_id,
        "office": talk.office,
        "month": talk.month,
        "year_key": talk.year_key,
        "came_of_it": talk.came_of_it.value,
    }


def talk_value(row: Row[Any]) -> Talk:
    """Read a talk."""
    return Talk(row.talk_id, row.office, row.month, CameOfIt(row.came_of_it), row.version)
