"""The whole of matching: shortlists, a deeper register, careers, gatherings, the helpdesk, loans, what was missing."""

import json
from typing import Any

from alembic import op
from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, String, Text, text

revision = "matching_0003"
down_revision = "matching_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; a tie that was a yes or no becomes the kind it was asked for."""
    _searches()
    _register()
    _careers()
    _support()
    _loans()


def _searches() -> None:
    with op.batch_alter_table("search") as search:
        search.add_column(Column("shortlist", Text, nullable=False, server_default="[]"))
        search.add_column(Column("approved", Text, nullable=False, server_default="[]"))
        search.add_column(Column("reason", String(40), nullable=False, server_default=""))
        search.add_column(Column("against_ranking", Boolean, nullable=False, server_default=text("false")))
        search.add_column(Column("hours_to_answer", Integer))
        search.add_column(Column("supervised_by", String(64), nullable=False, server_default=""))
        search.add_column(Column("tied", Text, nullable=False, server_default="[]"))
        search.add_column(Column("private_wishes", Text))
        search.add_column(Column("fill_by_ms", BigInteger))
        search.add_column(Column("was_active", Boolean, nullable=False, server_default=text("false")))
        search.add_column(Column("counted", Text, nullable=False, server_default="[]"))
    op.get_bind().execute(text("UPDATE search SET was_active = true WHERE coordinated_by IS NOT NULL"))


def _register() -> None:
    with op.batch_alter_table("coordinator") as coordinator:
        coordinator.add_column(Column("screening_checked_on", Date))
        coordinator.add_column(Column("languages", Text, nullable=False, server_default="[]"))
        coordinator.add_column(Column("levels", Text, nullable=False, server_default="[]"))
        coordinator.add_column(Column("municipalities", JSON, nullable=False, server_default="[]"))
        coordinator.add_column(Column("declared", Text))
        coordinator.add_column(Column("away", Text, nullable=False, server_default="[]"))
        coordinator.add_column(Column("statute", Text))
        coordinator.add_column(Column("issued", Text, nullable=False, server_default="[]"))
        coordinator.add_column(Column("ties", JSON, nullable=False, server_default="[]"))
        coordinator.add_column(Column("standing", String(12), nullable=False, server_default="active"))
        coordinator.add_column(Column("standing_because", String(40), nullable=False, server_default=""))
        coordinator.add_column(Column("standing_since", Date))
        coordinator.add_column(Column("pause", String(12)))
        coordinator.add_column(Column("certified_on", Date))
        coordinator.add_column(Column("supervised", Boolean, nullable=False, server_default=text("false")))
        coordinator.add_column(Column("last_case_on", Date))
        coordinator.add_column(Column("lent_by", String(40)))
        coordinator.add_column(Column("for_case", String(32)))
    tied = (
        "UPDATE coordinator SET ties = '[\"employed\"]', standing = 'suspended', "
        "standing_because = 'independence-lost' "
        "WHERE employer_is_helping_body"
    )
    op.get_bind().execute(text(tied))
    _languages()
    with op.batch_alter_table("coordinator") as coordinator:
        coordinator.drop_column("employer_is_helping_body")


def _languages() -> None:
    """Fill in what each card says, so that a ranking need not read the cards."""
    tx = op.get_bind()
    rows = tx.execute(text("SELECT coordinator_id, card FROM coordinator")).all()
    known = [{"id": one, "languages": json.dumps(json.loads(card)["languages"])} for one, card in rows]
    if known:
        tx.execute(text("UPDATE coordinator SET languages = :languages WHERE coordinator_id = :id"), known)


def _careers() -> None:
    op.create_table(
        "career",
        Column("person_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False, index=True),
        Column("policy", String(20), nullable=False),
        Column("card", Text, nullable=False),
        Column("municipality", String(60), nullable=False),
        Column("stage", String(20), nullable=False),
        Column("since", Date, nullable=False),
        Column("motivation", Text, nullable=False),
        Column("cv", Text, nullable=False),
        Column("days", Text, nullable=False),
        Column("reports", Text, nullable=False),
        Column("workshops", Text, nullable=False),
        Column("conferences", Text, nullable=False),
        Column("evaluations", Text, nullable=False),
        Column("scopes", Text, nullable=False),
        Column("certified_on", Date),
        Column("version", Integer, nullable=False),
    )


def _support() -> None:
    op.create_table(
        "gathering",
        Column("gathering_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False, index=True),
        Column("kind_of", String(24), nullable=False),
        Column("title", String(120), nullable=False),
        Column("starts_at_ms", BigInteger, nullable=False),
        Column("days", Text, nullable=False),
        Column("place", String(120), nullable=False),
        Column("agenda", Text, nullable=False),
        Column("room_for", Integer, nullable=False),
        Column("scope", String(20)),
        Column("public", Boolean, nullable=False),
        Column("stage", String(12), nullable=False),
        Column("signed_up", Text, nullable=False),
        Column("present", Text, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "helpdesk",
        Column("helpdesk_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False, index=True),
        Column("coordinator_id", String(32), nullable=False),
        Column("topic", String(20), nullable=False),
        Column("question", Text, nullable=False),
        Column("answer_by_ms", BigInteger, nullable=False),
        Column("stage", String(12), nullable=False),
        Column("owner", String(64), nullable=False),
        Column("answer", Text),
        Column("version", Integer, nullable=False),
    )


def _asked() -> tuple[Column[Any], ...]:
    """Make the columns both sides of a loan have; a column belongs to one table."""
    return (
        Column("conference_type", String(20), nullable=False),
        Column("urgency", String(10), nullable=False),
        Column("languages", Text, nullable=False),
        Column("answer_by_ms", BigInteger, nullable=False),
        Column("stage", String(12), nullable=False),
        Column("version", Integer, nullable=False),
    )


def _loans() -> None:
    op.create_table(
        "borrowing",
        Column("borrowing_key", String(32), primary_key=True),
        Column("loan_id", String(32), nullable=False),
        Column("case_id", String(32), nullable=False, index=True),
        Column("office", String(40), nullable=False, index=True),
        Column("from_office", String(40), nullable=False),
        Column("guest_id", String(32), index=True),
        *_asked(),
    )
    op.create_table(
        "lending",
        Column("loan_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False, index=True),
        Column("to_office", String(40), nullable=False),
        Column("coordinator_id", String(32), index=True),
        *_asked(),
    )
    op.create_table(
        "missing",
        Column("missing_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False, index=True),
        Column("month", Date, nullable=False),
        Column("because", String(10), nullable=False),
        Column("what", String(12), nullable=False),
        Column("value", String(60), nullable=False),
        Column("version", Integer, nullable=False),
    )
