"""The rows of follow-up calls."""

from typing import Any

from sqlalchemy import BigInteger, Column, Row
from sqlmodel import Field

from kring_conference.domain.follow_up import FollowUp
from kring_conference.process import CallStage
from kring_conference.store.tables import ConferenceTable
from kring_shared.contracts.conference import FollowUpResult
from kring_shared.contracts.policies import CalledBy
from kring_shared.runtime.storage.tables import from_ms, to_ms


class FollowUpRow(ConferenceTable, table=True):
    """One call."""

    __tablename__ = "follow_up"

    follow_up_id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(max_length=32, index=True)
    office: str = Field(max_length=40, index=True)
    step: int
    due_at_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    by: str = Field(max_length=20)
    attempts: int
    stage: str = Field(max_length=20)
    result: str | None = Field(default=None, max_length=20)
    version: int


def row_of(call: FollowUp) -> dict[str, Any]:
    """Write a call down."""
    return {
        "follow_up_id": call.follow_up_id,
        "case_id": call.case_id,
        "office": call.office,
        "step": call.step,
        "due_at_ms": to_ms(call.due_at),
        "by": call.by.value,
        "attempts": call.attempts,
        "stage": call.stage.value,
        "result": call.result.value if call.result else None,
    }


def value_of(row: Row[Any]) -> FollowUp:
    """Read a call."""
    return FollowUp(
        follow_up_id=row.follow_up_id,
        case_id=row.case_id,
        office=row.office,
        step=row.step,
        due_at=from_ms(row.due_at_ms),
        by=CalledBy(row.by),
        attempts=row.attempts,
        stage=CallStage(row.stage),
        result=FollowUpResult(row.result) if row.result else None,
        version=row.version,
    )
