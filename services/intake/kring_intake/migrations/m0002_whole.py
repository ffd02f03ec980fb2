"""Consent per person, what makes a request wait, duplicates, transfers, partners; what stood before is carried over."""

import json
from typing import Any

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Text, false, text

revision = "intake_0002"
down_revision = "intake_0001"
branch_labels = None
depends_on = None

NEW: tuple[tuple[str, Any, str], ...] = (
    ("held", String(20), "free"),
    ("said", Text, "[]"),
    ("funding", Text, "null"),
    ("sender_references", Text, "[]"),
    ("merged_in", Text, "[]"),
)
NULLABLE = ("previous_case_id", "previous_coordinator_id", "partner_id", "merged_into", "transfer_id")


def upgrade() -> None:
    """Make the new columns and tables."""
    with op.batch_alter_table("request") as request:
        for name, kind, value in NEW:
            request.add_column(Column(name, kind, nullable=False, server_default=value))
        for name in NULLABLE:
            request.add_column(Column(name, String(32)))
        request.add_column(Column("has_met", Boolean, nullable=False, server_default=false()))
    _carry_over()
    with op.batch_alter_table("request") as request:
        request.drop_column("consent")
        for name, _, _ in NEW:
            request.alter_column(name, server_default=None)
        request.alter_column("has_met", server_default=None)
    _referrals()
    _duplicates()
    _transfers()
    _partners()


def _carry_over() -> None:
    """Wrap each main person's card, and keep the yes that was given as theirs."""
    bind = op.get_bind()
    rows = bind.execute(text("SELECT case_id, main_persons, consent FROM request")).all()
    for case_id, people, consent in rows:
        cards = json.loads(people)
        said = json.dumps(_said(json.loads(consent), cards)) if consent else "[]"
        wrapped = json.dumps([{"card": card} for card in cards])
        bind.execute(
            text("UPDATE request SET main_persons = :people, said = :said WHERE case_id = :case_id"),
            {"people": wrapped, "said": said, "case_id": case_id},
        )


def _said(consent: dict[str, Any], cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "purpose": consent["purpose"],
            "giver_id": card["person_id"],
            "giver": "main-person",
            "answer": "yes",
            "method": consent["method"],
            "said_at": consent["givenMs"] / 1000,
        }
        for card in cards[:1]
    ]


def _referrals() -> None:
    with op.batch_alter_table("referral_known") as known:
        known.add_column(Column("case_id", String(32), nullable=False, server_default=""))
    op.execute("UPDATE referral_known SET case_id = request_id WHERE request_id IS NOT NULL")
    with op.batch_alter_table("referral_known") as known:
        known.alter_column("case_id", server_default=None)
    op.create_index("ix_referral_known_case_id", "referral_known", ["case_id"])
    with op.batch_alter_table("referral_quarantined") as apart:
        apart.add_column(Column("channel", String(40), nullable=False, server_default="bus"))
        apart.add_column(Column("reference", String(64), nullable=False, server_default=""))
        apart.add_column(Column("stage", String(20), nullable=False, server_default="waiting"))
    with op.batch_alter_table("referral_quarantined") as apart:
        for name in ("channel", "reference", "stage"):
            apart.alter_column(name, server_default=None)


def _duplicates() -> None:
    op.create_table(
        "person_block",
        Column("block_id", String(64), primary_key=True),
        Column("block", String(64), nullable=False, index=True),
        Column("person_id", String(32), nullable=False),
        Column("case_id", String(32), nullable=False, index=True),
        Column("held_by", String(40), nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "person_trace",
        Column("person_id", String(32), primary_key=True),
        Column("case_id", String(32), nullable=False, index=True),
        Column("held_by", String(40), nullable=False),
        Column("traits", Text, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "duplicate",
        Column("pair_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False, index=True),
        Column("case_id", String(32), nullable=False, index=True),
        Column("other_id", String(32), nullable=False, index=True),
        Column("strength", Integer, nullable=False),
        Column("reasons", Text, nullable=False),
        Column("elsewhere", String(40), nullable=False),
        Column("decision", String(20), nullable=False),
        Column("version", Integer, nullable=False),
    )


def _transfers() -> None:
    op.create_table(
        "transfer_offer",
        Column("offer_key", String(32), primary_key=True),
        Column("transfer_id", String(32), nullable=False),
        Column("case_id", String(32), nullable=False, index=True),
        Column("office", String(40), nullable=False),
        Column("to_office", String(40), nullable=False),
        Column("reason", String(30), nullable=False),
        Column("offered_ms", BigInteger, nullable=False),
        Column("stage", String(20), nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "transfer_takeover",
        Column("transfer_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False, index=True),
        Column("from_office", String(40), nullable=False),
        Column("reason", String(30), nullable=False),
        Column("urgency", String(20), nullable=False),
        Column("offered_ms", BigInteger, nullable=False),
        Column("stage", String(20), nullable=False),
        Column("case_id", String(32)),
        Column("version", Integer, nullable=False),
    )


def _partners() -> None:
    op.create_table(
        "partner",
        Column("partner_id", String(32), primary_key=True),
        Column("office_register", String(32), nullable=False, index=True),
        Column("office", String(40), nullable=False),
        Column("title", String(120), nullable=False),
        Column("systems", Text, nullable=False),
        Column("refers", Boolean, nullable=False),
        Column("pays_for", Text, nullable=False),
        Column("agreed_since", String(10)),
        Column("agreed_until", String(10)),
        Column("briefings", Text, nullable=False),
        Column("status_to", Text),
        Column("left", Boolean, nullable=False),
        Column("version", Integer, nullable=False),
    )
