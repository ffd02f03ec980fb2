"""The lane: takes what has arrived, settles it as one batch in the service's writing thread, then answers and tells.

It never waits to fill a batch: alone, a message is a batch of one; under load, hundreds share one commit.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

import nats.errors
import structlog
from sqlalchemy.exc import OperationalError

from kring_shared.kernel.errors import NotYet
from kring_shared.runtime.bus.wire import Row
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.lane.erasure_ledger import orders_among
from kring_shared.runtime.lane.instants import Instant, come_by
from kring_shared.runtime.lane.relay import Relay
from kring_shared.runtime.lane.settle import Settled, Setup, settle
from kring_shared.runtime.logs import fault_of

log = structlog.get_logger()
T = TypeVar("T")
MOST: Final = 1000
AGAIN_SECONDS: Final = 0.5


class Lane:
    """One lane a service: every delivery goes through it, in the order it arrived."""

    def __init__(self, setup: Setup, relay: Relay | None) -> None:
        """Without a relay (tests of one service) what is told stays in the outbox."""
        self._setup, self._relay = setup, relay
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"lane-{setup.service}")
        self._waiting: asyncio.Queue[Delivery] = asyncio.Queue(2 * MOST)
        self._busy = False

    @property
    def idle(self) -> bool:
        """Tell whether nothing is waiting and nothing is being settled."""
        return self._waiting.empty() and not self._busy

    async def put(self, delivery: Delivery) -> None:
        """Take a delivery; waits while the lane is full, so that fetching slows down."""
        await self._waiting.put(delivery)

    async def run(self) -> None:
        """Settle for ever."""
        while True:
            batch = [await self._waiting.get()]
            self._busy = True
            while len(batch) < MOST and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            began = time.perf_counter()
            settled = await self.settle_now(batch)
            again = sum(delivery.tries is not None for delivery in batch)
            self._setup.tally.batch(len(batch), time.perf_counter() - began, settled.outcomes, tried_again=again)
            come_by(Instant.BEFORE_ACKNOWLEDGE)
            await finish(batch, settled.answers)
            self._busy = False

    async def settle_now(self, batch: list[Delivery]) -> Settled:
        """Settle a batch; while the database or the vault is away nothing is acknowledged, and the batch waits."""
        marks = self._relay.take_marks() if self._relay else []
        settled = await self._settle_for_sure(batch, marks)
        await self.note_orders(settled.rows)
        if self._relay and settled.rows:
            await self._relay.tell(settled.rows)
        return settled

    async def note_orders(self, rows: Sequence[Row]) -> None:
        """Write orders to erase into their ledger, before anybody hears of them; waits while it cannot be written."""
        orders, failures = orders_among(rows), 0
        while orders:
            try:
                await self.write(lambda: self._setup.ledger.add_orders(orders))
            except OSError as error:
                failures += 1
                if failures in {1, 10, 100}:
                    log.warning(f"{self._setup.service}.erasures.wait", **fault_of(error))
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                return

    async def _settle_for_sure(self, batch: list[Delivery], marks: list[tuple[int, int]]) -> Settled:
        failures = 0
        while True:
            try:
                settled = await self.write(lambda: settle(self._setup, batch, marks))
                if failures and self._relay:
                    # What was committed before the failure, or by a commit whose answer was lost, is in no result.
                    settled.rows = await self.write(self._relay.unsent)
            except (OperationalError, NotYet) as error:
                failures += 1
                self._setup.tally.waits()
                if failures in {1, 10, 100}:
                    log.warning(f"{self._setup.service}.lane.waits", failures=failures, **fault_of(error))
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                come_by(Instant.AFTER_COMMIT)
                return settled

    async def write_marks(self) -> None:
        """Write learned places also when nothing arrives: an unmarked row told again too late would stand twice."""
        if self._relay and self._relay.marks:
            await self.settle_now([])

    async def write(self, function: Callable[[], T]) -> T:
        """Run something that writes in the same thread, between two batches, and give what it gives."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, function)

    def close(self) -> None:
        """Let the thread finish what it is writing."""
        self._thread.shutdown(wait=True)


async def finish(batch: list[Delivery], answers: Mapping[str, str | None]) -> None:
    """Answer and acknowledge a batch, and let the bus erase what it has to.

    All erasures go at once: while the bus chooses a leader each of them waits as long as it may.
    """
    erasures = []
    for delivery in _to_finish(batch):
        if delivery.origin is Origin.INGRESS:
            erasures.append(_finish(delivery, None))
        else:
            await _finish(delivery, answers.get(delivery.id))
    await asyncio.gather(*erasures)


def _to_finish(batch: list[Delivery]) -> list[Delivery]:
    """Keep what is answered or acknowledged by itself, and each stream's last fact: it acknowledges all before it."""
    last = {d.stream: d for d in batch if d.origin is Origin.FACT and d.tries is None}
    return [d for d in batch if d.origin is not Origin.FACT or d.tries is not None] + list(last.values())


async def _finish(delivery: Delivery, answer: str | None) -> None:
    # A lost acknowledgement or answer is harmless: the message comes again and the inbox knows it.
    if delivery.done is not None:
        with contextlib.suppress(nats.errors.Error, OSError):
            await delivery.done(answer.encode() if answer is not None else None)
