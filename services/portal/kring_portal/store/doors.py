"""Doors: what opens once and for a short time. Whoever has the key may pass; only its digest is kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import delete, insert, select

from kring_portal.store.sessions import SECRET_BYTES, digest_of
from kring_portal.store.tables import DoorRow
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import to_ms

TABLE: Final = table_of(DoorRow)


class Kind(StrEnum):
    """What a door is for."""

    FIRST = "first"
    INVITED = "invited"
    SECOND = "second"
    ENROL = "enrol"
    PROVIDER = "provider"


GOOD_FOR: Final = {
    Kind.FIRST: timedelta(hours=1),
    Kind.INVITED: timedelta(days=3),
    Kind.SECOND: timedelta(minutes=5),
    Kind.ENROL: timedelta(minutes=15),
    Kind.PROVIDER: timedelta(minutes=10),
}


@dataclass(frozen=True)
class Door:
    """A door that is still there."""

    digest: str
    kind: Kind
    account_id: str
    payload: str


class Doors:
    """The table of one-time doors."""

    def __init__(self, database: Database) -> None:
        """Keep doors in a database."""
        self._database = database

    def make(self, kind: Kind, now: datetime, *, account_id: str = "", payload: str = "") -> str:
        """Make a door; give its key. What is over goes, and so does an older door of this kind for this account."""
        key = secrets.token_urlsafe(SECRET_BYTES)
        row = {
            "digest": digest_of(key),
            "kind": str(kind),
            "account_id": account_id,
            "payload": payload,
            "ends_ms": to_ms(now + GOOD_FOR[kind]),
        }
        with self._database.begin() as tx:
            tx.execute(delete(TABLE).where(TABLE.c.ends_ms <= to_ms(now)))
            if kind in {Kind.FIRST, Kind.INVITED}:
                tx.execute(delete(TABLE).where(TABLE.c.kind == kind, TABLE.c.account_id == account_id))
            tx.execute(insert(TABLE), row)
        return key

    def look(self, key: str, *kinds: Kind, now: datetime) -> Door | None:
        """Give the door of a key, and leave it where it is."""
        with self._database.read() as tx:
            wanted = (TABLE.c.digest == digest_of(key), TABLE.c.kind.in_(kinds), TABLE.c.ends_ms > to_ms(now))
            row = tx.execute(select(TABLE).where(*wanted)).one_or_none()
        return None if row is None else Door(row.digest, Kind(row.kind), row.account_id, row.payload)

    def use(self, door: Door) -> bool:
        """Go through; false when somebody else went first."""
        with self._database.begin() as tx:
            return tx.execute(delete(TABLE).where(TABLE.c.digest == door.digest)).rowcount == 1

    def shut(self, account_id: str) -> None:
        """Take away every door of an account."""
        with self._database.begin() as tx:
            tx.execute(delete(TABLE).where(TABLE.c.account_id == account_id))
