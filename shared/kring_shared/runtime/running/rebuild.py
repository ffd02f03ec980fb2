"""The streams of facts built anew from the outboxes, while no service is at work.

A service's own database is the truth, and its outbox keeps every fact it told with the place it had in the stream. The
outboxes merged by those places are the stream again; each keeps its own order whatever the places say. Facts get new
places, which are written back. Who hears them again drops what its inbox knows, so that nothing has its effect twice.
Receipts for outside systems are no facts and are left alone. So is a stream that lies with the hub: what the hub lost,
each service tells it again by itself.
"""

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from nats.aio.client import Client
from nats.js.api import ConsumerConfig
from sqlalchemy import select

from kring_shared.kernel.errors import BusAway, Refused
from kring_shared.runtime.bus.streams import BACKBONE, FACTS, api
from kring_shared.runtime.bus.wire import Row, id_of
from kring_shared.runtime.lane.pages import mark
from kring_shared.runtime.lane.relay import COLUMNS, PUBLISH_ERRORS, publish_rows, rows_of
from kring_shared.runtime.running import assembly
from kring_shared.runtime.running.assembly import Configured
from kring_shared.runtime.running.divided_databases import apart, database_of
from kring_shared.runtime.running.lease import Lease
from kring_shared.runtime.settings import SharedSettings
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import OUTBOX

PAGE: Final = 500
TRIES: Final = 20
AGAIN_SECONDS: Final = 0.5


class StreamNotEmpty(Refused):
    """The stream holds facts: it is built anew only where nothing is, or added to when that is asked for."""

    code = "kring.stream-not-empty"


@dataclass(frozen=True)
class Rebuilt:
    """What came of it: facts told again, and facts that were there already."""

    told: int
    there: int


@dataclass(frozen=True)
class _Outbox:
    """One service's outbox, and the lease that says nobody works on it."""

    database: Database
    lease: Lease


@dataclass(frozen=True)
class _Kept:
    """One outbox row, whose it is, and the place it had."""

    outbox: _Outbox
    row: Row
    place: int | None

    @property
    def order(self) -> tuple[bool, int, int]:
        """Give where it belongs: by its place; what the bus never had comes last, by when it was told."""
        return (self.place is None, self.place or 0, self.row.told_ms)


async def rebuild(
    client: Client,
    shared: SharedSettings,
    configured: Sequence[Configured],
    *,
    again: bool = False,
    first: Callable[[], Awaitable[None]] | None = None,
) -> Rebuilt:
    """Tell every fact of every outbox, in order; with `again` only those that a stream that is not empty lacks.

    `first` is done before anything is told, when the databases are up to date and nobody else can work on them.

    Raises:
        LeaseHeld: a service is at work.
        StreamNotEmpty: the stream holds facts already.
        DatabaseAway, DatabaseTooNew: a database cannot be used.
        BusAway: the bus does not answer, or stopped answering; what was told is kept, and `again` goes on from there.
    """
    outboxes = [_outbox_of(each, one) for each in configured for one in apart(shared)]
    try:
        for outbox in outboxes:
            outbox.lease.try_take()
        await asyncio.to_thread(assembly.migrate, shared, configured)
        if first is not None:
            await first()
        await assembly.provision(client, shared, configured, assembly.parts(shared))
        streams = [FACTS] if shared.backbone_domain else [FACTS, BACKBONE]
        there = await _places(client, streams, again=again)
        told = sum([await _tell_all(client, stream, outboxes, there) for stream in streams])
        return Rebuilt(told, len(there))
    finally:
        for outbox in outboxes:
            outbox.lease.release()
            outbox.database.close()


def _outbox_of(configured: Configured, shared: SharedSettings) -> _Outbox:
    service, settings = configured
    database = database_of(service.name, settings, shared)
    return _Outbox(database, Lease(database, service.name))


async def _tell_all(client: Client, stream: str, outboxes: Sequence[_Outbox], there: dict[str, int]) -> int:
    """Tell what a stream lacks of every outbox; give how many facts that were."""
    merged = heapq.merge(*(_kept(outbox, stream) for outbox in outboxes), key=lambda kept: kept.order)
    told = 0
    while page := await asyncio.to_thread(lambda: list(islice(merged, PAGE))):
        told += await _tell(client, page, there)
    return told


def _kept(outbox: _Outbox, stream: str) -> Iterator[_Kept]:
    """Read an outbox page by page, in its own order; places written meanwhile are behind us."""
    last = 0
    facts = select(*COLUMNS, OUTBOX.c.place).where(rows_of(stream))
    while True:
        statement = facts.where(OUTBOX.c.seq > last).order_by(OUTBOX.c.seq).limit(PAGE)
        with outbox.database.read() as tx:
            page = tx.execute(statement).all()
        if not page:
            return
        yield from (_Kept(outbox, Row(*found[:-1]), found[-1]) for found in page)
        last = page[-1].seq


async def _tell(client: Client, page: list[_Kept], there: dict[str, int]) -> int:
    """Tell what is missing of a page, and write every new place back; give how many were told."""
    missing = [kept for kept in page if kept.row.id not in there]
    places = await _publish(client, [kept.row for kept in missing])
    new = dict(zip((kept.row.id for kept in missing), places, strict=True))
    marks: dict[int, tuple[Database, list[tuple[int, int]]]] = {}
    for kept in page:
        place = new.get(kept.row.id) or there[kept.row.id]
        marks.setdefault(id(kept.outbox), (kept.outbox.database, []))[1].append((kept.row.seq, place))
    for database, of in marks.values():
        with database.begin() as tx:
            mark(tx, of)
    return len(missing)


async def _publish(client: Client, rows: list[Row]) -> list[int]:
    """Publish for sure: after an unclear answer the same rows again, which the stream knows by their ids."""
    for _ in range(TRIES if rows else 0):
        try:
            return await publish_rows(client, rows)
        except PUBLISH_ERRORS:
            await asyncio.sleep(AGAIN_SECONDS)
    if rows:
        raise BusAway("the bus stopped answering; what was told is kept: go on with `kring rebuild-stream --again`")
    return []


async def _places(client: Client, streams: Sequence[str], *, again: bool) -> dict[str, int]:
    """Give what is in the streams, as id and place; nothing when they are empty."""
    held = {stream: (await api(client, f"STREAM.INFO.{stream}"))["state"]["messages"] for stream in streams}
    if any(held.values()) and not again:
        raise StreamNotEmpty(
            f"the fact stream holds {sum(held.values())} facts: nothing was done; give --again to tell only what is "
            "missing, or remove the stream first to build it anew"
        )
    found: dict[str, int] = {}
    for stream in (stream for stream in streams if held[stream]):
        found |= await _read_places(client, stream)
    return found


async def _read_places(client: Client, stream: str) -> dict[str, int]:
    only_headers = ConsumerConfig(headers_only=True)
    subscription = await client.jetstream().subscribe(">", stream=stream, ordered_consumer=True, config=only_headers)
    found: dict[str, int] = {}
    left = 1
    while left:
        message: Any = await subscription.next_msg(timeout=10)
        found[id_of(message.headers or {})] = message.metadata.sequence.stream
        left = message.metadata.num_pending
    await subscription.unsubscribe()
    return found
