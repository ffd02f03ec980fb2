"""Indexes by which lists are read a page at a time, also of one stage, however many cases there are."""

from alembic import op

revision = "intake_0005"
down_revision = "intake_0004"
branch_labels = None
depends_on = None
OLDER_MAY_WORK = True


def upgrade() -> None:
    """Make the indexes; what stands in the tables stays as it is."""
    op.create_index("request_stage", "request", ["office", "stage", "received_ms", "case_id"])
    op.create_index("request_held", "request", ["office", "held", "received_ms", "case_id"])
    op.create_index("duplicate_likeliest", "duplicate", ["office", "decision", "strength", "pair_id"])
    op.create_index("quarantined_oldest", "referral_quarantined", ["office", "stage", "received_ms", "quarantine_id"])
