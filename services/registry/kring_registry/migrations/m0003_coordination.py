"""Whether the coordinator is kept away for now, and when that was told last."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, false

revision = "registry_0003"
down_revision = "registry_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns; nobody was kept away before there was a way to say so."""
    with op.batch_alter_table("registration") as registration:
        registration.add_column(Column("coordinator_withheld", Boolean, nullable=False, server_default=false()))
        registration.add_column(Column("coordinator_told_ms", BigInteger))
    with op.batch_alter_table("registration") as registration:
        registration.alter_column("coordinator_withheld", server_default=None)
