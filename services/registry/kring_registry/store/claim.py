"""Rows and claims, both ways; who is paid is an opaque id, and there is no place for a name, a bank or a word."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, Index, Row
from sqlmodel import Field

from kring_registry.domain.allowance import CoordinatorYear, Taken
from kring_registry.domain.claim import Claim, ClaimNumbers, claims_of
from kring_registry.process.claim import ClaimStage
from kring_registry.store.tables import RegistryTable
from kring_shared.contracts.registry import Cap, ClaimLine, Expense, ExpenseKind


class ClaimRow(RegistryTable, table=True):
    """One claim."""

    __tablename__ = "claim"
    __table_args__ = (Index("claim_stage", "office", "stage", "claim_id"),)

    claim_id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(max_length=32)
    case_key: str = Field(max_length=32, index=True)
    office: str = Field(max_length=40)
    coordinator_id: str = Field(max_length=32, index=True)
    reference: str = Field(max_length=20)
    policy: str = Field(max_length=40)
    drafted_on: date
    year: int
    stage: str = Field(max_length=20)
    conferences: int
    minutes_worked: int
    distance_km: int
    days_worked: int
    days: list[str] = Field(sa_column=Column(JSON, nullable=False))
    expenses: list[tuple[str, int]] = Field(sa_column=Column(JSON, nullable=False))
    lines: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    is_reckoned: bool
    returned_for: str = Field(max_length=40)
    approved_on: date | None = None
    paid_on: date | None = None
    version: int


class CoordinatorYearRow(RegistryTable, table=True):
    """What one coordinator's claims take of the limits of a year."""

    __tablename__ = "coordinator_year"

    year_id: str = Field(primary_key=True, max_length=32)
    coordinator_id: str = Field(max_length=32)
    office: str = Field(max_length=40)
    year: int
    taken: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    told: list[str] = Field(sa_column=Column(JSON, nullable=False))
    version: int


class ClaimNumbersRow(RegistryTable, table=True):
    """The number an office gave last."""

    __tablename__ = "claim_numbers"

    book_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    year: int
    last: int
    version: int


def claim_row(claim: Claim) -> dict[str, Any]:
    """Write a claim down."""
    return {
        "claim_id": claim.claim_id,
        "case_id": claim.case_id,
        "case_key": claims_of(claim.case_id),
        "office": claim.office,
        "coordinator_id": claim.coordinator_id,
        "reference": claim.reference,
        "policy": claim.policy,
        "drafted_on": claim.drafted_on,
        "year": claim.year,
        "stage": claim.stage.value,
        "conferences": claim.conferences,
        "minutes_worked": claim.minutes_worked,
        "distance_km": claim.distance_km,
        "days_worked": claim.days_worked,
        "days": [day.isoformat() for day in claim.days],
        "expenses": [[one.kind.value, one.cents] for one in claim.expenses],
        "lines": [line.model_dump(mode="json") for line in claim.lines or ()],
        "is_reckoned": claim.lines is not None,
        "returned_for": claim.returned_for,
        "approved_on": claim.approved_on,
        "paid_on": claim.paid_on,
    }


def claim_value(row: Row[Any]) -> Claim:
    """Read a claim."""
    return Claim(
        claim_id=row.claim_id,
        case_id=row.case_id,
        office=row.office,
        coordinator_id=row.coordinator_id,
        reference=row.reference,
        policy=row.policy,
        drafted_on=row.drafted_on,
        stage=ClaimStage(row.stage),
        conferences=row.conferences,
        minutes_worked=row.minutes_worked,
        distance_km=row.distance_km,
        days_worked=row.days_worked,
        days=tuple(map(date.fromisoformat, row.days)),
        expenses=tuple(Expense(kind=ExpenseKind(kind), cents=cents) for kind, cents in row.expenses),
        lines=tuple(ClaimLine.model_validate(line) for line in row.lines) if row.is_reckoned else None,
        returned_for=row.returned_for,
        approved_on=row.approved_on,
        paid_on=row.paid_on,
        version=row.version,
    )


def year_row(year: CoordinatorYear) -> dict[str, Any]:
    """Write down what a coordinator's claims take of a year."""
    taken = {
        claim_id: {"cents": one.cents, "days": [day.isoformat() for day in one.days], "km": one.km}
        for claim_id, one in year.taken.items()
    }
    return {
        "year_id": year.id,
        "coordinator_id": year.coordinator_id,
        "office": year.office,
        "year": year.year,
        "taken": taken,
        "told": sorted(cap.value for cap in year.told),
    }


def year_value(row: Row[Any]) -> CoordinatorYear:
    """Read what a coordinator's claims take of a year."""
    taken = {
        claim_id: Taken(one["cents"], tuple(map(date.fromisoformat, one["days"])), one["km"])
        for claim_id, one in row.taken.items()
    }
    return CoordinatorYear(row.coordinator_id, row.office, row.year, taken, frozenset(map(Cap, row.told)), row.version)


def numbers_row(numbers: ClaimNumbers) -> dict[str, Any]:
    """Write down which number was given last."""
    return {"book_id": numbers.id, "office": numbers.office, "year": numbers.year, "last": numbers.last}


def numbers_value(row: Row[Any]) -> ClaimNumbers:
    """Read which number was given last."""
    return ClaimNumbers(row.office, row.year, row.last, row.version)
