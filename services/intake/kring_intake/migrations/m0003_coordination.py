"""Whether the coordinator is kept away for now, and when that was told last."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, false

revision = "intake_0003"
down_revision = "intake_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns; nobody was kept away before there was a way to say so."""
    with op.batch_alter_table("request") as request:
        request.add_column(Column("coordinator_withheld", Boolean, nullable=False, server_default=false()))
        request.add_column(Column("coordinator_told_ms", BigInteger))
    with op.batch_alter_table("request") as request:
        request.alter_column("coordinator_withheld", server_default=None)
