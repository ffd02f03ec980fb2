"""Rows and aggregates, and both ways between them. What is about a person is sealed in its column too."""

from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import BigInteger, Boolean, Column, Row, Text
from sqlmodel import Field, SQLModel

from kring_conference.domain.conference import Conference
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.process import CallStage, PlanStage, Stage
from kring_shared.contracts.conference import Answered, ContactKind, FollowUpResult, PlanText
from kring_shared.contracts.field import Dossier, Mandate, Part, PersonCard
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.coordination import Coordination
from kring_shared.runtime.shelves import Shelf
from kring_shared.runtime.tables import from_ms, to_ms

MANDATES = TypeAdapter(tuple[Mandate, ...])
IDS = TypeAdapter(tuple[str, ...])


class ConferenceTable(SQLModel):
    """Keeps the conference's tables in a list of their own."""

    metadata = SQLModel.metadata.__class__()


class ConferenceRow(ConferenceTable, table=True):
    """One conference."""

    __tablename__ = "conference"

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
    starts_at_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    venue: str | None = Field(default=None, sa_column=Column(Text))
    opened_at_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    private_from_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    private_until_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    paused_at_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    version: int


class ParticipantRow(ConferenceTable, table=True):
    """One participant."""

    __tablename__ = "participant"

    participant_id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(max_length=32, index=True)
    office: str = Field(max_length=40, index=True)
    part: str = Field(max_length=20)
    card: str = Field(sa_column=Column(Text, nullable=False))
    spoken_with: str | None = Field(default=None, max_length=20)
    knows_conditions: bool = Field(sa_column=Column(Boolean, nullable=False))
    is_invited: bool = Field(sa_column=Column(Boolean, nullable=False))
    answer: str | None = Field(default=None, max_length=20)
    has_left: bool = Field(sa_column=Column(Boolean, nullable=False))
    version: int


class PlanRow(ConferenceTable, table=True):
    """One plan; its words are sealed under the case."""

    __tablename__ = "plan"

    case_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    stage: str = Field(max_length=20)
    plan_version: int
    text: str = Field(sa_column=Column(Text, nullable=False))
    accepted_by: str = Field(sa_column=Column(Text, nullable=False))
    version: int


class FollowUpRow(ConferenceTable, table=True):
    """One call."""

    __tablename__ = "follow_up"

    follow_up_id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(max_length=32, index=True)
    office: str = Field(max_length=40, index=True)
    step: int
    due_at_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    stage: str = Field(max_length=20)
    result: str | None = Field(default=None, max_length=20)
    version: int


def conference_row(conference: Conference) -> dict[str, Any]:
    """Write a conference down."""
    return {
        "case_id": conference.case_id,
        "office": conference.office,
        "stage": conference.stage.value,
        "coordinator_id": conference.coordination.coordinator_id,
        "coordinator_withheld": conference.coordination.withheld,
        "coordinator_told_ms": _ms(conference.coordination.told_at),
        "dossier": conference.dossier.model_dump_json(),
        "mandates": MANDATES.dump_json(conference.mandates).decode(),
        "question": conference.question.model_dump_json() if conference.question else None,
        "question_version": conference.question_version,
        "starts_at_ms": _ms(conference.starts_at),
        "venue": conference.venue.model_dump_json() if conference.venue else None,
        "opened_at_ms": _ms(conference.opened_at),
        "private_from_ms": _ms(conference.private_from),
        "private_until_ms": _ms(conference.private_until),
        "paused_at_ms": _ms(conference.paused_at),
    }


def conference_value(row: Row[Any]) -> Conference:
    """Read a conference."""
    return Conference(
        case_id=row.case_id,
        office=row.office,
        stage=Stage(row.stage),
        coordination=Coordination(row.coordinator_id, row.coordinator_withheld, _moment(row.coordinator_told_ms)),
        dossier=Dossier.model_validate_json(row.dossier),
        mandates=MANDATES.validate_json(row.mandates),
        question=_sealed_text(row.question),
        question_version=row.question_version,
        starts_at=_moment(row.starts_at_ms),
        venue=_sealed_text(row.venue),
        opened_at=_moment(row.opened_at_ms),
        private_from=_moment(row.private_from_ms),
        private_until=_moment(row.private_until_ms),
        paused_at=_moment(row.paused_at_ms),
        version=row.version,
    )


def participant_row(participant: Participant) -> dict[str, Any]:
    """Write a participant down."""
    return {
        "participant_id": participant.id,
        "case_id": participant.case_id,
        "office": participant.office,
        "part": participant.part.value,
        "card": participant.card.model_dump_json(),
        "spoken_with": participant.spoken_with.value if participant.spoken_with else None,
        "knows_conditions": participant.knows_conditions,
        "is_invited": participant.is_invited,
        "answer": participant.answer.value if participant.answer else None,
        "has_left": participant.has_left,
    }


def participant_value(row: Row[Any]) -> Participant:
    """Read a participant."""
    return Participant(
        card=PersonCard.model_validate_json(row.card),
        case_id=row.case_id,
        office=row.office,
        part=Part(row.part),
        spoken_with=ContactKind(row.spoken_with) if row.spoken_with else None,
        knows_conditions=row.knows_conditions,
        is_invited=row.is_invited,
        answer=Answered(row.answer) if row.answer else None,
        has_left=row.has_left,
        version=row.version,
    )


def plan_row(plan: Plan) -> dict[str, Any]:
    """Write a plan down."""
    return {
        "case_id": plan.case_id,
        "office": plan.office,
        "stage": plan.stage.value,
        "plan_version": plan.plan_version,
        "text": plan.text.model_dump_json(),
        "accepted_by": IDS.dump_json(plan.accepted_by).decode(),
    }


def plan_value(row: Row[Any]) -> Plan:
    """Read a plan."""
    return Plan(
        case_id=row.case_id,
        office=row.office,
        stage=PlanStage(row.stage),
        plan_version=row.plan_version,
        text=Sealed[PlanText].model_validate_json(row.text),
        accepted_by=IDS.validate_json(row.accepted_by),
        version=row.version,
    )


def follow_up_row(call: FollowUp) -> dict[str, Any]:
    """Write a call down."""
    return {
        "follow_up_id": call.follow_up_id,
        "case_id": call.case_id,
        "office": call.office,
        "step": call.step,
        "due_at_ms": to_ms(call.due_at),
        "stage": call.stage.value,
        "result": call.result.value if call.result else None,
    }


def follow_up_value(row: Row[Any]) -> FollowUp:
    """Read a call."""
    return FollowUp(
        follow_up_id=row.follow_up_id,
        case_id=row.case_id,
        office=row.office,
        step=row.step,
        due_at=from_ms(row.due_at_ms),
        stage=CallStage(row.stage),
        result=FollowUpResult(row.result) if row.result else None,
        version=row.version,
    )


def _ms(moment: datetime | None) -> int | None:
    return to_ms(moment) if moment is not None else None


def _moment(ms: int | None) -> datetime | None:
    return from_ms(ms) if ms is not None else None


def _sealed_text(text: str | None) -> Sealed[str] | None:
    return Sealed[str].model_validate_json(text) if text is not None else None


SHELVES = (
    Shelf(Conference, ConferenceRow, conference_row, conference_value, by=("case_id",)),
    Shelf(Participant, ParticipantRow, participant_row, participant_value, by=("participant_id", "case_id")),
    Shelf(Plan, PlanRow, plan_row, plan_value, by=("case_id",)),
    Shelf(FollowUp, FollowUpRow, follow_up_row, follow_up_value, by=("follow_up_id", "case_id")),
)
