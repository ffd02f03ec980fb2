"""The runtime's own tables, in every service's database beside its own. Times are milliseconds since 1970, UTC."""

import json
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import BigInteger, Boolean, Column, ColumnElement, Index, Integer, MetaData, String, Table, Text, text

from kring_shared.contracts.envelope import EPOCH

T = TypeVar("T")
METADATA: Final = MetaData()
MILLISECOND: Final = timedelta(milliseconds=1)
Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts by itself only in a plain INTEGER

INBOX: Final = Table(
    "inbox",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("answer", Text),  # a command sent again gets the same answer
    Column("at_ms", Number, nullable=False),
)
OUTBOX: Final = Table(
    "outbox",
    METADATA,
    Column("seq", Number, primary_key=True, autoincrement=False),
    Column("id", String(64), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("type", String(120), nullable=False),
    Column("key", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("told_ms", Number, nullable=False),
    Column("place", Number),  # its sequence in the stream, once the bus has it
    Column("trace", String(55)),  # the span that told it; none where nobody traces, or nobody may
    Index("outbox_key", "key", "seq"),
    Index("outbox_unsent", "seq", sqlite_where=text("place IS NULL"), postgresql_where=text("place IS NULL")),
)
PARKED: Final = Table(
    "parked",
    METADATA,
    Column("seq", Number, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("key", String(64), nullable=False, index=True),
    Column("kind", String(120), nullable=False),
    Column("origin", String(20), nullable=False),
    Column("office", String(40), nullable=False),
    Column("body", Text, nullable=False),
    Column("sealed", Boolean, nullable=False),  # a referral that waits is kept sealed
    Column("tries", Integer, nullable=False),
    Column("due_ms", Number, index=True),  # none: no more tries by itself, a person must look (dead letter)
    Column("reason", Text, nullable=False),
    Column("parked_ms", Number, nullable=False),
    Column("trace", String(111)),  # the span the next attempt belongs to, behind one it only links to
)
DEADLINE: Final = Table(
    "deadline",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("key", String(64), nullable=False, index=True),
    Column("kind", String(120), nullable=False),
    Column("office", String(40), nullable=False),
    Column("body", Text, nullable=False),
    Column("due_ms", Number, nullable=False, index=True),
    Column("trace", String(55)),  # the span that set it
)
ERRAND: Final = Table(
    "errand",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("via", String(40), nullable=False, server_default=""),
    Column("key", String(64), nullable=False, index=True),
    Column("office", String(40), nullable=False),
    Column("body", Text, nullable=False),
    Column("due_ms", Number, nullable=False),
    Column("state", String(20), nullable=False),  # waiting, or begun; a row goes when its result is settled
    Column("trace", String(55)),  # the span that sent it out
    Index("errand_open", "due_ms", sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'")),
)
OPEN_ERASURE: Final = text("done_ms IS NULL")
ERASURE: Final = Table(
    "erasure",
    METADATA,
    Column("scope", String(80), primary_key=True),  # as long as the vault's; opaque ids, nothing personal
    Column("office", String(40), nullable=False),
    Column("decided_ms", Number, nullable=False),
    Column("done_ms", Number),  # none: the key may still be there
    Column("because", String(60), nullable=False),
    Index("erasure_open", "decided_ms", sqlite_where=OPEN_ERASURE, postgresql_where=OPEN_ERASURE),
)
AN_EMERGENCY: Final = text("basis = 'emergency'")
ACCESS: Final = Table(
    "access",
    METADATA,
    Column("seq", Number, primary_key=True, autoincrement=True),
    Column("at_ms", Number, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(40), nullable=False),
    Column("office", String(40), nullable=False),
    Column("purpose", String(64), nullable=False),
    Column("asked", String(120), nullable=False),
    Column("key", String(64), nullable=False, index=True),
    Column("outcome", String(60), nullable=False),
    Column("about", String(64), nullable=False, server_default=""),  # the person a message names, by opaque id
    Column("basis", String(20), nullable=False, server_default=""),  # on what ground; empty before this was kept
    Index("access_emergency", "seq", sqlite_where=AN_EMERGENCY, postgresql_where=AN_EMERGENCY),
)
BOOKMARK: Final = Table(
    "bookmark",
    METADATA,
    Column("name", String(60), primary_key=True),
    Column("value", String(120), nullable=False),
)


def is_letter_of(office: str) -> ColumnElement[bool]:
    """Pick the dead letters an office may see: its own, and those of no office."""
    return PARKED.c.due_ms.is_(None) & PARKED.c.office.in_((office, ""))


def fitting(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Cut text from outside to what its columns hold, and take out NUL, which PostgreSQL refuses.

    For rows that say that a message could not be used: such a row must never be refused itself.
    """
    return {
        name: value.replace("\0", "\ufffd")[: getattr(table.c[name].type, "length", None)]
        if isinstance(value, str)
        else value
        for name, value in row.items()
    }


def to_ms(moment: datetime) -> int:
    """Give an aware moment as milliseconds since 1970."""
    return (moment - EPOCH) // MILLISECOND  # whole numbers: what is written must be due when it is read again


def from_ms(ms: int) -> datetime:
    """Give milliseconds since 1970 as an aware moment, UTC."""
    return EPOCH + ms * MILLISECOND


def ms_of(moment: datetime | None) -> int | None:
    """Write a moment that may be missing, as milliseconds since 1970."""
    return to_ms(moment) if moment is not None else None


def moment_of(ms: int | None) -> datetime | None:
    """Read a moment that may be missing."""
    return from_ms(ms) if ms is not None else None


def list_text(values: tuple[Any, ...]) -> str:
    """Write plain values as a JSON list, for one column; most are empty, and the encoder takes long over nothing."""
    return json.dumps(values) if values else "[]"


def text_of(form: TypeAdapter[T], value: T) -> str:
    """Write a value of several fields as JSON, for one column."""
    return form.dump_json(value).decode()
