"""Notices a broker that forgot: what the outbox knows to be on the bus and the bus does not have is told again.

The outbox is the truth. Its rows keep the place in the stream they were given; when the stream was made anew, or ends
before our highest place, the rows beyond are told again, and the inboxes of those who hear drop what they had.
"""

from collections.abc import Callable, Sequence
from typing import Final, Protocol, TypeVar

import nats.errors
import nats.js.errors
import structlog
from nats.aio.client import Client
from sqlalchemy import func, select, update

from kring_shared.kernel.clock import SystemClock
from kring_shared.runtime.bus.streams import DUPLICATE_WINDOW_SECONDS, FACTS, last_place, stream_of
from kring_shared.runtime.bus.wire import MESSAGE_ID
from kring_shared.runtime.lane.pages import mark
from kring_shared.runtime.storage.database import Database, upsert
from kring_shared.runtime.storage.tables import BOOKMARK, OUTBOX, to_ms

log = structlog.get_logger()
MADE: Final = "stream-made"
FACTS_ONLY: Final = OUTBOX.c.subject.not_like("kring.%.receipts.%")
T = TypeVar("T")


class Writes(Protocol):
    """Runs what writes where the service writes, such as the lane between two batches."""

    async def __call__(self, function: Callable[[], T], /) -> T:
        """Run it and give what it gives."""


async def look(database: Database, client: Client, service: str, write: Writes) -> int:
    """Compare the outbox with the stream, and give how many rows are to be told again."""
    highest = await write(lambda: _highest(database))
    made, last = await last_place(client, FACTS)  # asked after: what is told meanwhile is not missed by mistake
    lost = await write(lambda: _mark_unsent(database, made, last, highest))
    if lost:
        log.warning(f"{service}.bus.forgot", told_again=lost)
    await _settle_unclear(database, client, write)
    return lost


def _highest(database: Database) -> int:
    with database.read() as tx:
        return tx.execute(select(func.max(OUTBOX.c.place)).where(FACTS_ONLY)).scalar() or 0


def _mark_unsent(database: Database, made: str, last: int, highest: int) -> int:
    with database.begin() as tx:
        before = tx.execute(select(BOOKMARK.c.value).where(BOOKMARK.c.name == MADE)).scalar()
        beyond = 0 if before not in {None, made} else last
        gone = OUTBOX.c.place.between(beyond + 1, highest)
        lost = tx.execute(update(OUTBOX).where(gone, FACTS_ONLY).values(place=None)).rowcount
        upsert(tx, BOOKMARK, [{"name": MADE, "value": made}], on="name")
    return lost


async def _settle_unclear(database: Database, client: Client, write: Writes) -> None:
    """Look up rows that may have been told by a run that was killed before it wrote that down.

    Within the stream's duplicate window telling again is harmless; older ones would stand twice.
    """
    old = to_ms(SystemClock().now()) - DUPLICATE_WINDOW_SECONDS * 1000 // 2
    with database.read() as tx:
        unclear = (OUTBOX.c.place.is_(None)) & (OUTBOX.c.told_ms < old)
        rows = tx.execute(
            select(OUTBOX.c.seq, OUTBOX.c.id, OUTBOX.c.subject).where(unclear).order_by(OUTBOX.c.seq)
        ).all()
    js = client.jetstream()
    found: list[tuple[int, int]] = []
    for row in rows:
        try:
            message = await js.get_last_msg(stream_of(row.subject), row.subject)
        except nats.js.errors.NotFoundError:
            continue
        if (message.headers or {}).get(MESSAGE_ID) == row.id:
            found.append((row.seq, message.seq or 0))
    if found:
        await write(lambda: _write_places(database, found))


def _write_places(database: Database, found: Sequence[tuple[int, int]]) -> None:
    with database.begin() as tx:
        mark(tx, found)
