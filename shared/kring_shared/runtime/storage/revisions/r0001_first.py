"""Inbox, outbox, parked messages, deadlines, errands, who asked."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Text, text

revision = "runtime_0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "inbox",
        Column("id", String(64), primary_key=True),
        Column("answer", Text),
        Column("at_ms", NUMBER, nullable=False),
    )
    op.create_table(
        "outbox",
        Column("seq", NUMBER, primary_key=True, autoincrement=False),
        Column("id", String(64), nullable=False),
        Column("subject", String(255), nullable=False),
        Column("type", String(120), nullable=False),
        Column("key", String(64), nullable=False),
        Column("body", Text, nullable=False),
        Column("told_ms", NUMBER, nullable=False),
        Column("place", NUMBER),
    )
    op.create_index("outbox_key", "outbox", ["key", "seq"])
    unsent = text("place IS NULL")
    op.create_index("outbox_unsent", "outbox", ["seq"], sqlite_where=unsent, postgresql_where=unsent)
    _parked()
    _later()
    op.create_table(
        "access",
        Column("seq", NUMBER, primary_key=True, autoincrement=True),
        Column("at_ms", NUMBER, nullable=False),
        Column("actor", String(64), nullable=False),
        Column("role", String(40), nullable=False),
        Column("office", String(40), nullable=False),
        Column("purpose", String(64), nullable=False),
        Column("asked", String(120), nullable=False),
        Column("key", String(64), nullable=False, index=True),
        Column("outcome", String(60), nullable=False),
    )
    op.create_table(
        "bookmark", Column("name", String(60), primary_key=True), Column("value", String(120), nullable=False)
    )


def _parked() -> None:
    op.create_table(
        "parked",
        Column("seq", NUMBER, primary_key=True, autoincrement=True),
        Column("id", String(64), nullable=False, unique=True),
        Column("key", String(64), nullable=False, index=True),
        Column("kind", String(120), nullable=False),
        Column("origin", String(20), nullable=False),
        Column("office", String(40), nullable=False),
        Column("body", Text, nullable=False),
        Column("sealed", Boolean, nullable=False),
        Column("tries", Integer, nullable=False),
        Column("due_ms", NUMBER, index=True),
        Column("reason", Text, nullable=False),
        Column("parked_ms", NUMBER, nullable=False),
    )


def _later() -> None:
    op.create_table(
        "deadline",
        Column("id", String(64), primary_key=True),
        Column("key", String(64), nullable=False, index=True),
        Column("kind", String(120), nullable=False),
        Column("office", String(40), nullable=False),
        Column("body", Text, nullable=False),
        Column("due_ms", NUMBER, nullable=False, index=True),
    )
    op.create_table(
        "errand",
        Column("id", String(64), primary_key=True),
        Column("name", String(60), nullable=False),
        Column("key", String(64), nullable=False, index=True),
        Column("office", String(40), nullable=False),
        Column("body", Text, nullable=False),
        Column("due_ms", NUMBER, nullable=False),
        Column("state", String(20), nullable=False),
    )
    waiting = text("state = 'waiting'")
    op.create_index("errand_open", "errand", ["due_ms"], sqlite_where=waiting, postgresql_where=waiting)
