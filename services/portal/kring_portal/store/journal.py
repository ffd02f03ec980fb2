"""The journal of signing in: who came in or tried, and who changed who may; opaque ids and codes alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, func, insert, or_, select

from kring_portal.store.tables import HatRow, JournalRow
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.paging import Order
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import from_ms, to_ms

TABLE: Final = table_of(JournalRow)
HAT: Final = table_of(HatRow)
NOBODY: Final = TABLE.c.account_id == ""
NEWEST_FIRST: Final = Order((TABLE.c.id, str), newest_first=True)
PAGE: Final = 50
CHANGED: Final = ("role-given", "role-ended", "deputy-named", "deputy-ended")
"""What is told to whom it happens: a role more, or a role less."""
IN_VAIN: Final = frozenset({"wrong", "wrong-code", "wrong-provider", "unknown", "locked"})
"""How signing in ends when nobody came in."""


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

    def page(
        self, before: str = "", account_id: str = "", limit: int = PAGE, *, office: str = "", what: Sequence[str] = ()
    ) -> tuple[list[Entry], str]:
        """Give a page, the newest first, and where the next one begins; of an office, of its people and of nobody."""
        wanted = select(TABLE)
        if account_id:
            wanted = wanted.where(TABLE.c.account_id == account_id)
        if office:
            theirs = TABLE.c.account_id.in_(select(HAT.c.account_id).where(HAT.c.office == office))
            wanted = wanted.where(or_(TABLE.c.office == office, (TABLE.c.office == "") & or_(theirs, NOBODY)))
        if what:
            wanted = wanted.where(TABLE.c.what.in_(what))
        with self._database.read() as tx:
            rows = tx.execute(NEWEST_FIRST.page(wanted, before, limit)).all()
        return [_entry(row) for row in rows[:limit]], NEWEST_FIRST.next(rows, limit)

    def changed_since_signed_in(self, account_id: str) -> bool:
        """Tell whether somebody else changed the roles of an account since it was last signed in to."""
        mine, came_in = TABLE.c.account_id == account_id, TABLE.c.outcome.not_in(IN_VAIN)
        changed = select(func.max(TABLE.c.id)).where(mine, TABLE.c.what.in_(CHANGED), TABLE.c.by != account_id)
        last = select(func.max(TABLE.c.id)).where(mine, TABLE.c.what == "signed-in", came_in)
        with self._database.read() as tx:  # an id begins with its moment
            return (tx.execute(changed).scalar() or "") > (tx.execute(last).scalar() or "")


def _entry(row: Any) -> Entry:  # noqa: ANN401 - a row
    return Entry(from_ms(row.at_ms), row.what, row.outcome, row.account_id, row.by, row.office)
