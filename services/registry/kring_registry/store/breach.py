"""Rows and breaches, both ways; what happened is sealed."""

from typing import Any

from sqlalchemy import BigInteger, Column, Row, Text
from sqlmodel import Field

from kring_registry.domain.breach import Breach
from kring_registry.process.breach import BreachStage
from kring_registry.store.tables import RegistryTable
from kring_shared.contracts.registry import Risk
from kring_shared.contracts.sealed import Sealed
from kring_shared.runtime.storage.tables import from_ms, to_ms


class BreachRow(RegistryTable, table=True):
    """One breach."""

    __tablename__ = "breach"

    breach_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    found_at_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    words: str = Field(sa_column=Column(Text, nullable=False))
    people: int | None = None
    stage: str = Field(max_length=20)
    risk: str | None = Field(default=None, max_length=20)
    authority_told: bool
    authority_reference: str = Field(max_length=40)
    people_told: bool
    is_overdue_told: bool
    version: int


def breach_row(breach: Breach) -> dict[str, Any]:
    """Write a breach down."""
    return {
        "breach_id": breach.breach_id,
        "office": breach.office,
        "found_at_ms": to_ms(breach.found_at),
        "words": breach.words.model_dump_json(),
        "people": breach.people,
        "stage": breach.stage.value,
        "risk": breach.risk.value if breach.risk else None,
        "authority_told": breach.authority_told,
        "authority_reference": breach.authority_reference,
        "people_told": breach.people_told,
        "is_overdue_told": breach.is_overdue_told,
    }


def breach_value(row: Row[Any]) -> Breach:
    """Read a breach."""
    return Breach(
        breach_id=row.breach_id,
        office=row.office,
        found_at=from_ms(row.found_at_ms),
        words=Sealed[str].model_validate_json(row.words),
        people=row.people,
        stage=BreachStage(row.stage),
        risk=Risk(row.risk) if row.risk else None,
        authority_told=row.authority_told,
        authority_reference=row.authority_reference,
        people_told=row.people_told,
        is_overdue_told=row.is_overdue_told,
        version=row.version,
    )
