"""Tells what the outbox holds, in its order, and keeps which place in the stream each row got.

Up to eight rows go out one after another in a pipeline, more as one atomic batch: with every write synced to disk a
batch costs one sync. After an unclear answer the same rows go out again; the stream drops what it has, by message id.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Final, NamedTuple
from uuid import uuid4

import nats.errors
import nats.js.errors
import structlog
from nats.aio.client import Client
from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import OperationalError

from kring_shared.kernel.errors import BusAway
from kring_shared.runtime.bus.streams import STREAM_OF, StreamAt, stream_of
from kring_shared.runtime.bus.wire import Row, headers_of
from kring_shared.runtime.lane.instants import Instant, come_by
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import OUTBOX

log = structlog.get_logger()
SINGLY: Final = 8
MOST: Final = 1000  # the bus takes no more in one batch
ALREADY_THERE: Final = 10201
REFUSED_BATCH: Final = 10176
COLUMNS: Final = [OUTBOX.c[name] for name in Row._fields]
UNSENT: Final = select(*COLUMNS).where(OUTBOX.c.place.is_(None)).order_by(OUTBOX.c.seq)
WITHIN_SECONDS: Final = 3
"""A batch of 1,000 takes 24 ms. A bus that was killed answers nothing, and everything behind the question waits."""
FIRST_WAIT_SECONDS: Final = 0.1
LONGEST_WAIT_SECONDS: Final = 1.0
LOOK_SECONDS: Final = 5.0
"""How often somebody who tells nothing looks whether the line is up, and the stream beyond it still what it was."""
MOST_WAITING: Final = 16 * MOST
"""Held here for one stream; what is more than that is read from the outbox when these are told."""
PUBLISH_ERRORS: Final = (nats.errors.Error, nats.js.errors.Error, TimeoutError, OSError, asyncio.InvalidStateError)


class Looked(NamedTuple):
    """What a look found: the place that all we tell from now on stands after, and the newest row that was told."""

    place: int
    newest: int


Looks = Callable[[Sequence[tuple[int, int]]], Awaitable[Looked]]
"""Writes down the places that were learned, and marks what a stream forgot as not told."""


class ForgotError(ConnectionError):
    """The stream gave places it had given before, or the connection was a new one: look what it forgot."""


class Relay:
    """One relay a database; it is the only one that tells. Each stream has a teller of its own."""

    def __init__(self, database: Database, service: str, tellers: Sequence["Teller"]) -> None:
        """Start empty: whoever starts it lets it tell what was left unsent first."""
        self._database, self._service = database, service
        self._tellers = {teller.at.name: teller for teller in tellers}

    @property
    def idle(self) -> bool:
        """Tell whether everything that was committed is on the bus; what waits for a line that is down stays."""
        return all(teller.idle for teller in self._tellers.values())

    @property
    def is_cut_off(self) -> bool:
        """Tell whether a stream that lies across a line cannot be reached."""
        return any(teller.at.is_far and not teller.reached for teller in self._tellers.values())

    @property
    def marks(self) -> list[tuple[int, int]]:
        """Give the places that were learned and not written yet."""
        return [mark for teller in self._tellers.values() for mark in teller.marks]

    async def tell(self, rows: Sequence[Row]) -> None:
        """Take committed rows; waits when far too much is unsent on our own bus, so that the lane slows down."""
        by_stream: dict[str, list[Row]] = {}
        for row in rows:
            by_stream.setdefault(stream_of(row.subject), []).append(row)
        for stream, part in by_stream.items():
            await self._tellers[stream].take(part)

    def take_marks(self) -> list[tuple[int, int]]:
        """Give the places that were learned and not written yet; they go with the next transaction."""
        marks = self.marks
        for teller in self._tellers.values():
            teller.marks = []
        return marks

    def unsent(self) -> list[Row]:
        """Read what was committed and is not known to be on the bus."""
        with self._database.read() as tx:
            return [Row(*row) for row in tx.execute(UNSENT)]

    def look_again(self, stream: str) -> None:
        """Have a stream looked at before anything more is told: somebody has reason to think that it forgot."""
        self._tellers[stream].doubt()

    def loops(self) -> list[Coroutine[None, None, None]]:
        """Give what tells for ever what comes in, one loop a stream."""
        return [teller.run() for teller in self._tellers.values()]


class Teller:
    """Tells the rows of one stream, in their order; no other stream waits for it.

    Before it tells anything, and whenever the bus was away, it looks what the stream forgot: rows that are told again
    then go before newer ones.
    """

    def __init__(self, database: Database, client: Client, service: str, at: StreamAt, look: Looks) -> None:
        """Hold nothing yet."""
        self.at, self._database, self._client, self._service, self._look = at, database, client, service, look
        self._waiting: dict[int, Row] = {}
        self._something, self._less = asyncio.Event(), asyncio.Event()
        self._in_doubt, self._at_work, self._more_in_outbox = True, False, False
        self._failures = self._last = self._newest = self._reconnects = 0
        self._something.set()
        self.reached = False
        self.marks: list[tuple[int, int]] = []

    @property
    def idle(self) -> bool:
        """Tell whether nothing is left that can be told now."""
        is_cut_off = self.at.is_far and self._failures > 0
        return is_cut_off or not (self._waiting or self._in_doubt or self._at_work)

    async def take(self, rows: Sequence[Row]) -> None:
        """Take committed rows; waits when far too many wait, but never for a line that is down."""
        while len(self._waiting) >= MOST_WAITING and not self.at.is_far:
            self._less.clear()
            await self._less.wait()
        self._more_in_outbox = self._more_in_outbox or len(self._waiting) >= MOST_WAITING
        if not self._more_in_outbox:  # or these would go before those
            for row in rows:
                self._waiting.setdefault(row.seq, row)
        self._newest = max(self._newest, rows[-1].seq)
        self._something.set()

    def doubt(self) -> None:
        """Look before telling more."""
        self._in_doubt = True
        self._something.set()

    async def run(self) -> None:
        """Tell for ever; the outbox keeps what cannot be told, and waiting keeps its order."""
        while True:
            await self._wait()
            self._at_work = True
            try:
                if self._in_doubt or self._client.stats["reconnects"] != self._reconnects:
                    await self._look_first()
                await self._tell(sorted(self._waiting)[:MOST])
            except (*PUBLISH_ERRORS, BusAway, OperationalError) as error:
                await self._failed(error)
            else:
                self.reached, self._failures = True, 0
            self._at_work = False

    async def _wait(self) -> None:
        """Wait for something to do; across a line that may be down, look in now and then."""
        try:
            async with asyncio.timeout(LOOK_SECONDS if self.at.is_far else None):
                await self._something.wait()
        except TimeoutError:
            self._in_doubt = True
        self._something.clear()

    async def _failed(self, error: Exception) -> None:
        self._in_doubt, self.reached = True, False
        self._failures += 1
        self._something.set()
        if self._failures in {1, 10, 100}:
            log.warning(
                f"{self._service}.outbox.waits",
                stream=self.at.name,
                unsent=len(self._waiting),
                because=type(error).__name__,
            )
        await asyncio.sleep(min(FIRST_WAIT_SECONDS * 2 ** min(self._failures - 1, 10), LONGEST_WAIT_SECONDS))

    async def _look_first(self) -> None:
        """Look what the stream forgot, and read what is to be told; but not what is still on its way to us."""
        self._in_doubt, self._reconnects = False, self._client.stats["reconnects"]
        learned, self.marks = self.marks, []
        looked = await self._look(learned)
        self._last, self._waiting, self._more_in_outbox = looked.place, {}, False
        newest = self._newest = max(self._newest, looked.newest)  # the next look reads as far
        rows = await asyncio.to_thread(unsent_rows, self._database, self.at.name, newest)
        self._more_in_outbox = len(rows) == MOST_WAITING
        taken = {} if self._more_in_outbox else self._waiting
        self._waiting = {row.seq: row for row in rows} | taken
        self._less.set()

    async def _tell(self, next_: list[int]) -> None:
        """Tell the first rows that wait, and keep their places."""
        rows = [self._waiting[seq] for seq in next_]
        if not rows:
            return
        come_by(Instant.BEFORE_PUBLISH)
        told = await publish(self._client, rows)
        come_by(Instant.AFTER_PUBLISH)
        if self._client.stats["reconnects"] != self._reconnects or any(
            not one.again and one.place <= self._last for one in told
        ):
            raise ForgotError
        self._last = max(self._last, *(one.place for one in told))  # the last row may have arrived before the others
        self.marks += [(row.seq, one.place) for row, one in zip(rows, told, strict=True)]
        for seq in next_:
            self._waiting.pop(seq, None)
        if self._waiting:
            self._something.set()
        elif self._more_in_outbox:
            self.doubt()
        self._less.set()


def rows_of(stream: str) -> ColumnElement[bool]:
    """Pick the outbox rows that belong in a stream."""
    [reach] = [token for token, name in STREAM_OF.items() if name == stream]
    return OUTBOX.c.subject.like(f"kring.%.{reach}.%")


def unsent_rows(database: Database, stream: str, newest: int) -> list[Row]:
    """Read what was committed, up to a row, and is not known to be in a stream; in order, no more than may wait."""
    unsent = UNSENT.where(rows_of(stream), OUTBOX.c.seq <= newest).limit(MOST_WAITING)
    with database.read() as tx:
        return [Row(*row) for row in tx.execute(unsent)]


class Told(NamedTuple):
    """The place a row got, and whether it had it before."""

    place: int
    again: bool


async def publish_rows(client: Client, rows: list[Row]) -> list[int]:
    """Publish rows of one stream in order and give the place of each; raises when any of it is unclear."""
    return [one.place for one in await publish(client, rows)]


async def publish(client: Client, rows: list[Row]) -> list[Told]:
    """Publish rows of one stream in order; raises when any of it is unclear."""
    if len(rows) > SINGLY:
        said = await _publish_batch(client, rows)
        if "error" not in said:
            last: int = said["seq"]
            return [Told(place, again=False) for place in range(last - len(rows) + 1, last + 1)]
        if said["error"]["err_code"] not in {ALREADY_THERE, REFUSED_BATCH}:
            raise nats.js.errors.APIError(**said["error"])
    return await _publish_singly(client, rows)


async def _publish_batch(client: Client, rows: list[Row]) -> dict[str, Any]:
    batch, (*before, last) = uuid4().hex, rows
    for n, row in enumerate(before, 1):
        headers = headers_of(row)
        headers["Nats-Batch-Id"], headers["Nats-Batch-Sequence"] = batch, str(n)
        await client.publish(row.subject, row.body.encode(), headers=headers)
    commit = {"Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(len(rows)), "Nats-Batch-Commit": "1"}
    answer = await client.request(
        last.subject, last.body.encode(), headers=headers_of(last) | commit, timeout=WITHIN_SECONDS
    )
    said: dict[str, Any] = json.loads(answer.data)
    return said


async def _publish_singly(client: Client, rows: list[Row]) -> list[Told]:
    js, told = client.jetstream(), list[Told]()
    for n in range(0, len(rows), SINGLY):
        part = rows[n : n + SINGLY]
        acks = await asyncio.gather(
            *(
                js.publish(row.subject, row.body.encode(), headers=headers_of(row), timeout=WITHIN_SECONDS)
                for row in part
            )
        )
        told += [Told(ack.seq, again=bool(ack.duplicate)) for ack in acks]
    return told
