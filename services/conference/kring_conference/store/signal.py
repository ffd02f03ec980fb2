"""The rows of safety signals: a table of their own, which no other table points at."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Row, Text
from sqlmodel import Field

from kring_conference.domain.signal import Signal, signals_of
from kring_conference.process import SignalStage
from kring_conference.store.tables import ConferenceTable
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import SignalLevel, SignalOutcome
from kring_shared.contracts.sealed import Sealed
from kring_shared.runtime.storage.tables import from_ms, to_ms


class SignalRow(ConferenceTable, table=True):
    """One safety signal; its words are sealed under its own key."""

    __tablename__ = "safety_signal"
    __table_args__ = (Index("signal_of_officer", "officer_id", "level", "raised_at_ms", "signal_id"),)

    signal_id: str = Field(primary_key=True, max_length=32)
    about_case_id: str = Field(max_length=32)
    found_by: str = Field(max_length=32, index=True)
    office: str = Field(max_length=40, index=True)
    stage: str = Field(max_length=20)
    level: str = Field(max_length=20)
    raised_by: str = Field(max_length=30)
    raised_at_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    words: str = Field(sa_column=Column(Text, nullable=False))
    officer_id: str | None = Field(default=None, max_length=32)
    outcome: str | None = Field(default=None, max_length=20)
    goes_when_closed: bool = Field(sa_column=Column(Boolean, nullable=False))
    version: int


def row_of(signal: Signal) -> dict[str, Any]:
    """Write a signal down."""
    return {
        "signal_id": signal.signal_id,
        "about_case_id": signal.about_case_id,
        "found_by": signals_of(signal.about_case_id),
        "office": signal.office,
        "stage": signal.stage.value,
        "level": signal.level.value,
        "raised_by": signal.raised_by.value,
        "raised_at_ms": to_ms(signal.raised_at),
        "words": signal.words.model_dump_json(),
        "officer_id": signal.officer_id,
        "outcome": signal.outcome.value if signal.outcome else None,
        "goes_when_closed": signal.goes_when_closed,
    }


def value_of(row: Row[Any]) -> Signal:
    """Read a signal."""
    return Signal(
        signal_id=row.signal_id,
        about_case_id=row.about_case_id,
        office=row.office,
        raised_by=Role(row.raised_by),
        raised_at=from_ms(row.raised_at_ms),
        level=SignalLevel(row.level),
        words=Sealed[str].model_validate_json(row.words),
        stage=SignalStage(row.stage),
        officer_id=row.officer_id,
        outcome=SignalOutcome(row.outcome) if row.outcome else None,
        goes_when_closed=row.goes_when_closed,
        version=row.version,
    )
