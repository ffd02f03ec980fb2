"""Who may sign in, as what, and who is signed in."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, String, Text

revision = "portal_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "account",
        Column("id", String(32), primary_key=True),
        Column("login", String(120), nullable=False, unique=True),
        Column("name", String(120), nullable=False),
        Column("language", String(10), nullable=False),
        Column("password", Text, nullable=False),
        Column("totp", Text, nullable=False),
        Column("closed", Boolean, nullable=False),
        Column("made_ms", BigInteger, nullable=False),
    )
    op.create_table(
        "hat",
        Column("id", String(32), primary_key=True),
        Column("account_id", String(32), ForeignKey("account.id"), nullable=False, index=True),
        Column("office", String(40), nullable=False),
        Column("role", String(40), nullable=False),
        Column("actor_id", String(64), nullable=False),
        Column("from_ms", BigInteger, nullable=False),
        Column("until_ms", BigInteger),
    )
    op.create_table(
        "session",
        Column("digest", String(64), primary_key=True),
        Column("csrf", String(64), nullable=False),
        Column("account_id", String(32), index=True),
        Column("link", String(64), index=True),
        Column("office", String(40), nullable=False),
        Column("role", String(40), nullable=False),
        Column("actor_id", String(64), nullable=False),
        Column("case_id", String(64), nullable=False),
        Column("purpose", String(64), nullable=False),
        Column("language", String(10), nullable=False),
        Column("factors", String(40), nullable=False),
        Column("notice", Text, nullable=False),
        Column("began_ms", BigInteger, nullable=False),
        Column("seen_ms", BigInteger, nullable=False),
        Column("ends_ms", BigInteger, nullable=False),
    )
