"""Remarks beside a book's marks."""

from alembic import op
from sqlalchemy import Column, Integer, String

revision = "lane_0002"
down_revision = "lane_0001"
branch_labels = None
depends_on = None

OLDER_MAY_WORK = True


def upgrade() -> None:
    """Add what may be empty."""
    op.add_column("book", Column("remarks", Integer, nullable=True))
    op.create_table("remark", Column("id", String(32), primary_key=True), Column("text", String(40), nullable=True))
    op.create_index("remark_text", "remark", ["text"])
