"""The access log says whom a message named, and on what ground it was asked (NEN 7513)."""

from alembic import op
from sqlalchemy import Column, String, text

revision = "runtime_0004"
down_revision = "runtime_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; of what was noted before this revision neither is known."""
    op.add_column("access", Column("about", String(64), nullable=False, server_default=""))
    op.add_column("access", Column("basis", String(20), nullable=False, server_default=""))
    urgent = text("basis = 'emergency'")
    op.create_index("access_emergency", "access", ["seq"], sqlite_where=urgent, postgresql_where=urgent)
