"""What was handed in by whom, and what was answered: codes and references, so that a sender finds its own again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from kring_portal.store.system_tables import HandedInRow
from kring_shared.contracts.referral import ReferralReceipt
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import from_ms, to_ms

TABLE = table_of(HandedInRow)


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """One referral that was handed in, and its receipt."""

    id: str
    office: str
    reference: str
    request_id: str | None
    status: str
    code: str
    at: datetime


class HandedInList:
    """The list of each sender; nobody sees another's."""

    def __init__(self, database: Database) -> None:
        """Keep it in a database."""
        self._database = database

    def note(self, owner_id: str, office: str, receipt: ReferralReceipt, now: datetime) -> None:
        """Note a receipt; one that says the same again is noted once."""
        mine = (TABLE.c.owner_id == owner_id, TABLE.c.office == office, TABLE.c.reference == receipt.reference)
        row = {
            "id": new_id(now),
            "owner_id": owner_id,
            "office": office,
            "reference": receipt.reference,
            "request_id": receipt.request_id,
            "status": receipt.status.value,
            "code": receipt.code,
            "at_ms": to_ms(now),
        }
        with self._database.begin() as tx:
            known = tx.execute(select(TABLE.c.request_id).where(*mine)).scalars().all()
            if receipt.request_id in known:
                return
            tx.execute(insert(TABLE), row)

    def page(self, owner_id: str, *, before: str = "", limit: int = 50) -> tuple[HandedIn, ...]:
        """Give a sender's own, newest first, older than `before`."""
        query = select(TABLE).where(TABLE.c.owner_id == owner_id).order_by(TABLE.c.id.desc()).limit(limit)
        with self._database.read() as tx:
            rows = tx.execute(query.where(TABLE.c.id < before) if before else query).all()
        return tuple(map(_one, rows))

    def find(self, owner_id: str, request_id: str) -> HandedIn | None:
        """Give one of a sender's own by its request."""
        query = select(TABLE).where(TABLE.c.owner_id == owner_id, TABLE.c.request_id == request_id)
        with self._database.read() as tx:
            row = tx.execute(query).first()
        return _one(row) if row is not None else None


def _one(row: Any) -> HandedIn:  # noqa: ANN401 - a row
    return HandedIn(
        id=row.id,
        office=row.office,
        reference=row.reference,
        request_id=row.request_id,
        status=row.status,
        code=row.code,
        at=from_ms(row.at_ms),
    )
