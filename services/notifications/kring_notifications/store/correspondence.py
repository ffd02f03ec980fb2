"""The rows of cases as the office writes about them."""

from typing import Any

from sqlalchemy import BigInteger, Column, Row
from sqlmodel import Field

from kring_notifications.domain import Correspondence
from kring_notifications.store.tables import NotificationsTable
from kring_shared.kernel.coordination import Coordination
from kring_shared.runtime.storage.tables import moment_of, ms_of


class CorrespondenceRow(NotificationsTable, table=True):
    """One case as the office writes about it."""

    __tablename__ = "correspondence"

    case_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    neutral_sender: bool
    coordinator_id: str | None = Field(default=None, max_length=32)
    coordinator_withheld: bool
    coordinator_told_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    starts_at_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    remind_at_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    search_told_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    sequence: int
    reference: str = Field(max_length=64)
    stopped: bool
    paused: bool
    is_over: bool
    version: int


def row_of(case: Correspondence) -> dict[str, Any]:
    """Write a correspondence down."""
    coordination = case.coordination
    return {
        "case_id": case.case_id,
        "office": case.office,
        "neutral_sender": case.neutral_sender,
        "coordinator_id": coordination.coordinator_id,
        "coordinator_withheld": coordination.withheld,
        "coordinator_told_ms": ms_of(coordination.told_at),
        "starts_at_ms": ms_of(case.starts_at),
        "remind_at_ms": ms_of(case.remind_at),
        "search_told_ms": ms_of(case.search_told_at),
        "sequence": case.sequence,
        "reference": case.reference,
        "stopped": case.stopped,
        "paused": case.paused,
        "is_over": case.is_over,
    }


def value_of(row: Row[Any]) -> Correspondence:
    """Read a correspondence."""
    return Correspondence(
        case_id=row.case_id,
        office=row.office,
        neutral_sender=row.neutral_sender,
        coordination=Coordination(row.coordinator_id, row.coordinator_withheld, moment_of(row.coordinator_told_ms)),
        starts_at=moment_of(row.starts_at_ms),
        remind_at=moment_of(row.remind_at_ms),
        search_told_at=moment_of(row.search_told_ms),
        sequence=row.sequence,
        reference=row.reference,
        stopped=row.stopped,
        paused=row.paused,
        is_over=row.is_over,
        version=row.version,
    )
