"""Conferences, participants, plans and calls."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Text

revision = "conference_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "conference",
        Column("case_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False, index=True),
        Column("stage", String(30), nullable=False),
        Column("coordinator_id", String(32)),
        Column("dossier", Text, nullable=False),
        Column("mandates", Text, nullable=False),
        Column("question", Text),
        Column("question_version", Integer, nullable=False),
        Column("starts_at_ms", BigInteger),
        Column("venue", Text),
        Column("opened_at_ms", BigInteger),
        Column("private_from_ms", BigInteger),
        Column("private_until_ms", BigInteger),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "participant",
        Column("participant_id", String(32), primary_key=True),
        Column("case_id", String(32), nullable=False, index=True),
        Column("office", String(40), nullable=False, index=True),
        Column("part", String(20), nullable=False),
        Column("card", Text, nullable=False),
        Column("spoken_with", String(20)),
        Column("knows_conditions", Boolean, nullable=False),
        Column("is_invited", Boolean, nullable=False),
        Column("answer", String(20)),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "plan",
        Column("case_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False, index=True),
        Column("stage", String(20), nullable=False),
        Column("plan_version", Integer, nullable=False),
        Column("text", Text, nullable=False),
        Column("accepted_by", Text, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "follow_up",
        Column("follow_up_id", String(32), primary_key=True),
        Column("case_id", String(32), nullable=False, index=True),
        Column("office", String(40), nullable=False, index=True),
        Column("step", Integer, nullable=False),
        Column("due_at_ms", BigInteger, nullable=False),
        Column("stage", String(20), nullable=False),
        Column("result", String(20)),
        Column("version", Integer, nullable=False),
    )
