"""What is kept how long, holds, and the orders to erase with their answers."""

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Date, Integer, String

revision = "registry_0009"
down_revision = "registry_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; a case of before gets its row when something of it is heard."""
    op.create_table(
        "keeping",
        Column("case_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("policy", String(40), nullable=False),
        Column("people", JSON, nullable=False),
        Column("compelled", Boolean, nullable=False),
        Column("bound", Boolean, nullable=False),
        Column("merged_into", String(32)),
        Column("ended_on", Date),
        Column("ended_as", String(40), nullable=False),
        Column("locked_on", Date),
        Column("held_for", String(40), nullable=False),
        Column("erased", JSON, nullable=False),
        Column("waiting", JSON, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_index("ix_keeping_merged_into", "keeping", ["merged_into"])
    op.create_table(
        "erasure_order",
        Column("erasure_id", String(32), primary_key=True),
        Column("case_id", String(32), nullable=False),
        Column("office", String(40), nullable=False),
        Column("person_id", String(32)),
        Column("kinds", JSON, nullable=False),
        Column("because", String(60), nullable=False),
        Column("ordered_on", Date, nullable=False),
        Column("stage", String(20), nullable=False),
        Column("answers", JSON, nullable=False),
        Column("kept", JSON, nullable=False),
        Column("attempt", Integer, nullable=False),
        Column("proof", String(64), nullable=False),
        Column("number", Integer, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_index("erasure_order_office", "erasure_order", ["office", "ordered_on"])
