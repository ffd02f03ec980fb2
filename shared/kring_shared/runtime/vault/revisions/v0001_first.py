"""Wrapped keys."""

from alembic import op
from sqlalchemy import Column, LargeBinary, String

revision = "vault_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "vault_key",
        Column("scope", String(80), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("wrapped", LargeBinary),
    )
