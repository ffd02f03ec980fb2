"""Forms, answers without case and person, and what a coordinator sees of them."""

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Date, Integer, String

revision = "registry_0007"
down_revision = "registry_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; forms and answers without a hidden row number, which would keep the order they came in."""
    _asking()
    _answers()


def _asking() -> None:
    op.create_table(
        "score_round",
        Column("case_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("token", String(32), nullable=False),
        Column("stage", String(20), nullable=False),
        Column("closes_on", Date),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "score_wish",
        Column("wish_id", String(32), primary_key=True),
        Column("case_id", String(32), nullable=False),
        Column("person_id", String(32), nullable=False),
        Column("office", String(40), nullable=False),
        Column("of_group", String(20), nullable=False),
        Column("scores", Boolean, nullable=False),
        Column("research", Boolean, nullable=False),
        Column("way", String(20), nullable=False),
        Column("form_id", String(32), nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_index("ix_score_wish_case_id", "score_wish", ["case_id"])
    op.create_table(
        "score_form",
        Column("form_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("token", String(32), nullable=False),
        Column("coordinator_id", String(32)),
        Column("conference_type", String(20)),
        Column("context", String(20), nullable=False),
        Column("of_group", String(20), nullable=False),
        Column("research", Boolean, nullable=False),
        Column("quarter", String(7), nullable=False),
        Column("answer_by", Date, nullable=False),
        Column("version", Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def _answers() -> None:
    op.create_table(
        "score_answer",
        Column("answer_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("quarter", String(7), nullable=False),
        Column("year_key", String(32), nullable=False),
        Column("conference_type", String(20)),
        Column("context", String(20), nullable=False),
        Column("of_group", String(20), nullable=False),
        Column("meeting", Integer),
        Column("plan", Integer),
        Column("coordinator", Integer),
        Column("research", Boolean, nullable=False),
        Column("version", Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_score_answer_office", "score_answer", ["office"])
    op.create_index("ix_score_answer_year_key", "score_answer", ["year_key"])
    op.create_table(
        "score_tally",
        Column("tally_id", String(32), primary_key=True),
        Column("coordinator_id", String(32), nullable=False),
        Column("questions", JSON, nullable=False),
        Column("version", Integer, nullable=False),
    )
