"""Registrations."""

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Date, Integer, String

revision = "registry_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and the index the figures count by."""
    op.create_table(
        "registration",
        Column("case_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("received_on", Date, nullable=False),
        Column("requester_kind", String(20), nullable=False),
        Column("context", String(20), nullable=False),
        Column("urgency", String(20), nullable=False),
        Column("policy", String(40), nullable=False),
        Column("conference_type", String(20)),
        Column("minors_involved", Boolean),
        Column("stage", String(20), nullable=False),
        Column("coordinator_id", String(32)),
        Column("started_on", Date),
        Column("planned_on", Date),
        Column("held_on", Date),
        Column("present_count", Integer),
        Column("plan_made", Boolean, nullable=False),
        Column("plan_accepted_on", Date),
        Column("plan_distributed_on", Date),
        Column("follow_ups", JSON, nullable=False),
        Column("follow_up_ended", Boolean, nullable=False),
        Column("minutes_worked", Integer),
        Column("distance_km", Integer),
        Column("topics", JSON, nullable=False),
        Column("outcome", String(40)),
        Column("digest", String(64), nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_index("registration_received", "registration", ["office", "received_on"])
