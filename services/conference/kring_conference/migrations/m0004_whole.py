"""The whole preparation, the plan in versions, who calls, and safety signals in a table of their own."""

import json
from datetime import UTC, datetime
from typing import Any

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, String, Text, false, text

revision = "conference_0004"
down_revision = "conference_0003"
branch_labels = None
depends_on = None

INFORMED = ["aim", "working-method", "possibilities", "responsibilities"]
NEW = {
    "conference": (
        Column("added_conditions", Text, nullable=False, server_default="[]"),
        Column("information", Text, nullable=False, server_default="[]"),
        Column("apart", Text, nullable=False, server_default="[]"),
        Column("invited_group", Integer),
        Column("day", Text, nullable=False, server_default="{}"),
        Column("room", Text, nullable=False, server_default="{}"),
        Column("previous_case_id", String(32)),
        Column("paused_for", String(32)),
        Column("imported", Boolean, nullable=False, server_default=false()),
    ),
    "participant": (
        Column("stage", String(30), nullable=False, server_default="suggested"),
        Column("side", String(20)),
        Column("relation", Text),
        Column("suggested_by", String(32)),
        Column("told", Text, nullable=False, server_default="{}"),
        Column("care", Text, nullable=False, server_default="{}"),
        Column("dates", Text, nullable=False, server_default="{}"),
        Column("represented_by", String(32)),
        Column("may_be_shown", Boolean, nullable=False, server_default=false()),
        Column("plan_received", Integer, nullable=False, server_default="0"),
    ),
    "plan": (
        Column("drafts", Text, nullable=False, server_default="[]"),
        Column("unmet", Text, nullable=False, server_default="[]"),
        Column("asked", Text, nullable=False, server_default="[]"),
        Column("sent_back_by", String(32)),
        Column("help_answers", Text, nullable=False, server_default="[]"),
        Column("translations", Text, nullable=False, server_default="[]"),
        Column("written_out_on", Date),
        Column("distributed_on", Date),
        Column("handed_to", Text, nullable=False, server_default="[]"),
        Column("last_review", String(20)),
        Column("reminders_until", Date),
        Column("let_go", Boolean, nullable=False, server_default=false()),
    ),
    "follow_up": (
        Column("by", String(20), nullable=False, server_default="coordinator"),
        Column("attempts", Integer, nullable=False, server_default="0"),
    ),
}
GONE = {
    "conference": ("starts_at_ms", "venue", "opened_at_ms", "private_from_ms", "private_until_ms"),
    "participant": ("spoken_with", "knows_conditions", "is_invited"),
    "plan": ("plan_version", "text"),
    "follow_up": (),
}


def upgrade() -> None:
    """Make the columns, carry over what stood in the old ones, and take those away."""
    op.create_table(
        "safety_signal",
        Column("signal_id", String(32), primary_key=True),
        Column("about_case_id", String(32), nullable=False),
        Column("office", String(40), nullable=False, index=True),
        Column("stage", String(20), nullable=False),
        Column("level", String(20), nullable=False),
        Column("raised_by", String(30), nullable=False),
        Column("raised_at_ms", BigInteger, nullable=False),
        Column("words", Text, nullable=False),
        Column("officer_id", String(32)),
        Column("outcome", String(20)),
        Column("version", Integer, nullable=False),
    )
    for table, columns in NEW.items():
        with op.batch_alter_table(table) as changed:
            for column in columns:
                changed.add_column(column)
    conditions = _carry_conferences()
    _carry_participants(conditions)
    _carry_plans()
    for table, columns in NEW.items():
        with op.batch_alter_table(table) as changed:
            for column in columns:
                if column.server_default is not None:
                    changed.alter_column(column.name, server_default=None)
            for name in GONE[table]:
                changed.drop_column(name)


def _carry_conferences() -> dict[str, int]:
    """Carry day and room over; give how many conditions each case has."""
    conditions = {}
    for row in _rows("conference"):
        conditions[row["case_id"]] = sum(len(mandate["conditions"]) for mandate in json.loads(row["mandates"]))
        starts_at, opened_at = _moment(row["starts_at_ms"]), _moment(row["opened_at_ms"])
        planned = starts_at is not None
        day = {
            "starts_at": starts_at,
            "venue": json.loads(row["venue"]) if row["venue"] else None,
            "neutral": planned,  # only a neutral place was ever asked for
            "no_end_time": planned,
            "sequence": int(planned),
        }
        room = {
            "meeting": int(opened_at is not None),
            "opened_at": opened_at,
            "private_from": _moment(row["private_from_ms"]),
            "private_until": _moment(row["private_until_ms"]),
        }
        _write("conference", "case_id", row["case_id"], day=day, room=room)
    return conditions


def _carry_participants(conditions: dict[str, int]) -> None:
    for row in _rows("participant"):
        stage = "suggested"
        if row["spoken_with"]:
            stage = "informed"
        if row["is_invited"]:
            stage = "answered" if row["answer"] else "invited"
        told = {
            "covered": INFORMED if row["spoken_with"] else [],
            "conditions": conditions.get(row["case_id"], 0) if row["knows_conditions"] else 0,
        }
        _write("participant", "participant_id", row["participant_id"], told=told)
        _set("participant", "participant_id", row["participant_id"], "stage", stage)


def _carry_plans() -> None:
    """Make the words that stood the only version kept; all but a plan in the making were agreed on."""
    long_ago = datetime(1970, 1, 1, tzinfo=UTC).isoformat()  # the old table did not say when a plan was agreed on
    for row in _rows("plan"):
        draft = {"number": row["plan_version"], "text": json.loads(row["text"]), "drafted_at": long_ago}
        draft |= {"confirmed_at": long_ago}
        _write("plan", "case_id", row["case_id"], drafts=[draft])
        if row["stage"] == "settled":
            accepted = row["accepted_by"] not in ("[]", "")
            _set("plan", "case_id", row["case_id"], "stage", "accepted" if accepted else "agreed")


def _rows(table: str) -> list[dict[str, Any]]:
    return [dict(row) for row in op.get_bind().execute(text(f"SELECT * FROM {table}")).mappings()]  # noqa: S608 - our own names


def _write(table: str, key: str, value: str, **columns: object) -> None:
    for name, content in columns.items():
        _set(table, key, value, name, json.dumps(content))


def _set(table: str, key: str, value: str, column: str, content: str) -> None:
    statement = text(f"UPDATE {table} SET {column} = :content WHERE {key} = :value")  # noqa: S608 - our own names
    op.get_bind().execute(statement, {"content": content, "value": value})


def _moment(ms: int | None) -> str | None:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat() if ms is not None else None
