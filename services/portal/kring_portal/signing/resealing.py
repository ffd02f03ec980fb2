"""What lies sealed in the portal's database, sealed anew under today's key, so that a key of before may go."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Table, select, update

from kring_portal.signing import factors
from kring_portal.store import webhooks
from kring_portal.store.safe import Safe
from kring_portal.store.system_tables import WebhookRow
from kring_portal.store.tables import AccountRow
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import table_of

SEALED: Final = (
    (table_of(AccountRow), "totp", factors.box_of),
    (table_of(WebhookRow), "secret", webhooks.box_of),
)
"""Where something lies sealed for longer than a quarter of an hour, and how its box is named."""


@dataclass(frozen=True)
class Resealed:
    """How many boxes were sealed anew, and how many no key opens that we have."""

    anew: int
    unreadable: int


def reseal(database: Database, safe: Safe) -> Resealed:
    """Seal anew what lies under a key of before; it is safe to repeat, also while portals run."""
    anew = unreadable = 0
    for table, column, name in SEALED:
        with database.read() as tx:
            rows = tx.execute(select(table.c.id, table.c[column]).where(table.c[column] != "")).all()
        for row_id, box in rows:
            of = name(row_id)
            if safe.is_today_s(of, box):
                continue
            if plain := safe.open(of, box):
                anew += _replace(database, table, column, (row_id, box), safe.seal(of, plain))
            else:
                unreadable += 1
    return Resealed(anew, unreadable)


def _replace(database: Database, table: Table, column: str, was: tuple[str, str], box: str) -> int:
    """Put a box in the place of another, unless somebody made it anew meanwhile."""
    row_id, old = was
    with database.begin() as tx:
        still = (table.c.id == row_id, table.c[column] == old)
        return tx.execute(update(table).where(*still).values({column: box})).rowcount
