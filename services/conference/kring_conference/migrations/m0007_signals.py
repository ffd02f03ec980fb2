"""An index by which a safety officer's own signals are listed a page at a time."""

from alembic import op

revision = "conference_0007"
down_revision = "conference_0006"
branch_labels = None
depends_on = None
OLDER_MAY_WORK = True


def upgrade() -> None:
    """Make the index; what stands in the table stays as it is."""
    op.create_index("signal_of_officer", "safety_signal", ["officer_id", "level", "raised_at_ms", "signal_id"])
