"""Figures of years before Kring."""

from alembic import op
from sqlalchemy import Column, Integer, String, Text

revision = "registry_0011"
down_revision = "registry_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "past_year",
        Column("past_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False, index=True),
        Column("year", Integer, nullable=False),
        Column("figures", Text, nullable=False),
        Column("version", Integer, nullable=False),
    )
