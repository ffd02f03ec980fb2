"""One service at work: its lane, its relay, what it fetches, what people ask it, and what comes due."""

import asyncio
import contextlib
import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

import nats.errors
import structlog
from nats.aio.client import Client
from sqlalchemy.exc import OperationalError

from kring_shared.contracts.envelope import Fact, Reach
from kring_shared.contracts.every_service import ReadyShown
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.registry import ErasureOrdered
from kring_shared.kernel.clock import Clock
from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.bus.connecting import ended
from kring_shared.runtime.bus.signing import Verifier
from kring_shared.runtime.bus.streams import BACKBONE, FACTS, RECEIPTS, REFERRALS, STREAM_OF, StreamAt, stream_at
from kring_shared.runtime.declared import every_service
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.service import Service, Surroundings
from kring_shared.runtime.lane import erasure_ledger, fetch, newer
from kring_shared.runtime.lane.erasure_ledger import ErasureLedger
from kring_shared.runtime.lane.lane import Lane
from kring_shared.runtime.lane.lost_by_the_bus import Look
from kring_shared.runtime.lane.relay import Relay, Teller
from kring_shared.runtime.lane.requests import Requests
from kring_shared.runtime.lane.settle import Setup, settle
from kring_shared.runtime.lane.timers import Timers
from kring_shared.runtime.running import plugins
from kring_shared.runtime.running.divided_databases import database_of
from kring_shared.runtime.running.lease import Lease, LeaseLost
from kring_shared.runtime.running.standing import Left, Standing, left_in
from kring_shared.runtime.settings import ServiceSettings, SharedSettings
from kring_shared.runtime.telemetry.counts import Counts
from kring_shared.runtime.vault.vault import Vault

log = structlog.get_logger()
T = TypeVar("T")
COLLECT_AFTER: Final = (20_000, 20, 50)
"""When Python looks for circles among its objects. A batch makes thousands of objects and hardly a circle; at Python's
own settings the search for them took a quarter of a hop's processor time."""
AGAIN_SECONDS: Final = 0.2
STOP_SECONDS: Final = 15.0
"""What was taken and is not settled or told by then is taken, or told, by the next replica; nothing of it is lost."""


@dataclass(frozen=True)
class Parts:
    """What the process that runs services hands to each of them."""

    shared: SharedSettings
    vault: Vault
    verifier: Verifier
    clock: Clock
    offices: dict[str, OfficeCard]
    ledger: ErasureLedger = field(default_factory=ErasureLedger)
    counts: Counts = field(default_factory=Counts)


def declare(service: Service, settings: ServiceSettings, parts: Parts) -> LaneBroker:
    """Let a service declare itself on a broker that is not connected yet."""
    broker = LaneBroker(BusAddress.of(parts.shared), name=f"kring-{service.name}")
    chosen = plugins.load(service, parts.shared) if service.plugin_group else {}
    service.subscribe(broker, Surroundings(settings, parts.offices, chosen, parts.vault, parts.clock))
    every_service.declare(broker, service)
    return broker


def filters_of(broker: LaneBroker, offices: tuple[str, ...]) -> dict[str, list[str]]:
    """Name the subjects a service hears, by stream: of the offices it serves, and of every office what may leave it.

    Sorted, so that declaring in another order is no other consumer to the bus. In every version there will ever be: one
    that only a newer Kring knows waits here, instead of passing unheard.
    """
    found: dict[str, set[str]] = {}
    for fact in broker.routes.heard():
        wanted = offices if fact.reach is Reach.OFFICE else ("*",)
        found.setdefault(STREAM_OF[fact.reach], set()).update(fact.address(office, version="*") for office in wanted)
    return {stream: sorted(found[stream]) for stream in (FACTS, BACKBONE) if stream in found}


