"""What requesters handed in, so that they can ask where it stands; of what came before this nothing is known."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, String

revision = "intake_0006"
down_revision = "intake_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; an older Kring would not erase what stands there, and does not go on beside it."""
    op.create_table(
        "referral_sent",
        Column("sent_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("system", String(40), nullable=False),
        Column("reference", String(64), nullable=False),
        Column("case_id", String(32), nullable=False, index=True),
        Column("request_id", String(32)),
        Column("code", String(60), nullable=False),
        Column("sent_ms", BigInteger, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_index("sent_newest", "referral_sent", ["office", "system", "sent_ms", "sent_id"])
