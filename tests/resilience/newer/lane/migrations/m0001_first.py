"""Books."""

from alembic import op
from sqlalchemy import Boolean, CheckConstraint, Column, Integer, String, Text

revision = "lane_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "book",
        Column("case_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("coordinator_id", String(32), nullable=False),
        Column("marks", Text, nullable=False),
        Column("lowest", Integer, nullable=False),
        Column("closed", Boolean, nullable=False),
        Column("rung", Text, nullable=False),
        Column("version", Integer, nullable=False),
        CheckConstraint("lowest >= 0", name="no_mark_below_nought"),
    )
