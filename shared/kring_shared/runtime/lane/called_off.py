"""Deadlines that were called off while they were on their way to the lane: they no longer strike.

The timers look without holding anything up, so what they hand over may be called off before its turn comes. Its row
decides: when that is gone, also by an earlier message of the same batch, the deadline is settled and does nothing.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, select, tuple_

from kring_shared.runtime.declared.routes import Delivery, Origin, Read
from kring_shared.runtime.storage.tables import DEADLINE, PARKED


class CalledOff:
    """Which deadlines of one batch were called off."""

    def __init__(self, tx: Connection, batch: Iterable[Delivery], forgotten: Sequence[tuple[str, str]]) -> None:
        """Read which of them still stand; `forgotten` is what this batch calls off, by kind and key, as it grows."""
        self._forgotten = forgotten
        ids = [delivery.id for delivery in batch if delivery.origin is Origin.DEADLINE]
        tables = (DEADLINE, PARKED) if ids else ()
        self._stand = {found for t in tables for found in tx.execute(select(t.c.id).where(t.c.id.in_(ids))).scalars()}

    def is_it(self, r: Read) -> bool:
        """Tell whether a message is a deadline that was called off."""
        if r.delivery.origin is not Origin.DEADLINE:
            return False
        return r.delivery.id not in self._stand or (r.delivery.kind, r.message.key()) in self._forgotten


def call_off(tx: Connection, forgotten: Sequence[tuple[str, str]]) -> None:
    """Take deadlines away, by kind and key, also those whose handler failed and that are to be tried again."""
    tx.execute(delete(DEADLINE).where(tuple_(DEADLINE.c.kind, DEADLINE.c.key).in_(forgotten)))
    apart = PARKED.c.origin == Origin.DEADLINE.value
    tx.execute(delete(PARKED).where(apart, tuple_(PARKED.c.kind, PARKED.c.key).in_(forgotten)))
