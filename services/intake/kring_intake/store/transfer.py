"""Transfers as each of the two offices keeps them."""

from typing import Any

from sqlalchemy import BigInteger, Column, Row
from sqlmodel import Field

from kring_intake.domain import Offer, Takeover
from kring_intake.process import OfferStage, TakeoverStage
from kring_intake.store.tables import IntakeTable
from kring_shared.contracts.field import Urgency
from kring_shared.contracts.intake import TransferReason
from kring_shared.runtime.storage.tables import from_ms, to_ms


class OfferRow(IntakeTable, table=True):
    """A request this office offered to another."""

    __tablename__ = "transfer_offer"

    offer_key: str = Field(primary_key=True, max_length=32)
    transfer_id: str = Field(max_length=32)
    case_id: str = Field(max_length=32, index=True)
    office: str = Field(max_length=40)
    to_office: str = Field(max_length=40)
    reason: str = Field(max_length=30)
    offered_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    stage: str = Field(max_length=20)
    version: int


class TakeoverRow(IntakeTable, table=True):
    """A request another office offered to this one."""

    __tablename__ = "transfer_takeover"

    transfer_id: str = Field(primary_key=True, max_length=32)
    office: str = Field(max_length=40, index=True)
    from_office: str = Field(max_length=40)
    reason: str = Field(max_length=30)
    urgency: str = Field(max_length=20)
    offered_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    stage: str = Field(max_length=20)
    case_id: str | None = Field(default=None, max_length=32)
    version: int


def offer_row(offer: Offer) -> dict[str, Any]:
    """Write an offer down."""
    return {
        "offer_key": offer.offer_key,
        "transfer_id": offer.transfer_id,
        "case_id": offer.case_id,
        "office": offer.office,
        "to_office": offer.to_office,
        "reason": offer.reason.value,
        "offered_ms": to_ms(offer.offered_at),
        "stage": offer.stage.value,
    }


def offer_value(row: Row[Any]) -> Offer:
    """Read an offer."""
    return Offer(
        offer_key=row.offer_key,
        transfer_id=row.transfer_id,
        case_id=row.case_id,
        office=row.office,
        to_office=row.to_office,
        reason=TransferReason(row.reason),
        offered_at=from_ms(row.offered_ms),
        stage=OfferStage(row.stage),
        version=row.version,
    )


def takeover_row(takeover: Takeover) -> dict[str, Any]:
    """Write a takeover down."""
    return {
        "transfer_id": takeover.transfer_id,
        "office": takeover.office,
        "from_office": takeover.from_office,
        "reason": takeover.reason.value,
        "urgency": takeover.urgency.value,
        "offered_ms": to_ms(takeover.offered_at),
        "stage": takeover.stage.value,
        "case_id": takeover.case_id,
    }


def takeover_value(row: Row[Any]) -> Takeover:
    """Read a takeover."""
    return Takeover(
        transfer_id=row.transfer_id,
        office=row.office,
        from_office=row.from_office,
        reason=TransferReason(row.reason),
        urgency=Urgency(row.urgency),
        offered_at=from_ms(row.offered_ms),
        stage=TakeoverStage(row.stage),
        case_id=row.case_id,
        version=row.version,
    )
