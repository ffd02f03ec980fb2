"""Claims and what counts against the limits of a year."""

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Date, Integer, String

revision = "registry_0008"
down_revision = "registry_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "claim",
        Column("claim_id", String(32), primary_key=True),
        Column("case_id", String(32), nullable=False),
        Column("case_key", String(32), nullable=False),
        Column("office", String(40), nullable=False),
        Column("coordinator_id", String(32), nullable=False),
        Column("reference", String(20), nullable=False),
        Column("policy", String(40), nullable=False),
        Column("drafted_on", Date, nullable=False),
        Column("year", Integer, nullable=False),
        Column("stage", String(20), nullable=False),
        Column("conferences", Integer, nullable=False),
        Column("minutes_worked", Integer, nullable=False),
        Column("distance_km", Integer, nullable=False),
        Column("days_worked", Integer, nullable=False),
        Column("days", JSON, nullable=False),
        Column("expenses", JSON, nullable=False),
        Column("lines", JSON, nullable=False),
        Column("is_reckoned", Boolean, nullable=False),
        Column("returned_for", String(40), nullable=False),
        Column("approved_on", Date),
        Column("paid_on", Date),
        Column("version", Integer, nullable=False),
    )
    op.create_index("claim_stage", "claim", ["office", "stage", "claim_id"])
    op.create_index("ix_claim_case_key", "claim", ["case_key"])
    op.create_index("ix_claim_coordinator_id", "claim", ["coordinator_id"])
    op.create_table(
        "coordinator_year",
        Column("year_id", String(32), primary_key=True),
        Column("coordinator_id", String(32), nullable=False),
        Column("office", String(40), nullable=False),
        Column("year", Integer, nullable=False),
        Column("taken", JSON, nullable=False),
        Column("told", JSON, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "claim_numbers",
        Column("book_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("year", Integer, nullable=False),
        Column("last", Integer, nullable=False),
        Column("version", Integer, nullable=False),
    )
