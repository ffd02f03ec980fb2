"""Cases, the people in them, and the messages to them."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Text

revision = "notifications_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "correspondence",
        Column("case_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("neutral_sender", Boolean, nullable=False),
        Column("coordinator_id", String(32)),
        Column("starts_at_ms", BigInteger),
        Column("remind_at_ms", BigInteger),
        Column("stopped", Boolean, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "correspondent",
        Column("correspondent_id", String(32), primary_key=True),
        Column("case_id", String(32), nullable=False, index=True),
        Column("person_id", String(32), nullable=False),
        Column("office", String(40), nullable=False),
        Column("contact", Text, nullable=False),
        Column("languages", Text, nullable=False),
        Column("kinds", String(40), nullable=False),
        Column("is_main_person", Boolean, nullable=False),
        Column("neutral_sender", Boolean, nullable=False),
        Column("invited", Boolean, nullable=False),
        Column("comes", Boolean, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "notification",
        Column("message_id", String(32), primary_key=True),
        Column("case_id", String(32), nullable=False, index=True),
        Column("person_id", String(32), nullable=False),
        Column("office", String(40), nullable=False),
        Column("moment", String(40), nullable=False),
        Column("language", String(35), nullable=False),
        Column("channel", String(40), nullable=False),
        Column("status", String(20), nullable=False),
        Column("version", Integer, nullable=False),
    )
