"""A message may bring a form with a code; the code stands sealed."""

from alembic import op
from sqlalchemy import Column, Text

revision = "notifications_0007"
down_revision = "notifications_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column."""
    with op.batch_alter_table("notification") as message:
        message.add_column(Column("form", Text))
