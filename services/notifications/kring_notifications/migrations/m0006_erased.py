"""What was erased of a case, whom a route cannot do without, and everything a message was sent as."""

from typing import Any

from alembic import op
from sqlalchemy import Boolean, Column, Integer, String, Text, false

revision = "notifications_0006"
down_revision = "notifications_0005"
branch_labels = None
depends_on = None

NEW: dict[str, Column[Any]] = {
    "correspondence": Column("is_over", Boolean, nullable=False, server_default=false()),
    "correspondent": Column("is_needed", Boolean, nullable=False, server_default=false()),
    "notification": Column("sent_before_as", Text, nullable=False, server_default="[]"),
}


def upgrade() -> None:
    """Make the table and the columns; a message that was sent again before had the message's own id first."""
    op.create_table(
        "erased_case",
        Column("case_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("gone", Text, nullable=False),
        Column("version", Integer, nullable=False),
    )
    for name, column in NEW.items():
        with op.batch_alter_table(name) as table:
            table.add_column(column)
    again = "sending_id <> '' AND sending_id <> message_id"
    op.execute(f"UPDATE notification SET sent_before_as = '[\"' || message_id || '\"]' WHERE {again}")  # noqa: S608 - our own names
    for name, column in NEW.items():
        with op.batch_alter_table(name) as table:
            table.alter_column(column.name, server_default=None)
