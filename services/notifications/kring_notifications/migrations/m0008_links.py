"""Personal links and codes, and the part somebody has in a case; of earlier cases it is known whether they came in."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Integer, String

revision = "notifications_0008"
down_revision = "notifications_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the column."""
    op.create_table(
        "personal_link",
        Column("link_id", String(32), primary_key=True),
        Column("case_id", String(32), nullable=False, index=True),
        Column("person_id", String(32), nullable=False),
        Column("office", String(40), nullable=False),
        Column("purpose", String(20), nullable=False),
        Column("seed", String(32), nullable=False),
        Column("given_ms", BigInteger, nullable=False),
        Column("closes_ms", BigInteger, nullable=False),
        Column("given_by", String(100), nullable=False),
        Column("opened", Integer, nullable=False),
        Column("last_opened_ms", BigInteger),
        Column("revoked", Boolean, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "access_code",
        Column("code_id", String(32), primary_key=True),
        Column("case_id", String(32), nullable=False, index=True),
        Column("person_id", String(32), nullable=False),
        Column("office", String(40), nullable=False),
        Column("seed", String(32), nullable=False),
        Column("given_by", String(100), nullable=False),
        Column("given_ms", BigInteger, nullable=False),
        Column("closes_ms", BigInteger, nullable=False),
        Column("tries_left", Integer, nullable=False),
        Column("link_id", String(32), nullable=False),
        Column("session", String(32), nullable=False),
        Column("session_until_ms", BigInteger),
        Column("version", Integer, nullable=False),
    )
    with op.batch_alter_table("correspondent") as correspondent:
        correspondent.add_column(Column("part", String(20), nullable=False, server_default=""))
    with op.batch_alter_table("correspondent") as correspondent:
        correspondent.alter_column("part", server_default=None)
