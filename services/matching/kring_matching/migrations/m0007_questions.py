"""An index by which a coordinator's own questions are listed a page at a time."""

from alembic import op

revision = "matching_0007"
down_revision = "matching_0006"
branch_labels = None
depends_on = None
OLDER_MAY_WORK = True


def upgrade() -> None:
    """Make the index; what stands in the table stays as it is."""
    op.create_index("helpdesk_own", "helpdesk", ["coordinator_id", "helpdesk_id"])
