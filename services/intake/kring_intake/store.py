"""Rows and aggregates of intake, and both ways between them. What is about a person is sealed in its column too."""

import json
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import BigInteger, Column, Index, Row, Text
from sqlmodel import Field, SQLModel

from kring_intake.domain import Consent, KnownReferral, Quarantined, Request
from kring_intake.process import Stage
from kring_shared.contracts.field import Dossier, Mandate, PersonCard
from kring_shared.contracts.intake import ConsentMethod, RequesterKind
from kring_shared.contracts.sealed import Sealed
from kring_shared.runtime.shelves import Shelf
from kring_shared.runtime.tables import from_ms, to_ms

PEOPLE: TypeAdapter[tuple[PersonCard, ...]] = TypeAdapter(tuple[PersonCard, ...])
MANDATES: TypeAdapter[tuple[Mandate, ...]] = TypeAdapter(tuple[Mandate, ...])
QUESTION: TypeAdapter[Sealed[str] | None] = TypeAdapter(Sealed[str] | None)


class IntakeTable(SQLModel):
    """Keeps intake's tables in a list of their own."""

    metadata = SQLModel.metadata.__class__()


class RequestRow(IntakeTable, table=True):
    """One request, or one talk without obligation."""

    __tablename__ = "request"
    __table_args__ = (Index("request_newest", "office", "received_ms", "case_id"),)

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
    consent: str | None = Field(default=None, sa_column=Column(Text))
    coordinator_id: str | None = Field(default=None, max_length=32)
    version: int


class KnownReferralRow(IntakeTable, table=True):
    """That a referral was here before."""

    __tablename__ = "referral_known"

    key: str = Field(primary_key=True, max_length=64)
    office: str = Field(max_length=40)
    code: str = Field(max_length=60)
    request_id: str | None = Field(default=None, max_length=32)
    version: int


class QuarantinedRow(IntakeTable, table=True):
    """One referral that was set apart."""

    __tablename__ = "referral_quarantined"

    quarantine_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    system: str = Field(max_length=40)
    code: str = Field(max_length=60)
    text: str = Field(sa_column=Column(Text, nullable=False))
    received_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    version: int


def request_row(request: Request) -> dict[str, Any]:
    """Write a request down. Type, context and urgency have columns of their own beside the dossier, for the list."""
    dossier = request.dossier
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
        "main_persons": PEOPLE.dump_json(request.main_persons).decode(),
        "dossier": dossier.model_dump_json(),
        "question": QUESTION.dump_json(request.question).decode(),
        "mandates": MANDATES.dump_json(request.mandates).decode(),
        "neutral_sender": request.neutral_sender,
        "consent": _consent_text(request.consent),
        "coordinator_id": request.coordinator_id,
    }


def request_value(row: Row[Any]) -> Request:
    """Read a request."""
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
        consent=_consent_value(row.consent),
        coordinator_id=row.coordinator_id,
        version=row.version,
    )


def known_row(known: KnownReferral) -> dict[str, Any]:
    """Write down that a referral was here."""
    return {"key": known.key, "office": known.office, "code": known.code, "request_id": known.request_id}


def known_value(row: Row[Any]) -> KnownReferral:
    """Read that a referral was here."""
    return KnownReferral(key=row.key, office=row.office, code=row.code, request_id=row.request_id, version=row.version)


def quarantined_row(quarantined: Quarantined) -> dict[str, Any]:
    """Write a set-apart referral down."""
    return {
        "quarantine_id": quarantined.quarantine_id,
        "office": quarantined.office,
        "system": quarantined.system,
        "code": quarantined.code,
        "text": quarantined.text.model_dump_json(),
        "received_ms": to_ms(quarantined.received_at),
    }


def quarantined_value(row: Row[Any]) -> Quarantined:
    """Read a set-apart referral."""
    return Quarantined(
        quarantine_id=row.quarantine_id,
        office=row.office,
        system=row.system,
        code=row.code,
        text=Sealed[str].model_validate_json(row.text),
        received_at=from_ms(row.received_ms),
        version=row.version,
    )


def _consent_text(consent: Consent | None) -> str | None:
    if consent is None:
        return None
    given_ms = to_ms(consent.given_at)
    return json.dumps({"purpose": consent.purpose, "method": consent.method.value, "givenMs": given_ms})


def _consent_value(text: str | None) -> Consent | None:
    if text is None:
        return None
    kept = json.loads(text)
    return Consent(kept["purpose"], ConsentMethod(kept["method"]), from_ms(kept["givenMs"]))


SHELVES = (
    Shelf(Request, RequestRow, request_row, request_value, by=("case_id",)),
    Shelf(KnownReferral, KnownReferralRow, known_row, known_value, by=("key",)),
    Shelf(Quarantined, QuarantinedRow, quarantined_row, quarantined_value, by=("quarantine_id",)),
)
