"""The public key to which an office that asks wants a guest's card sealed."""

from alembic import op
from sqlalchemy import Column, String

revision = "matching_0005"
down_revision = "matching_0004"
branch_labels = None
depends_on = None

OLDER_MAY_WORK = True


def upgrade() -> None:
    """Make the column; whoever asked before this shares the vault, and sent none."""
    with op.batch_alter_table("lending") as lending:
        lending.add_column(Column("sealing_key", String(44)))
