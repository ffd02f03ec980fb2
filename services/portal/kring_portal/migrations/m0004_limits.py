"""How often somebody may come, counted by all replicas together."""

from alembic import op
from sqlalchemy import BigInteger, Column, String

revision = "portal_0004"
down_revision = "portal_0003"
branch_labels = None
depends_on = None

OLDER_MAY_WORK = True


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "bucket",
        Column("key", String(64), primary_key=True),
        Column("full_us", BigInteger, nullable=False, index=True),
    )
