"""How people want to hear, what became of a message, what waits to be told by a person, and who referred."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, String, Text, false

revision = "notifications_0005"
down_revision = "notifications_0004"
branch_labels = None
depends_on = None

FLAGS = ("spoken_with", "wants_calendar", "is_referrer", "large_print", "do_not_contact", "corrected")


def upgrade() -> None:
    """Make the columns. Who was invited was spoken with; what was sent, channels knew by the message's id."""
    with op.batch_alter_table("correspondence") as case:
        case.add_column(Column("sequence", Integer, nullable=False, server_default="0"))
        case.add_column(Column("reference", String(64), nullable=False, server_default=""))
    with op.batch_alter_table("correspondent") as person:
        for flag in FLAGS:
            person.add_column(Column(flag, Boolean, nullable=False, server_default=false()))
        person.add_column(Column("ways", String(80), nullable=False, server_default="[]"))
    op.execute("UPDATE correspondent SET spoken_with = invited")
    with op.batch_alter_table("notification") as message:
        for name, length in (("wording", 8), ("code", 80), ("sending_id", 32), ("teller", 32)):
            message.add_column(Column(name, String(length), nullable=False, server_default=""))
        for name in ("at_ms", "before_ms", "send_at_ms"):
            message.add_column(Column(name, BigInteger))
        message.add_column(Column("last_day", Date))
        message.add_column(Column("how_many", Integer))
        message.add_column(Column("tries", Integer, nullable=False, server_default="0"))
        message.add_column(Column("given_up", Text, nullable=False, server_default="[]"))
        message.add_column(Column("because", String(20)))
        message.create_index("ix_notification_teller", ["teller"])
        message.create_index("ix_notification_sending_id", ["sending_id"])
    op.execute("UPDATE notification SET sending_id = message_id WHERE channel <> ''")
    _without_defaults()


def _without_defaults() -> None:
    """Take the defaults away that only old rows needed."""
    for name, columns in {
        "correspondence": ("sequence", "reference"),
        "correspondent": (*FLAGS, "ways"),
        "notification": ("wording", "code", "sending_id", "teller", "tries", "given_up"),
    }.items():
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.alter_column(column, server_default=None)
