"""Indexes by which lists are read a page at a time, also of one stage, however many there are."""

from alembic import op

revision = "matching_0006"
down_revision = "matching_0005"
branch_labels = None
depends_on = None
OLDER_MAY_WORK = True


def upgrade() -> None:
    """Make the indexes; what stands in the tables stays as it is."""
    op.create_index("coordinator_in_order", "coordinator", ["office", "coordinator_id"])
    op.create_index("career_longest", "career", ["office", "since", "person_id"])
    op.create_index("search_stage", "search", ["office", "stage", "case_id"])
