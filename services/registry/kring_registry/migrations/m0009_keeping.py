"""What is kept how long, holds, and the orders to erase with their answers."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from alembic import op
from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, String, column, inspect, or_, select, table

from kring_shared.kernel.clock import SystemClock
from kring_shared.kernel.ids import derived_id
from kring_shared.runtime.storage.tables import to_ms

revision = "registry_0009"
down_revision = "registry_0008"
branch_labels = None
depends_on = None

TERMS = (("plan", 14), ("contacts", 92), ("signals", 365))
"""Days of the schedule there was when terms began to be counted."""
REGISTRATION = table(
    "registration",
    *(column(name) for name in ("case_id", "office", "policy", "stage", "context", "conditions")),
    column("follow_up_ended", Boolean),
)
KEEPING = table(
    "keeping",
    *(column(name) for name in ("case_id", "office", "policy", "ended_as", "held_for", "version")),
    *(column(name, JSON) for name in ("people", "erased", "waiting")),
    *(column(name, Boolean) for name in ("compelled", "bound")),
    column("ended_on", Date),
)
DEADLINE = table(
    "deadline", *(column(name) for name in ("id", "key", "kind", "office", "body")), column("due_ms", BigInteger)
)


def upgrade() -> None:
    """Make the tables. Terms of routes that ended before are counted from now; of others, from their end."""
    op.create_table(
        "keeping",
        Column("case_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("policy", String(40), nullable=False),
        Column("people", JSON, nullable=False),
        Column("compelled", Boolean, nullable=False),
        Column("bound", Boolean, nullable=False),
        Column("merged_into", String(32)),
        Column("ended_on", Date),
        Column("ended_as", String(40), nullable=False),
        Column("locked_on", Date),
        Column("held_for", String(40), nullable=False),
        Column("erased", JSON, nullable=False),
        Column("waiting", JSON, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_index("ix_keeping_merged_into", "keeping", ["merged_into"])
    op.create_table(
        "erasure_order",
        Column("erasure_id", String(32), primary_key=True),
        Column("case_id", String(32), nullable=False),
        Column("office", String(40), nullable=False),
        Column("person_id", String(32)),
        Column("kinds", JSON, nullable=False),
        Column("because", String(60), nullable=False),
        Column("ordered_on", Date, nullable=False),
        Column("stage", String(20), nullable=False),
        Column("answers", JSON, nullable=False),
        Column("kept", JSON, nullable=False),
        Column("attempt", Integer, nullable=False),
        Column("proof", String(64), nullable=False),
        Column("number", Integer, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_index("erasure_order_office", "erasure_order", ["office", "ordered_on"])
    ended = or_(REGISTRATION.c.follow_up_ended, REGISTRATION.c.stage.in_(("locked", "moved")))
    before = op.get_bind().execute(select(REGISTRATION).where(ended)).all()
    if before and inspect(op.get_bind()).has_table("deadline"):
        _begin_terms(before)


def _begin_terms(registrations: Iterable[Any]) -> None:
    now = SystemClock().now()
    for found in registrations:
        case = {"case_id": found.case_id, "office": found.office, "policy": found.policy}
        said = {"compelled": found.context == "mandatory", "bound": found.conditions > 0}
        empty = {"people": [], "erased": [], "waiting": [], "held_for": "", "version": 1}
        ended = {"ended_on": now.date(), "ended_as": "ended-before"}
        op.execute(KEEPING.insert().values(case | said | empty | ended))
        for kind, days in TERMS:
            due = {
                "id": derived_id(found.case_id, f"term/{kind}"),
                "key": found.case_id,
                "kind": "registry.retention-due.v1",
                "office": found.office,
                "body": json.dumps({"caseId": found.case_id, "kindOfRecord": kind, "attempt": 1}),
                "due_ms": to_ms(now + timedelta(days=days)),
            }
            op.execute(DEADLINE.insert().values(due))
