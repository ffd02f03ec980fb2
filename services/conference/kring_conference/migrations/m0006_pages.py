"""Indexes by which conferences are listed a page at a time, also of one stage or one coordinator."""

from alembic import op

revision = "conference_0006"
down_revision = "conference_0005"
branch_labels = None
depends_on = None
OLDER_MAY_WORK = True


def upgrade() -> None:
    """Make the indexes; what stands in the table stays as it is."""
    op.create_index("conference_newest", "conference", ["office", "case_id"])
    op.create_index("conference_stage", "conference", ["office", "stage", "case_id"])
    op.create_index("conference_coordinated", "conference", ["coordinator_id", "case_id"])
