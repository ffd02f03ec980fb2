"""The rows of loans, on both sides, and of what was missing."""

import json
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Column, Row, Text
from sqlmodel import Field

from kring_matching.domain import Borrowing, Lending, Missing
from kring_matching.process import Borrowed, Lent
from kring_matching.store.tables import MatchingTable
from kring_shared.contracts.field import ConferenceType, Urgency
from kring_shared.runtime.storage.tables import from_ms, list_text, to_ms


class BorrowingRow(MatchingTable, table=True):
    """What this office asked of a neighbour."""

    __tablename__ = "borrowing"

    borrowing_key: str = Field(primary_key=True, max_length=32)
    loan_id: str = Field(max_length=32)
    case_id: str = Field(max_length=32, index=True)
    office: str = Field(max_length=40, index=True)
    from_office: str = Field(max_length=40)
    conference_type: str = Field(max_length=20)
    urgency: str = Field(max_length=10)
    languages: str = Field(sa_column=Column(Text, nullable=False))
    answer_by_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    guest_id: str | None = Field(default=None, max_length=32, index=True)
    stage: str = Field(max_length=12)
    version: int


class LendingRow(MatchingTable, table=True):
    """What a neighbour asked of this office."""

    __tablename__ = "lending"

    loan_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    to_office: str = Field(max_length=40)
    conference_type: str = Field(max_length=20)
    urgency: str = Field(max_length=10)
    languages: str = Field(sa_column=Column(Text, nullable=False))
    answer_by_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    sealing_key: str | None = Field(default=None, max_length=44)
    coordinator_id: str | None = Field(default=None, max_length=32, index=True)
    stage: str = Field(max_length=12)
    version: int


class MissingRow(MatchingTable, table=True):
    """One thing that was missing once."""

    __tablename__ = "missing"

    missing_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    month: date
    because: str = Field(max_length=10)
    what: str = Field(max_length=12)
    value: str = Field(max_length=60)
    version: int


def borrowing_row(loan: Borrowing) -> dict[str, Any]:
    """Write a borrowing down."""
    return {
        "borrowing_key": loan.borrowing_key,
        "loan_id": loan.loan_id,
        "case_id": loan.case_id,
        "office": loan.office,
        "from_office": loan.from_office,
        "conference_type": loan.conference_type.value,
        "urgency": loan.urgency.value,
        "languages": list_text(loan.languages),
        "answer_by_ms": to_ms(loan.answer_by),
        "guest_id": loan.guest_id,
        "stage": loan.stage.value,
    }


def borrowing_value(row: Row[Any]) -> Borrowing:
    """Read a borrowing."""
    return Borrowing(
        borrowing_key=row.borrowing_key,
        loan_id=row.loan_id,
        case_id=row.case_id,
        office=row.office,
        from_office=row.from_office,
        conference_type=ConferenceType(row.conference_type),
        urgency=Urgency(row.urgency),
        languages=tuple(json.loads(row.languages)),
        answer_by=from_ms(row.answer_by_ms),
        guest_id=row.guest_id,
        stage=Borrowed(row.stage),
        version=row.version,
    )


def lending_row(loan: Lending) -> dict[str, Any]:
    """Write a lending down."""
    return {
        "loan_id": loan.loan_id,
        "office": loan.office,
        "to_office": loan.to_office,
        "conference_type": loan.conference_type.value,
        "urgency": loan.urgency.value,
        "languages": list_text(loan.languages),
        "answer_by_ms": to_ms(loan.answer_by),
        "sealing_key": loan.sealing_key or None,
        "coordinator_id": loan.coordinator_id,
        "stage": loan.stage.value,
    }


def lending_value(row: Row[Any]) -> Lending:
    """Read a lending."""
    return Lending(
        loan_id=row.loan_id,
        office=row.office,
        to_office=row.to_office,
        conference_type=ConferenceType(row.conference_type),
        urgency=Urgency(row.urgency),
        languages=tuple(json.loads(row.languages)),
        answer_by=from_ms(row.answer_by_ms),
        sealing_key=row.sealing_key or "",
        coordinator_id=row.coordinator_id,
        stage=Lent(row.stage),
        version=row.version,
    )


def missing_row(missing: Missing) -> dict[str, Any]:
    """Write what was missing down."""
    return {
        "missing_id": missing.missing_id,
        "office": missing.office,
        "month": missing.month,
        "because": missing.because,
        "what": missing.what,
        "value": missing.value,
    }


def missing_value(row: Row[Any]) -> Missing:
    """Read what was missing."""
    return Missing(
        missing_id=row.missing_id,
        office=row.office,
        month=row.month,
        because=row.because,
        what=row.what,
        value=row.value,
        version=row.version,
    )
