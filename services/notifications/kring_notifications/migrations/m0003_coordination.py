"""Whether the coordinator is kept away for now, when that was told last, and who gets no more letters of a case."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, false

revision = "notifications_0003"
down_revision = "notifications_0002"
branch_labels = None
depends_on = None

NEW = {"correspondence": "coordinator_withheld", "correspondent": "kept_out"}


def upgrade() -> None:
    """Make the columns; nobody was kept away before there was a way to say so."""
    with op.batch_alter_table("correspondence") as correspondence:
        correspondence.add_column(Column("coordinator_told_ms", BigInteger))
    for name, flag in NEW.items():
        with op.batch_alter_table(name) as table:
            table.add_column(Column(flag, Boolean, nullable=False, server_default=false()))
        with op.batch_alter_table(name) as table:
            table.alter_column(flag, server_default=None)
