"""Errands say by which way they go, so that one way that hangs holds up no other."""

from alembic import op
from sqlalchemy import Column, String

revision = "runtime_0003"
down_revision = "runtime_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what waits already goes by no way in particular."""
    op.add_column("errand", Column("via", String(40), nullable=False, server_default=""))
