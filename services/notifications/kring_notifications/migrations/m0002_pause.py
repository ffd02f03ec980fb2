"""Whether a case waits, who of it is a child, and who takes no further part."""

from alembic import op
from sqlalchemy import Boolean, Column, false

revision = "notifications_0002"
down_revision = "notifications_0001"
branch_labels = None
depends_on = None

NEW = {"correspondence": ("paused",), "correspondent": ("is_minor", "has_left")}


def upgrade() -> None:
    """Make the columns; before there was a way to say so, nothing waited, and nobody had left."""
    for name, flags in NEW.items():
        with op.batch_alter_table(name) as table:
            for flag in flags:
                table.add_column(Column(flag, Boolean, nullable=False, server_default=false()))
        with op.batch_alter_table(name) as table:
            for flag in flags:
                table.alter_column(flag, server_default=None)
