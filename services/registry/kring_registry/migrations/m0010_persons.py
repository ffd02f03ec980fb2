"""What people ask about their data, and breaches."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, String, Text

revision = "registry_0010"
down_revision = "registry_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "asked",
        Column("asked_id", String(32), primary_key=True),
        Column("case_id", String(32), nullable=False),
        Column("person_id", String(32), nullable=False),
        Column("office", String(40), nullable=False),
        Column("asks_for", String(20), nullable=False),
        Column("received_on", Date, nullable=False),
        Column("answer_by", Date, nullable=False),
        Column("words", Text, nullable=False),
        Column("about", String(64), nullable=False),
        Column("stage", String(20), nullable=False),
        Column("handler", String(64), nullable=False),
        Column("extended_for", String(40), nullable=False),
        Column("answered_with", String(20)),
        Column("code", String(40), nullable=False),
        Column("erasure_id", String(32), nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_index("asked_answer_by", "asked", ["office", "answer_by"])
    op.create_table(
        "breach",
        Column("breach_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("found_at_ms", BigInteger, nullable=False),
        Column("words", Text, nullable=False),
        Column("people", Integer),
        Column("stage", String(20), nullable=False),
        Column("risk", String(20)),
        Column("authority_told", Boolean, nullable=False),
        Column("authority_reference", String(40), nullable=False),
        Column("people_told", Boolean, nullable=False),
        Column("is_overdue_told", Boolean, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_index("ix_breach_office", "breach", ["office"])
