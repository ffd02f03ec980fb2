"""Erasures: scopes whose keys are destroyed after the commit."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, String, text

revision = "runtime_0002"
down_revision = "runtime_0001"
branch_labels = None
depends_on = None

NUMBER = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "erasure",
        Column("scope", String(80), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("decided_ms", NUMBER, nullable=False),
        Column("done_ms", NUMBER),
        Column("because", String(60), nullable=False),
    )
    waits = text("done_ms IS NULL")
    op.create_index("erasure_open", "erasure", ["decided_ms"], sqlite_where=waits, postgresql_where=waits)
