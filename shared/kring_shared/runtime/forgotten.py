"""Notices a broker that forgot: what the outbox knows to be on the bus and the bus does not have is told again.

The outbox is the truth. Its rows keep the place in the stream they were given; when the stream was made anew, or ends
before our highest place, the rows beyond are told again, and the inboxes of those who hear drop what they had.
"""

import nats.errors
import nats.js.errors
import structlog
from nats.aio.client import Client
from sqlalchemy import Connection, select, update

from kring_shared.kernel.clock import SystemClock
from kring_shared.runtime.database import Database, upsert
from kring_shared.runtime.streams import DUPLICATE_WINDOW_SECONDS, FACTS, last_place, stream_of
from kring_shared.runtime.tables import BOOKMARK, OUTBOX, to_ms
from kring_shared.runtime.wire import MESSAGE_ID

log = structlog.get_logger()
MADE = "stream-made"


async def look(database: Database, client: Client, service: str) -> None:
    """Compare the outbox with the stream, once, before anything is told."""
    made, last = await last_place(client, FACTS)
    with database.begin() as tx:
        before = tx.execute(select(BOOKMARK.c.value).where(BOOKMARK.c.name == MADE)).scalar()
        lost = _mark_unsent(tx, beyond=0 if before not in {None, made} else last)
        upsert(tx, BOOKMARK, [{"name": MADE, "value": made}], on="name")
    if lost:
        log.warning(f"{service}.bus.forgot", told_again=lost)
    await _settle_unclear(database, client)


def _mark_unsent(tx: Connection, *, beyond: int) -> int:
    facts = OUTBOX.c.subject.not_like("kring.%.receipts.%")
    return tx.execute(update(OUTBOX).where(OUTBOX.c.place > beyond, facts).values(place=None)).rowcount


async def _settle_unclear(database: Database, client: Client) -> None:
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
    found = []
    for row in rows:
        try:
            message = await js.get_last_msg(stream_of(row.subject), row.subject)
        except nats.js.errors.NotFoundError:
            continue
        if (message.headers or {}).get(MESSAGE_ID) == row.id:
            found.append((row.seq, message.seq))
    with database.begin() as tx:
        for seq, place in found:
            tx.execute(update(OUTBOX).where(OUTBOX.c.seq == seq).values(place=place))
