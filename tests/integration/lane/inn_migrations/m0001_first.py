"""Doors, guests, offers."""

from alembic import op
from sqlalchemy import CheckConstraint, Column, Integer, String, Text

revision = "inn_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    for name, *columns in (
        ("door", Column("guest_ids", Text, nullable=False)),
        (
            "guest",
            Column("visits", Integer, nullable=False),
            Column("name", Text, nullable=False),
            CheckConstraint("visits < 100", name="no_regulars"),
        ),
        ("offer", Column("note", Text, nullable=False)),
    ):
        op.create_table(
            name,
            Column("id", String(32), primary_key=True),
            Column("office", String(40), nullable=False),
            *columns,
            Column("version", Integer, nullable=False),
        )
