"""Tells what the outbox holds, in its order, and keeps which place in the stream each row got.

Up to eight rows go out one after another in a pipeline, more as one atomic batch: with every write synced to disk a
batch costs one sync. After an unclear answer the same rows go out again; the stream drops what it has, by message id.
"""

import asyncio
import json
from itertools import groupby
from typing import Any, Final
from uuid import uuid4

import nats.errors
import nats.js.errors
import structlog
from nats.aio.client import Client
from sqlalchemy import select

from kring_shared.runtime.bus.streams import stream_of
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
WITHIN_SECONDS: Final = 3
"""A batch of 1,000 takes 24 ms. A bus that was killed answers nothing, and everything behind the question waits."""
PUBLISH_ERRORS: Final = (nats.errors.Error, nats.js.errors.Error, TimeoutError, OSError, asyncio.InvalidStateError)


class Relay:
    """One relay a database; it is the only one that tells."""

    def __init__(self, database: Database, client: Client, service: str) -> None:
        """Start empty: whoever starts it lets it tell what was left unsent first."""
        self._database, self._client, self._service = database, client, service
        self._queue: asyncio.Queue[list[Row]] = asyncio.Queue(16)
        self._busy = False
        self.marks: list[tuple[int, int]] = []

    @property
    def idle(self) -> bool:
        """Tell whether everything that was committed is on the bus."""
        return self._queue.empty() and not self._busy

    async def tell(self, rows: list[Row]) -> None:
        """Take committed rows; waits when far too much is unsent, so that the lane slows down."""
        await self._queue.put(rows)

    def take_marks(self) -> list[tuple[int, int]]:
        """Give the places that were learned and not written yet; they go with the next transaction."""
        marks, self.marks = self.marks, []
        return marks

    def unsent(self) -> list[Row]:
        """Read what was committed and is not known to be on the bus."""
        unsent = select(*COLUMNS).where(OUTBOX.c.place.is_(None)).order_by(OUTBOX.c.seq)
        with self._database.read() as tx:
            return [Row(*row) for row in tx.execute(unsent)]

    async def run(self) -> None:
        """Tell for ever what comes in."""
        while True:
            rows = await self._queue.get()
            self._busy = True
            while not self._queue.empty() and len(rows) < MOST:
                rows = rows + self._queue.get_nowait()
            for n in range(0, len(rows), MOST):
                await self._tell_for_sure(rows[n : n + MOST])
            self._busy = False

    async def _tell_for_sure(self, rows: list[Row]) -> None:
        """Tell rows however long it takes; the outbox keeps them, and waiting keeps their order."""
        for _, group in groupby(rows, key=lambda row: stream_of(row.subject)):
            part, failures = list(group), 0
            while True:
                try:
                    come_by(Instant.BEFORE_PUBLISH)
                    places = await publish_rows(self._client, part)
                except PUBLISH_ERRORS as error:
                    failures += 1
                    if failures in {1, 10, 100}:
                        log.warning(f"{self._service}.outbox.waits", unsent=len(part), because=type(error).__name__)
                    await asyncio.sleep(0.1)
                    continue
                come_by(Instant.AFTER_PUBLISH)
                self.marks += [(row.seq, place) for row, place in zip(part, places, strict=True)]
                break


async def publish_rows(client: Client, rows: list[Row]) -> list[int]:
    """Publish rows of one stream in order and give the place of each; raises when any of it is unclear."""
    if len(rows) > SINGLY:
        said = await _publish_batch(client, rows)
        if "error" not in said:
            last: int = said["seq"]
            return list(range(last - len(rows) + 1, last + 1))
        if said["error"]["err_code"] not in {ALREADY_THERE, REFUSED_BATCH}:
            raise nats.js.errors.APIError(**said["error"])
    return await _publish_singly(client, rows)


async def _publish_batch(client: Client, rows: list[Row]) -> dict[str, Any]:
    batch, (*before, last) = uuid4().hex, rows
    for n, row in enumerate(before, 1):
        headers = headers_of(row) | {"Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(n)}
        await client.publish(row.subject, row.body.encode(), headers=headers)
    commit = {"Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(len(rows)), "Nats-Batch-Commit": "1"}
    answer = await client.request(
        last.subject, last.body.encode(), headers=headers_of(last) | commit, timeout=WITHIN_SECONDS
    )
    said: dict[str, Any] = json.loads(answer.data)
    return said


async def _publish_singly(client: Client, rows: list[Row]) -> list[int]:
    js, places = client.jetstream(), []
    for n in range(0, len(rows), SINGLY):
        part = rows[n : n + SINGLY]
        acks = await asyncio.gather(
            *(
                js.publish(row.subject, row.body.encode(), headers=headers_of(row), timeout=WITHIN_SECONDS)
                for row in part
            )
        )
        places += [ack.seq for ack in acks]
    return places
