"""The rows of conferences."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import BigInteger, Boolean, Column, Index, Row, Text
from sqlmodel import Field

from kring_conference.domain.conference import Conference
from kring_conference.domain.day import Day
from kring_conference.domain.information import InformationNeed
from kring_conference.domain.room import Room
from kring_conference.process import Stage
from kring_conference.store.tables import SEALED, ConferenceTable
from kring_shared.contracts.field import Dossier, Mandate
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.coordination import Coordination
from kring_shared.runtime.storage.tables import moment_of, ms_of, text_of

MANDATES: TypeAdapter[tuple[Mandate, ...]] = TypeAdapter(tuple[Mandate, ...])
CONDITIONS: TypeAdapter[tuple[Sealed[str], ...]] = TypeAdapter(tuple[Sealed[str], ...])
INFORMATION: TypeAdapter[tuple[InformationNeed, ...]] = TypeAdapter(tuple[InformationNeed, ...])
PAIRS: TypeAdapter[tuple[tuple[str, ...], ...]] = TypeAdapter(tuple[tuple[str, ...], ...])
DAY: TypeAdapter[Day] = TypeAdapter(Day)
ROOM: TypeAdapter[Room] = TypeAdapter(Room)


class ConferenceRow(ConferenceTable, table=True):
    """One conference."""

    __tablename__ = "conference"
    __table_args__ = (
        Index("conference_newest", "office", "case_id"),
        Index("conference_stage", "office", "stage", "case_id"),
        Index("conference_coordinated", "coordinator_id", "case_id"),
    )

    case_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    stage: str = Field(max_length=30)
    coordinator_id: str | None = Field(default=None, max_length=32)
    coordinator_withheld: bool = Field(sa_column=Column(Boolean, nullable=False))
    coordinator_told_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    dossier: str = Field(sa_column=Column(Text, nullable=False))
    mandates: str = Field(sa_column=Column(Text, nullable=False))
    question: str | None = Field(default=None, sa_column=Column(Text))
    question_version: int
    added_conditions: str = Field(sa_column=Column(Text, nullable=False))
    information: str = Field(sa_column=Column(Text, nullable=False))
    apart: str = Field(sa_column=Column(Text, nullable=False))
    invited_group: int | None = None
    day: str = Field(sa_column=Column(Text, nullable=False))
    room: str = Field(sa_column=Column(Text, nullable=False))
    previous_case_id: str | None = Field(default=None, max_length=32)
    imported: bool = Field(sa_column=Column(Boolean, nullable=False))
    paused_at_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    paused_for: str | None = Field(default=None, max_length=32)
    version: int


def row_of(conference: Conference) -> dict[str, Any]:
    """Write a conference down."""
    return {
        "case_id": conference.case_id,
        "office": conference.office,
        "stage": conference.stage.value,
        "coordinator_id": conference.coordination.coordinator_id,
        "coordinator_withheld": conference.coordination.withheld,
        "coordinator_told_ms": ms_of(conference.coordination.told_at),
        "dossier": conference.dossier.model_dump_json(),
        "mandates": text_of(MANDATES, conference.mandates),
        "question": text_of(SEALED, conference.question) if conference.question else None,
        "question_version": conference.question_version,
        "added_conditions": text_of(CONDITIONS, conference.added_conditions),
        "information": text_of(INFORMATION, conference.information),
        "apart": text_of(PAIRS, tuple(sorted(tuple(sorted(pair)) for pair in conference.apart))),
        "invited_group": conference.invited_group,
        "day": text_of(DAY, conference.day),
        "room": text_of(ROOM, conference.room),
        "previous_case_id": conference.previous_case_id,
        "imported": conference.imported,
        "paused_at_ms": ms_of(conference.paused_at),
        "paused_for": conference.paused_for,
    }


def value_of(row: Row[Any]) -> Conference:
    """Read a conference."""
    return Conference(
        case_id=row.case_id,
        office=row.office,
        stage=Stage(row.stage),
        coordination=Coordination(row.coordinator_id, row.coordinator_withheld, moment_of(row.coordinator_told_ms)),
        dossier=Dossier.model_validate_json(row.dossier),
        mandates=MANDATES.validate_json(row.mandates),
        question=SEALED.validate_json(row.question) if row.question else None,
        question_version=row.question_version,
        added_conditions=CONDITIONS.validate_json(row.added_conditions),
        information=INFORMATION.validate_json(row.information),
        apart=frozenset(frozenset(pair) for pair in PAIRS.validate_json(row.apart)),
        invited_group=row.invited_group,
        day=DAY.validate_json(row.day),
        room=ROOM.validate_json(row.room),
        previous_case_id=row.previous_case_id,
        imported=row.imported,
        paused_at=moment_of(row.paused_at_ms),
        paused_for=row.paused_for,
        version=row.version,
    )
