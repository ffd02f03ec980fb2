"""The journal of signing in: who came in or tried, and who changed who may; opaque ids and codes alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, insert, select

from kring_portal.store.tables import JournalRow
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.paging import Order
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import from_ms, to_ms

TABLE: Final = table_of(JournalRow)
NEWEST_FIRST: Final = Order((TABLE.c.id, str), newest_first=True)
PAGE: Final = 50


@dataclass(frozen=True)
class Entry:
    """One line of the journal."""

    at: datetime
    what: str
    outcome: str
    account_id: str
    by: str
    office: str


class Journal:
    """The table of what happened at the door; kept for a set time."""

    def __init__(
        self, database: Database, kept: timedelta, told: Callable[[str, str], None] = lambda _what, _outcome: None
    ) -> None:
        """Keep lines in a database, for so long; somebody is told of each, by its two words."""
        self._database, self._kept, self._told = database, kept, told

    def note(
        self, what: str, now: datetime, *, outcome: str = "done", account_id: str = "", by: str = "", office: str = ""
    ) -> None:
        """Write a line; what is older than is kept goes."""
        row = {
            "id": new_id(now),
            "at_ms": to_ms(now),
            "what": what,
            "outcome": outcome,
            "account_id": account_id,
            "by": by,
            "office": office,
        }
        with self._database.begin() as tx:
            tx.execute(delete(TABLE).where(TABLE.c.at_ms <= to_ms(now - self._kept)))
            tx.execute(insert(TABLE), row)
        self._told(what, outcome)

    def page(self, before: str = "", account_id: str = "", limit: int = PAGE) -> tuple[list[Entry], str]:
        """Give a page, the newest first, and where the next one begins."""
        wanted = select(TABLE).where(TABLE.c.account_id == account_id) if account_id else select(TABLE)
        with self._database.read() as tx:
            rows = tx.execute(NEWEST_FIRST.page(wanted, before, limit)).all()
        return [_entry(row) for row in rows[:limit]], NEWEST_FIRST.next(rows, limit)


def _entry(row: Any) -> Entry:  # noqa: ANN401 - a row
    return Entry(from_ms(row.at_ms), row.what, row.outcome, row.account_id, row.by, row.office)
