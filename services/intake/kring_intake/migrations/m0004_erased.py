"""What was erased of a case."""

from alembic import op
from sqlalchemy import Column, Integer, String, Text

revision = "intake_0004"
down_revision = "intake_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nothing was ordered before."""
    op.create_table(
        "erased_case",
        Column("case_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("gone", Text, nullable=False),
        Column("version", Integer, nullable=False),
    )
