"""What a whole conference leaves: meetings, conditions, both kinds of help, what came back, and why it stopped."""

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Integer, String, false, text

revision = "registry_0004"
down_revision = "registry_0003"
branch_labels = None
depends_on = None

COUNTS = ("meetings", "conditions", "sent_back")
LISTS = ("help_answers", "interpreted")


def upgrade() -> None:
    """Make the columns; of what was registered before, nothing of this was counted."""
    with op.batch_alter_table("registration") as registration:
        for name in COUNTS:
            registration.add_column(Column(name, Integer, nullable=False, server_default=text("0")))
        registration.add_column(Column("without_meeting", Boolean, nullable=False, server_default=false()))
        for name in LISTS:
            registration.add_column(Column(name, JSON, nullable=False, server_default=text("'[]'")))
        registration.add_column(Column("own_strengths", Integer))
        registration.add_column(Column("professional_help", Integer))
        registration.add_column(Column("stop_reason", String(40)))
    with op.batch_alter_table("registration") as registration:
        for name in (*COUNTS, *LISTS, "without_meeting"):
            registration.alter_column(name, server_default=None)
