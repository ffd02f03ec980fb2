"""What is told, what comes due, what is sent out and what waits say which trace they follow from."""

from alembic import op
from sqlalchemy import Column, String

revision = "runtime_0005"
down_revision = "runtime_0004"
branch_labels = None
depends_on = None

OLDER_MAY_WORK = True


def upgrade() -> None:
    """Add the columns; what was written before this, or by an older Kring since, follows from no trace."""
    op.add_column("outbox", Column("trace", String(55)))
    op.add_column("deadline", Column("trace", String(55)))
    op.add_column("errand", Column("trace", String(55)))
    op.add_column("parked", Column("trace", String(111)))
