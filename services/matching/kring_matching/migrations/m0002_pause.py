"""When a search was paused, and who coordinated: in this case, and for the same people before."""

from alembic import op
from sqlalchemy import BigInteger, Column, String, text

revision = "matching_0002"
down_revision = "matching_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns; of a search that stopped before this it is not known any more how far it was."""
    with op.batch_alter_table("search") as search:
        search.add_column(Column("paused_at_ms", BigInteger))
        search.add_column(Column("coordinated_by", String(32)))
        search.add_column(Column("previous_coordinator_id", String(32)))
    begun = "UPDATE search SET coordinated_by = coordinator_id WHERE stage IN ('active', 'completed')"
    op.get_bind().execute(text(begun))
