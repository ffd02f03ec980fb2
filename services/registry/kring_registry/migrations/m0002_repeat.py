"""Whether an earlier route of the same people went before."""

from alembic import op
from sqlalchemy import Boolean, Column, false

revision = "registry_0002"
down_revision = "registry_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column; of what was registered before it nobody said that it was a repeat."""
    with op.batch_alter_table("registration") as registration:
        registration.add_column(Column("repeat", Boolean, nullable=False, server_default=false()))
    with op.batch_alter_table("registration") as registration:
        registration.alter_column("repeat", server_default=None)
