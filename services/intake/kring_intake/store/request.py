"""Requests, and talks without obligation."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import BigInteger, Column, Index, Row, Text
from sqlmodel import Field

from kring_intake.domain import Funding, KnownAs, MainPerson, MergedIn, Request, Said
from kring_intake.process import Held, Stage
from kring_intake.store.tables import IntakeTable
from kring_shared.contracts.field import Dossier, Mandate, PersonCard, RequesterKind
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.coordination import Coordination
from kring_shared.runtime.storage.tables import from_ms, moment_of, ms_of, text_of, to_ms

PEOPLE: TypeAdapter[tuple[MainPerson, ...]] = TypeAdapter(tuple[MainPerson, ...])
MANDATES: TypeAdapter[tuple[Mandate, ...]] = TypeAdapter(tuple[Mandate, ...])
QUESTION: TypeAdapter[Sealed[str] | None] = TypeAdapter(Sealed[str] | None)
SAID: TypeAdapter[tuple[Said, ...]] = TypeAdapter(tuple[Said, ...])
FUNDING: TypeAdapter[Funding | None] = TypeAdapter(Funding | None)
REFERENCES: TypeAdapter[tuple[KnownAs, ...]] = TypeAdapter(tuple[KnownAs, ...])
MERGED: TypeAdapter[tuple[MergedIn, ...]] = TypeAdapter(tuple[MergedIn, ...])


class RequestRow(IntakeTable, table=True):
    """One request, or one talk without obligation."""

    __tablename__ = "request"
    __table_args__ = (
        Index("request_newest", "office", "received_ms", "case_id"),
        Index("request_stage", "office", "stage", "received_ms", "case_id"),
        Index("request_held", "office", "held", "received_ms", "case_id"),
    )

    case_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    stage: str = Field(max_length=20)
    received_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    channel: str = Field(max_length=40)
    conference_type: str | None = Field(default=None, max_length=20)
    context: str = Field(max_length=20)
    urgency: str = Field(max_length=20)
    requester_kind: str = Field(max_length=20)
    requester: str = Field(sa_column=Column(Text, nullable=False))
    main_persons: str = Field(sa_column=Column(Text, nullable=False))
    dossier: str = Field(sa_column=Column(Text, nullable=False))
    question: str = Field(sa_column=Column(Text, nullable=False))
    mandates: str = Field(sa_column=Column(Text, nullable=False))
    neutral_sender: bool
    coordinator_id: str | None = Field(default=None, max_length=32)
    coordinator_withheld: bool
    coordinator_told_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    held: str = Field(max_length=20)
    said: str = Field(sa_column=Column(Text, nullable=False))
    funding: str = Field(sa_column=Column(Text, nullable=False))
    previous_case_id: str | None = Field(default=None, max_length=32)
    previous_coordinator_id: str | None = Field(default=None, max_length=32)
    partner_id: str | None = Field(default=None, max_length=32)
    sender_references: str = Field(sa_column=Column(Text, nullable=False))
    merged_into: str | None = Field(default=None, max_length=32)
    merged_in: str = Field(sa_column=Column(Text, nullable=False))
    transfer_id: str | None = Field(default=None, max_length=32)
    has_met: bool
    version: int


def row_of(request: Request) -> dict[str, Any]:
    """Write a request down. Type, context and urgency have columns of their own beside the dossier, for the list."""
    dossier, coordination = request.dossier, request.coordination
    return {
        "case_id": request.case_id,
        "office": request.office,
        "stage": request.stage.value,
        "received_ms": to_ms(request.received_at),
        "channel": request.channel,
        "conference_type": dossier.conference_type.value if dossier.conference_type else None,
        "context": dossier.context.value,
        "urgency": dossier.urgency.value,
        "requester_kind": request.requester_kind.value,
        "requester": request.requester.model_dump_json(),
        "main_persons": text_of(PEOPLE, request.main_persons),
        "dossier": dossier.model_dump_json(),
        "question": text_of(QUESTION, request.question),
        "mandates": text_of(MANDATES, request.mandates),
        "neutral_sender": request.neutral_sender,
        "coordinator_id": coordination.coordinator_id,
        "coordinator_withheld": coordination.withheld,
        "coordinator_told_ms": ms_of(coordination.told_at),
        "held": request.held.value,
        "said": text_of(SAID, request.said),
        "funding": text_of(FUNDING, request.funding),
        "previous_case_id": request.previous_case_id,
        "previous_coordinator_id": request.previous_coordinator_id,
        "partner_id": request.partner_id,
        "sender_references": text_of(REFERENCES, request.references),
        "merged_into": request.merged_into,
        "merged_in": text_of(MERGED, request.merged_in),
        "transfer_id": request.transfer_id,
        "has_met": request.has_met,
    }


def value_of(row: Row[Any]) -> Request:
    """Read a request."""
    told_at = moment_of(row.coordinator_told_ms)
    return Request(
        case_id=row.case_id,
        office=row.office,
        stage=Stage(row.stage),
        received_at=from_ms(row.received_ms),
        channel=row.channel,
        requester_kind=RequesterKind(row.requester_kind),
        requester=PersonCard.model_validate_json(row.requester),
        main_persons=PEOPLE.validate_json(row.main_persons),
        dossier=Dossier.model_validate_json(row.dossier),
        question=QUESTION.validate_json(row.question),
        mandates=MANDATES.validate_json(row.mandates),
        neutral_sender=row.neutral_sender,
        coordination=Coordination(row.coordinator_id, row.coordinator_withheld, told_at),
        held=Held(row.held),
        said=SAID.validate_json(row.said),
        funding=FUNDING.validate_json(row.funding),
        previous_case_id=row.previous_case_id,
        previous_coordinator_id=row.previous_coordinator_id,
        partner_id=row.partner_id,
        references=REFERENCES.validate_json(row.sender_references),
        merged_into=row.merged_into,
        merged_in=MERGED.validate_json(row.merged_in),
        transfer_id=row.transfer_id,
        has_met=row.has_met,
        version=row.version,
    )
