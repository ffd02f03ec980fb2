"""When a conference was paused, and who takes no further part."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, false

revision = "conference_0002"
down_revision = "conference_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns; nobody had left before there was a way to say so."""
    with op.batch_alter_table("conference") as conference:
        conference.add_column(Column("paused_at_ms", BigInteger))
    with op.batch_alter_table("participant") as participant:
        participant.add_column(Column("has_left", Boolean, nullable=False, server_default=false()))
    with op.batch_alter_table("participant") as participant:
        participant.alter_column("has_left", server_default=None)
