"""Requests, known referrals, and referrals that were set apart."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Text

revision = "intake_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "request",
        Column("case_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("stage", String(20), nullable=False),
        Column("received_ms", BigInteger, nullable=False),
        Column("channel", String(40), nullable=False),
        Column("conference_type", String(20)),
        Column("context", String(20), nullable=False),
        Column("urgency", String(20), nullable=False),
        Column("requester_kind", String(20), nullable=False),
        Column("requester", Text, nullable=False),
        Column("main_persons", Text, nullable=False),
        Column("dossier", Text, nullable=False),
        Column("question", Text, nullable=False),
        Column("mandates", Text, nullable=False),
        Column("neutral_sender", Boolean, nullable=False),
        Column("consent", Text),
        Column("coordinator_id", String(32)),
        Column("version", Integer, nullable=False),
    )
    op.create_index("request_newest", "request", ["office", "received_ms", "case_id"])
    op.create_table(
        "referral_known",
        Column("key", String(64), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("code", String(60), nullable=False),
        Column("request_id", String(32)),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "referral_quarantined",
        Column("quarantine_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False, index=True),
        Column("system", String(40), nullable=False),
        Column("code", String(60), nullable=False),
        Column("text", Text, nullable=False),
        Column("received_ms", BigInteger, nullable=False),
        Column("version", Integer, nullable=False),
    )
