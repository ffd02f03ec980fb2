"""Partner organisations."""

import json
from datetime import date
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Column, Row, Text
from sqlmodel import Field

from kring_intake.domain import Briefing, Partner
from kring_intake.store.tables import IntakeTable
from kring_shared.contracts.intake import FundingRule
from kring_shared.contracts.sealed import Contact, Sealed
from kring_shared.runtime.storage.tables import list_text, text_of

RULES: TypeAdapter[tuple[FundingRule, ...]] = TypeAdapter(tuple[FundingRule, ...])
BRIEFINGS: TypeAdapter[tuple[Briefing, ...]] = TypeAdapter(tuple[Briefing, ...])


class PartnerRow(IntakeTable, table=True):
    """One partner organisation."""

    __tablename__ = "partner"

    partner_id: str = Field(primary_key=True, max_length=32)
    office_register: str = Field(max_length=32, index=True)
    office: str = Field(max_length=40)
    title: str = Field(max_length=120)
    systems: str = Field(sa_column=Column(Text, nullable=False))
    refers: bool
    pays_for: str = Field(sa_column=Column(Text, nullable=False))
    agreed_since: str | None = Field(default=None, max_length=10)
    agreed_until: str | None = Field(default=None, max_length=10)
    briefings: str = Field(sa_column=Column(Text, nullable=False))
    status_to: str | None = Field(default=None, sa_column=Column(Text))
    left: bool
    version: int


def row_of(partner: Partner) -> dict[str, Any]:
    """Write a partner down."""
    return {
        "partner_id": partner.partner_id,
        "office_register": partner.office_register,
        "office": partner.office,
        "title": partner.title,
        "systems": list_text(partner.systems),
        "refers": partner.refers,
        "pays_for": text_of(RULES, partner.pays_for),
        "agreed_since": partner.agreed_since.isoformat() if partner.agreed_since else None,
        "agreed_until": partner.agreed_until.isoformat() if partner.agreed_until else None,
        "briefings": text_of(BRIEFINGS, partner.briefings),
        "status_to": partner.status_to.model_dump_json() if partner.status_to else None,
        "left": partner.left,
    }


def value_of(row: Row[Any]) -> Partner:
    """Read a partner."""
    return Partner(
        partner_id=row.partner_id,
        office_register=row.office_register,
        office=row.office,
        title=row.title,
        systems=tuple(json.loads(row.systems)),
        refers=row.refers,
        pays_for=RULES.validate_json(row.pays_for),
        agreed_since=date.fromisoformat(row.agreed_since) if row.agreed_since else None,
        agreed_until=date.fromisoformat(row.agreed_until) if row.agreed_until else None,
        briefings=BRIEFINGS.validate_json(row.briefings),
        status_to=Sealed[Contact].model_validate_json(row.status_to) if row.status_to else None,
        left=row.left,
        version=row.version,
    )
