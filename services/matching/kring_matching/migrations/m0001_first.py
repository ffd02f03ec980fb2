"""Searches and the coordinator register."""

from alembic import op
from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, String, Text

revision = "matching_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "search",
        Column("case_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False, index=True),
        Column("stage", String(20), nullable=False),
        Column("coordinator_id", String(32), index=True),
        Column("respond_by_ms", BigInteger),
        Column("main_person_ids", Text, nullable=False),
        Column("refused", Text, nullable=False),
        Column("dossier", Text, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "coordinator",
        Column("coordinator_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False, index=True),
        Column("card", Text, nullable=False),
        Column("scopes", JSON, nullable=False),
        Column("gender", String(10)),
        Column("birth_year", Integer),
        Column("municipality", String(60), nullable=False),
        Column("travel_limit_km", Integer, nullable=False),
        Column("maximum_load", Integer, nullable=False),
        Column("screening_valid_until", Date, nullable=False),
        Column("employer_is_helping_body", Boolean, nullable=False),
        Column("version", Integer, nullable=False),
    )
