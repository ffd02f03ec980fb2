"""How often somebody may come: a bucket each, filled evenly, that holds as many as may come at once.

The buckets stand in the portal's database, so that all its replicas together let in so many and no more. Of a bucket
only one moment is kept: when it will be full again. One that is full is no row at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any, Final

from sqlalchemy import Connection, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from kring_portal.store.sessions import digest_of
from kring_portal.store.tables import BucketRow
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import to_ms

TABLE: Final = table_of(BucketRow)
MICROSECONDS: Final = 1_000_000
SWEPT_AT_ONCE: Final = 100


@dataclass(frozen=True)
class Allowed:
    """Whether one more may come, how many after it, and after how many seconds the next."""

    yes: bool
    left: int
    wait_s: int


class Limits:
    """The buckets of one portal, whichever of its replicas somebody comes to."""

    def __init__(self, database: Database, full: Callable[[str], None] = lambda _kind: None) -> None:
        """Keep buckets in a database; somebody is told of which kind one was that held nothing more."""
        self._database, self._full = database, full

    def take(self, key: str, now: datetime, *, most: int, per_s: float) -> Allowed:
        """Take one from a bucket that holds `most` and is filled in `per_s` seconds; its key is kept as a digest."""
        at, each, digest = to_ms(now) * 1000, per_s * MICROSECONDS / most, digest_of(key)
        with self._database.begin() as tx:
            full: int = tx.execute(_held(tx), {"key": digest, "full_us": at}).scalar_one()
            held = most - (full - at) / each
            yes = held >= 1
            if yes:
                held -= 1
                tx.execute(update(TABLE).where(TABLE.c.key == digest).values(full_us=ceil(full + each)))
            # Each is looked at by one alone; what another replica holds now it leaves to it. It comes last: two that
            # swept before they hold a row of their own could sweep each other's, and wait for one another for ever.
            over = select(TABLE.c.key).where(TABLE.c.full_us <= at, TABLE.c.key != digest).limit(SWEPT_AT_ONCE)
            tx.execute(delete(TABLE).where(TABLE.c.key.in_(over.with_for_update(skip_locked=True))))
        if not yes:
            self._full(key.partition("/")[0])
        return Allowed(yes, int(held), 0 if held >= 1 else ceil((1 - held) * each / MICROSECONDS))


def _held(tx: Connection) -> ReturningInsert[Any]:
    """Hold the row of a bucket from here on, and give when it will be full; never before now."""
    row = sqlite.insert(TABLE) if tx.dialect.name == "sqlite" else postgresql.insert(TABLE)
    now = row.excluded.full_us
    later = case((TABLE.c.full_us > now, TABLE.c.full_us), else_=now)
    return row.on_conflict_do_update(index_elements=["key"], set_={"full_us": later}).returning(TABLE.c.full_us)
