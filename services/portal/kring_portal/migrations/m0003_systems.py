"""Systems that speak HTTP: their secrets and tokens, and where they hear what became of it."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Text

revision = "portal_0003"
down_revision = "portal_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "system",
        Column("id", String(32), primary_key=True),
        Column("name", String(31), nullable=False, unique=True),
        Column("office", String(40), nullable=False),
        Column("scopes", Text, nullable=False),
        Column("revoked", Boolean, nullable=False),
        Column("made_ms", BigInteger, nullable=False),
    )
    op.create_table(
        "system_secret",
        Column("digest", String(64), primary_key=True),
        Column("system_id", String(32), ForeignKey("system.id"), nullable=False, index=True),
        Column("made_ms", BigInteger, nullable=False),
        Column("until_ms", BigInteger),
    )
    op.create_table(
        "system_token",
        Column("digest", String(64), primary_key=True),
        Column("system_id", String(32), ForeignKey("system.id"), nullable=False, index=True),
        Column("scopes", Text, nullable=False),
        Column("ends_ms", BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "webhook",
        Column("id", String(32), primary_key=True),
        Column("system_id", String(32), ForeignKey("system.id"), nullable=False, index=True),
        Column("url", Text, nullable=False),
        Column("secret", Text, nullable=False),
        Column("disabled", Boolean, nullable=False),
        Column("failing_since_ms", BigInteger),
        Column("made_ms", BigInteger, nullable=False),
    )
    op.create_table(
        "webhook_set_apart",
        Column("id", String(32), primary_key=True),
        Column("webhook_id", String(32), ForeignKey("webhook.id"), nullable=False, index=True),
        Column("event_id", String(64), nullable=False),
        Column("body", Text, nullable=False),
        Column("tries", Integer, nullable=False),
        Column("why", String(40), nullable=False),
        Column("at_ms", BigInteger, nullable=False),
    )