class Running:
    """Start with `start`, end with `stop`; a crash anywhere in between loses nothing and doubles nothing."""

    def __init__(self, service: Service, settings: ServiceSettings, parts: Parts) -> None:
        """Prepare; nothing is opened."""
        self.service, self._parts, self.standing = service, parts, Standing.STARTS
        self.database = database_of(service.name, settings, parts.shared)
        self.lease = Lease(self.database, service.name)
        self.broker = declare(service, settings, parts)
        self.setup = Setup(
            service=service.name,
            routes=self.broker.routes,
            shelves=service.shelves,
            database=self.database,
            vault=parts.vault,
            verifier=parts.verifier,
            clock=parts.clock,
            serves=parts.shared.serves,
            ledger=parts.ledger,
            tally=parts.counts.of(service.name),
        )
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Wait until no other replica works, connect, look whether the bus forgot anything, and go to work."""
        gc.set_threshold(*COLLECT_AFTER)
        await self.lease.take()
        client = await self.broker.connection.connect()
        self._client = client
        self.relay = Relay(self.database, self.service.name, self._tellers(client))
        self.lane = Lane(self.setup, self.relay)
        self.timers = Timers(self.setup, self.lane)
        self.requests = Requests(self.setup, self.lane, client, self._parts.shared.serves, self.ready)
        self.fetchers = self._fetchers(client)
        await self.lane.write(self.replay_erasures)
        await self.lane.write(lambda: newer.known_now(self.database, self.setup.routes, self.setup.clock))
        if backlog := await asyncio.to_thread(self.relay.unsent):
            await self.lane.note_orders(backlog)
            await self.relay.tell(backlog)
        coming_in = [self.timers.run(), *(f.run() for f in self.fetchers), self._keep_lease()]
        self._coming_in = [asyncio.create_task(loop) for loop in coming_in]
        going_out = [asyncio.create_task(loop) for loop in (*self.relay.loops(), self.lane.run())]
        self._tasks = [*going_out, *self._coming_in]
        await self.requests.start()
        self.standing = Standing.WORKS
        log.info(f"{self.service.name}.started", unsent=len(backlog))

    async def stop(self) -> None:
        """Take nothing new, finish and answer what was taken, tell it, write it down, and let go."""
        self.standing = Standing.STOPS
        await _end(self._coming_in)
        await self.requests.drain()
        await self.timers.stop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                while not self._has_finished():  # noqa: ASYNC110 - once in a lifetime, while stopping
                    await asyncio.sleep(0.01)
                await self.lane.write_marks()
        await _end(self._tasks)
        self.lane.close()
        await self.let_go()

    async def let_go(self) -> None:
        """Give back what is held, also when it never got to work; the lease last, for the next replica waits for it."""
        self.standing = Standing.STOPS
        await _end(self._tasks)
        with contextlib.suppress(TimeoutError, asyncio.CancelledError):
            await asyncio.wait_for(self._hang_up(), 5)
        self.database.close()
        self.lease.release()

    async def _hang_up(self) -> None:
        """Close the connection; one whose bus is away cannot be closed in good order, and would come back by itself."""
        client = self.broker.connection._connection  # noqa: SLF001 - FastStream forgets it before it is closed
        try:
            await self.broker.connection.stop()
        except nats.errors.Error:
            if client is not None:
                await client.close()

    async def failed(self) -> BaseException | None:
        """Give the error that ended one of the loops, or the connection, if any did before we stop."""
        if self.standing is Standing.STOPS:
            return None
        if self._tasks and (refused := ended(self._client, BusAddress.of(self._parts.shared))):
            return refused
        done = [task for task in self._tasks if task.done() and not task.cancelled()]
        return done[0].exception() if done else None

    @property
    def posts(self) -> Mapping[str, "Running"]:
        """Give what works here by office; one of no name for all together."""
        return {"": self}

    @property
    def stands_by(self) -> bool:
        """Tell whether it waits for another replica to stop."""
        return self.lease.waits

    @property
    def is_connected(self) -> bool:
        """Tell whether there is a connection to the bus now; asked of a service that works."""
        return self._client.is_connected

    async def waits_for(self) -> list[str]:
        """Name what a service that works cannot do without and does not have now; its database is asked by others."""
        waits = [] if self.is_connected else ["the bus"]
        waits += [f"consumer {f.durable} of {f.at.name}" for f in self.fetchers if not (f.attached or f.at.is_far)]
        return waits + (["a loop that ended"] if await self.failed() else [])

    async def ready(self) -> ReadyShown:
        """Tell whether the service hears, stores and tells, and what it waits for."""
        waits, left = await self.waits_for(), Left(0, 0, 0)
        try:
            left = await asyncio.to_thread(left_in, self.database)
        except OperationalError:
            waits.append("its database")
        return ReadyShown(
            service=self.service.name, ready=not waits, waits_for=tuple(waits), line=self.line(), **left._asdict()
        )

    async def idle(self) -> bool:
        """Tell whether nothing is under way: nothing to fetch, settle, tell or carry out."""
        if not self._rests():
            return False  # no need to trouble the bus
        for fetcher in self.fetchers:
            if await fetcher.pending():
                return False
        return self._rests()

    def _has_finished(self) -> bool:
        """Tell whether everything is settled and, unless the bus is away, told."""
        return self.lane.idle and (self.relay.idle or not self._client.is_connected)

    def _rests(self) -> bool:
        return self.lane.idle and self.relay.idle and self.timers.idle

    def replay_erasures(self) -> None:
        """Go through the orders to erase again: a database that was restored does not know them."""
        if ErasureOrdered.kind() in self.broker.routes.messages:
            ledger, serves = self._parts.ledger, self._parts.shared.serves
            erasure_ledger.replay(ledger, serves, lambda batch: settle(self.setup, batch))

    async def _keep_lease(self) -> None:
        try:
            await self.lease.watch()
        except LeaseLost:
            for task in self._tasks:
                if task is not asyncio.current_task():
                    task.cancel()
            await self.requests.stop()
            raise

    def line(self) -> str:
        """Tell whether the hub can be reached, in a word; nothing where no hub is needed."""
        over_it = [f.attached for f in self.fetchers if f.at.is_far]
        if not over_it and not (self._at(BACKBONE).is_far and BACKBONE in self._tells):
            return ""
        return "up" if all(over_it) and not self.relay.is_cut_off else "away"

    def _fetchers(self, client: Client) -> list[fetch.Fetcher]:
        shared, wanted = self._parts.shared, self.service.takes_referrals
        durable = durable_of(self.service, shared.serves)
        found = [
            fetch.Fetcher(client, self.lane, self._at(stream), durable, fetch.fact, attached=self.relay.look_again)
            for stream in filters_of(self.broker, shared.serves)
        ]
        if wanted is not None:
            found.append(fetch.Fetcher(client, self.lane, self._at(REFERRALS), durable, fetch.ingress(wanted)))
        return found

    def _tellers(self, client: Client) -> list[Teller]:
        name, found = self.service.name, []
        for at in map(self._at, (FACTS, BACKBONE, RECEIPTS)):
            again, tally = at.name in self._tells, self.setup.tally
            look = Look(self.database, client, name, at, self._write, tells_again=again, tally=tally)
            found.append(Teller(self.database, client, name, at, look.look))
        return found

    def _at(self, stream: str) -> StreamAt:
        return stream_at(stream, self._parts.shared.backbone_domain)

    @property
    def _tells(self) -> set[str]:
        """Name the streams that this service tells facts into."""
        return {STREAM_OF[fact.reach] for fact in self.service.own(Fact)}

    async def _write(self, function: Callable[[], T]) -> T:
        return await self.lane.write(function)


def durable_of(service: Service, offices: tuple[str, ...]) -> str:
    """Name a service's durable consumer: the service, and the offices it serves when not all."""
    return "_".join([service.name, *(office for office in offices if office != "*")])


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        # Said again until they end: `asyncio.wait_for` of Python 3.11, in libraries too, may swallow a cancellation.
        _, left = await asyncio.wait(left, timeout=AGAIN_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)
