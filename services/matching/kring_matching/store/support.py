"""The rows of gatherings, and of questions to the helpdesk."""

from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import BigInteger, Boolean, Column, Index, Row, Text
from sqlmodel import Field

from kring_matching.domain import Gathering, HelpdeskCase
from kring_matching.process import GatheringStage, HelpdeskStage
from kring_matching.store.tables import MatchingTable
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import GatheringKind, Topic
from kring_shared.contracts.sealed import Sealed
from kring_shared.runtime.storage.tables import from_ms, text_of, to_ms

MOMENTS: TypeAdapter[tuple[datetime, ...]] = TypeAdapter(tuple[datetime, ...])
LINES: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[str, ...])
PRESENT: TypeAdapter[tuple[tuple[int, tuple[str, ...]], ...]] = TypeAdapter(tuple[tuple[int, tuple[str, ...]], ...])


class GatheringRow(MatchingTable, table=True):
    """One gathering."""

    __tablename__ = "gathering"

    gathering_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    kind_of: str = Field(max_length=24)
    title: str = Field(max_length=120)
    starts_at_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    days: str = Field(sa_column=Column(Text, nullable=False))
    place: str = Field(max_length=120)
    agenda: str = Field(sa_column=Column(Text, nullable=False))
    room_for: int
    scope: str | None = Field(default=None, max_length=20)
    public: bool = Field(sa_column=Column(Boolean, nullable=False))
    stage: str = Field(max_length=12)
    signed_up: str = Field(sa_column=Column(Text, nullable=False))
    present: str = Field(sa_column=Column(Text, nullable=False))
    version: int


class HelpdeskRow(MatchingTable, table=True):
    """One question."""

    __tablename__ = "helpdesk"
    __table_args__ = (Index("helpdesk_own", "coordinator_id", "helpdesk_id"),)

    helpdesk_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    coordinator_id: str = Field(max_length=32)
    topic: str = Field(max_length=20)
    question: str = Field(sa_column=Column(Text, nullable=False))
    answer_by_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    stage: str = Field(max_length=12)
    owner: str = Field(max_length=64)
    answer: str | None = Field(default=None, sa_column=Column(Text))
    version: int


def gathering_row(gathering: Gathering) -> dict[str, Any]:
    """Write a gathering down."""
    return {
        "gathering_id": gathering.gathering_id,
        "office": gathering.office,
        "kind_of": gathering.kind_of.value,
        "title": gathering.title,
        "starts_at_ms": to_ms(gathering.days[0]),
        "days": text_of(MOMENTS, gathering.days),
        "place": gathering.place,
        "agenda": text_of(LINES, gathering.agenda),
        "room_for": gathering.room_for,
        "scope": gathering.scope.value if gathering.scope else None,
        "public": gathering.public,
        "stage": gathering.stage.value,
        "signed_up": text_of(LINES, gathering.signed_up),
        "present": text_of(PRESENT, gathering.present),
    }


def gathering_value(row: Row[Any]) -> Gathering:
    """Read a gathering."""
    return Gathering(
        gathering_id=row.gathering_id,
        office=row.office,
        kind_of=GatheringKind(row.kind_of),
        title=row.title,
        days=MOMENTS.validate_json(row.days),
        place=row.place,
        agenda=LINES.validate_json(row.agenda),
        room_for=row.room_for,
        scope=ConferenceType(row.scope) if row.scope else None,
        public=row.public,
        stage=GatheringStage(row.stage),
        signed_up=LINES.validate_json(row.signed_up),
        present=PRESENT.validate_json(row.present),
        version=row.version,
    )


def helpdesk_row(case: HelpdeskCase) -> dict[str, Any]:
    """Write a question down."""
    return {
        "helpdesk_id": case.helpdesk_id,
        "office": case.office,
        "coordinator_id": case.coordinator_id,
        "topic": case.topic.value,
        "question": case.question.model_dump_json(),
        "answer_by_ms": to_ms(case.answer_by),
        "stage": case.stage.value,
        "owner": case.owner,
        "answer": case.answer.model_dump_json() if case.answer else None,
    }


def helpdesk_value(row: Row[Any]) -> HelpdeskCase:
    """Read a question."""
    return HelpdeskCase(
        helpdesk_id=row.helpdesk_id,
        office=row.office,
        coordinator_id=row.coordinator_id,
        topic=Topic(row.topic),
        question=Sealed[str].model_validate_json(row.question),
        answer_by=from_ms(row.answer_by_ms),
        stage=HelpdeskStage(row.stage),
        owner=row.owner,
        answer=Sealed[str].model_validate_json(row.answer) if row.answer else None,
        version=row.version,
    )
