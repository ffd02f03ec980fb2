"""What signing in needs: second factors, one-time doors, vain attempts, and a journal of it."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, String, Text

revision = "portal_0002"
down_revision = "portal_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.add_column("account", Column("totp_step", BigInteger, nullable=False, server_default="0"))
    op.add_column("hat", Column("named_by", String(64), nullable=False, server_default=""))
    op.create_table(
        "recovery",
        Column("digest", String(64), primary_key=True),
        Column("account_id", String(32), nullable=False, index=True),
    )
    op.create_table(
        "identity",
        Column("digest", String(64), primary_key=True),
        Column("account_id", String(32), nullable=False, index=True),
        Column("made_ms", BigInteger, nullable=False),
    )
    op.create_table(
        "door",
        Column("digest", String(64), primary_key=True),
        Column("kind", String(20), nullable=False),
        Column("account_id", String(32), nullable=False, index=True),
        Column("payload", Text, nullable=False),
        Column("ends_ms", BigInteger, nullable=False),
    )
    op.create_table(
        "attempt",
        Column("key", String(64), primary_key=True),
        Column("failures", Integer, nullable=False),
        Column("until_ms", BigInteger, nullable=False),
        Column("seen_ms", BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "journal",
        Column("id", String(32), primary_key=True),
        Column("at_ms", BigInteger, nullable=False, index=True),
        Column("what", String(40), nullable=False),
        Column("outcome", String(40), nullable=False),
        Column("account_id", String(32), nullable=False, index=True),
        Column("by", String(32), nullable=False),
        Column("office", String(40), nullable=False),
    )
