"""Rows of records without a case, and of cases that left."""

from typing import Any, Final

from sqlalchemy import JSON, Column, Index, Row
from sqlmodel import Field

from kring_registry.domain.record import Countable, Departed, Record
from kring_registry.store.tables import RegistryTable

BY_ID: Final = {"sqlite_with_rowid": False}
"""SQLite keeps the rows by their ids: in the order of writing, records and cases that left would pair up."""


class RecordRow(RegistryTable, table=True):
    """One record without a case."""

    __tablename__ = "record"
    __table_args__ = (Index("record_place", "office", "number"), BY_ID)

    record_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    year_key: str = Field(max_length=32, index=True)
    counted: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    salt: str = Field(max_length=32)
    number: int
    version: int


class DepartedRow(RegistryTable, table=True):
    """One case that left."""

    __tablename__ = "departed"
    __table_args__ = BY_ID

    case_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    version: int


def record_row(record: Record) -> dict[str, Any]:
    """Write a record down."""
    return {
        "record_id": record.record_id,
        "office": record.office,
        "year_key": record.year_key,
        "counted": record.counted.as_json(),
        "salt": record.salt,
        "number": record.number,
    }


def record_value(row: Row[Any]) -> Record:
    """Read a record."""
    return Record(row.record_id, row.office, Countable.from_json(row.counted), row.salt, row.number, row.version)


def departed_row(departed: Departed) -> dict[str, Any]:
    """Write down that a case left."""
    return {"case_id": departed.case_id, "office": departed.office}


def departed_value(row: Row[Any]) -> Departed:
    """Read that a case left."""
    return Departed(row.case_id, row.office, row.version)
