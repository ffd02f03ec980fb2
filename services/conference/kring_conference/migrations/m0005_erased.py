"""What was erased of a case, and signals that are found by nothing but an order to erase."""

from alembic import op
from sqlalchemy import Boolean, Column, Integer, String, Text, false, text

from kring_conference.domain.signal import signals_of

revision = "conference_0005"
down_revision = "conference_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; give every signal its key."""
    op.create_table(
        "erased_case",
        Column("case_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("gone", Text, nullable=False),
        Column("version", Integer, nullable=False),
    )
    with op.batch_alter_table("safety_signal") as signal:
        signal.add_column(Column("found_by", String(32), nullable=False, server_default=""))
        signal.add_column(Column("goes_when_closed", Boolean, nullable=False, server_default=false()))
    tx = op.get_bind()
    for case_id in tx.execute(text("SELECT DISTINCT about_case_id FROM safety_signal")).scalars().all():
        values = {"key": signals_of(case_id), "case_id": case_id}
        tx.execute(text("UPDATE safety_signal SET found_by = :key WHERE about_case_id = :case_id"), values)
    with op.batch_alter_table("safety_signal") as signal:
        signal.alter_column("found_by", server_default=None)
        signal.alter_column("goes_when_closed", server_default=None)
    op.create_index("ix_safety_signal_found_by", "safety_signal", ["found_by"])
