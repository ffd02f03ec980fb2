"""That a referral was here, and referrals that were set apart."""

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Row, Text
from sqlmodel import Field

from kring_intake.domain import KnownReferral, Quarantined, SentReferral
from kring_intake.process import QuarantineStage
from kring_intake.store.tables import IntakeTable
from kring_shared.contracts.sealed import Sealed
from kring_shared.runtime.storage.tables import from_ms, to_ms


class KnownReferralRow(IntakeTable, table=True):
    """That a referral was here before."""

    __tablename__ = "referral_known"

    key: str = Field(primary_key=True, max_length=64)
    office: str = Field(max_length=40)
    code: str = Field(max_length=60)
    case_id: str = Field(max_length=32, index=True)
    request_id: str | None = Field(default=None, max_length=32)
    version: int


class SentReferralRow(IntakeTable, table=True):
    """That a requester handed something in."""

    __tablename__ = "referral_sent"
    __table_args__ = (Index("sent_newest", "office", "system", "sent_ms", "sent_id"),)

    sent_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40)
    system: str = Field(max_length=40)
    reference: str = Field(max_length=64)
    case_id: str = Field(max_length=32, index=True)
    request_id: str | None = Field(default=None, max_length=32)
    code: str = Field(max_length=60)
    sent_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    version: int


class QuarantinedRow(IntakeTable, table=True):
    """One referral that was set apart."""

    __tablename__ = "referral_quarantined"
    __table_args__ = (Index("quarantined_oldest", "office", "stage", "received_ms", "quarantine_id"),)

    quarantine_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    system: str = Field(max_length=40)
    code: str = Field(max_length=60)
    text: str = Field(sa_column=Column(Text, nullable=False))
    received_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    channel: str = Field(max_length=40)
    reference: str = Field(max_length=64)
    stage: str = Field(max_length=20)
    version: int


def known_row(known: KnownReferral) -> dict[str, Any]:
    """Write down that a referral was here."""
    return {
        "key": known.key,
        "office": known.office,
        "code": known.code,
        "case_id": known.case_id,
        "request_id": known.request_id,
    }


def known_value(row: Row[Any]) -> KnownReferral:
    """Read that a referral was here."""
    return KnownReferral(
        key=row.key,
        office=row.office,
        code=row.code,
        case_id=row.case_id,
        request_id=row.request_id,
        version=row.version,
    )


def sent_row(sent: SentReferral) -> dict[str, Any]:
    """Write down that a requester handed something in."""
    return {
        "sent_id": sent.sent_id,
        "office": sent.office,
        "system": sent.system,
        "reference": sent.reference,
        "case_id": sent.case_id,
        "request_id": sent.request_id,
        "code": sent.code,
        "sent_ms": to_ms(sent.sent_at),
    }


def sent_value(row: Row[Any]) -> SentReferral:
    """Read that a requester handed something in."""
    return SentReferral(
        sent_id=row.sent_id,
        office=row.office,
        system=row.system,
        reference=row.reference,
        case_id=row.case_id,
        request_id=row.request_id,
        code=row.code,
        sent_at=from_ms(row.sent_ms),
        version=row.version,
    )


def quarantined_row(quarantined: Quarantined) -> dict[str, Any]:
    """Write a set-apart referral down."""
    return {
        "quarantine_id": quarantined.quarantine_id,
        "office": quarantined.office,
        "system": quarantined.system,
        "code": quarantined.code,
        "text": quarantined.text.model_dump_json(),
        "received_ms": to_ms(quarantined.received_at),
        "channel": quarantined.channel,
        "reference": quarantined.reference,
        "stage": quarantined.stage.value,
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
        channel=row.channel,
        reference=row.reference,
        stage=QuarantineStage(row.stage),
        version=row.version,
    )
