"""When the family was told last that the search for a coordinator takes longer."""

from alembic import op
from sqlalchemy import BigInteger, Column

revision = "notifications_0004"
down_revision = "notifications_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column; nobody was told before there was such a letter."""
    with op.batch_alter_table("correspondence") as correspondence:
        correspondence.add_column(Column("search_told_ms", BigInteger))
