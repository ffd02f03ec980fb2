"""Vain attempts: after a few of them one waits, and each further one takes longer."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update

from kring_portal.store.sessions import digest_of
from kring_portal.store.tables import AttemptRow
from kring_shared.runtime.storage.database import Database, upsert
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import from_ms, to_ms

TABLE: Final = table_of(AttemptRow)
FREE: Final = {"login": 4, "address": 19}
"""How many may fail before one waits; an office's people may share an address."""
FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(minutes=15)
FORGOTTEN_AFTER: Final = timedelta(days=1)


class Attempts:
    """The table of attempts; the same for a login that exists and for one that does not."""

    def __init__(self, database: Database) -> None:
        """Keep attempts in a database, so that every replica counts them."""
        self._database = database

    def begin(self, kind: str, what: str, now: datetime) -> datetime | None:
        """Count an attempt as vain until it is `forgiven`; give until when one has to wait, if one has to.

        It is counted first: whoever tries many at once has no more tries than who tries one after the other.
        """
        key = _key(kind, what)
        with self._database.begin() as tx:
            tx.execute(delete(TABLE).where(TABLE.c.seen_ms <= to_ms(now - FORGOTTEN_AFTER)))
            fresh = {"key": key, "failures": 0, "until_ms": 0, "seen_ms": to_ms(now)}
            upsert(tx, TABLE, [fresh], on="key", keeps=("failures", "until_ms"))  # holds the row from here on
            row = tx.execute(select(TABLE).where(TABLE.c.key == key)).one()
            if row.until_ms > to_ms(now):
                return from_ms(row.until_ms)
            failures = row.failures + 1
            until = to_ms(now + wait_after(failures, FREE[kind]))
            tx.execute(update(TABLE).where(TABLE.c.key == key).values(failures=failures, until_ms=until))
        return None

    def forgive(self, kind: str, what: str) -> None:
        """Forget the attempts: the right person came."""
        with self._database.begin() as tx:
            tx.execute(delete(TABLE).where(TABLE.c.key == _key(kind, what)))

    def take_back(self, kind: str, what: str) -> None:
        """Take one attempt back: it was not vain. The others of an address remain."""
        mine = TABLE.c.key == _key(kind, what)
        with self._database.begin() as tx:
            values = {"failures": TABLE.c.failures - 1, "until_ms": 0}
            tx.execute(update(TABLE).where(mine, TABLE.c.failures > 0).values(**values))


def wait_after(failures: int, free: int) -> timedelta:
    """Say how long one waits after so many vain attempts: nothing at first, then ever longer."""
    over = failures - free
    return timedelta(0) if over <= 0 else min(FIRST_WAIT * 2 ** min(over - 1, 10), LONGEST_WAIT)


def _key(kind: str, what: str) -> str:
    return digest_of(f"{kind}/{what}")
