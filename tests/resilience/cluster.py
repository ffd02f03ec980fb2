"""A whole Kring on a cluster of three: the fleet's processes, and servers that a test kills, freezes and wipes."""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from itertools import pairwise
from pathlib import Path
from time import time
from typing import Any, Final, Literal

import nats.errors
from nats.aio.client import Client as Nats
from sqlalchemy import func, select

from kring_shared.contracts.intake import ConsentGiven, RequestReceived
from kring_shared.kernel.errors import BusAway
from kring_shared.runtime.bus.streams import api
from kring_shared.runtime.storage.tables import OUTBOX
from kring_shared.testing.audit import kept_facts
from kring_shared.testing.chaos.fleet import Fleet
from kring_shared.testing.people.case import Temper
from kring_shared.testing.servers import new_key
from kring_shared.testing.servers_cluster import Cluster
from kring_shared.testing.waiting import until
from tests.resilience.books import must_be_clean, read_books
from tests.resilience.town import BUS_ERRORS, WORDS, HastyAgenda, Town

SERVERS: Final = 3
PATIENCE_SECONDS: Final = 40.0
TOGETHER: Final = (("intake", "registry"), ("matching", "conference", "notifications"))
EVERY_SECONDS: Final = 0.8
GOES_ON: Final = 12
REFUSED_WITHIN_SECONDS: Final = 2.0
PROBE: Final = "PROBE"
PAUSE_SECONDS: Final = 0.02
MARKS_WITHIN_SECONDS: Final = 1.5


class ClusterFleet(Fleet):
    """A fleet whose bus is a cluster of three, every stream kept by all of them unless a test says otherwise."""

    cluster: Cluster
    replicas: Literal[1, 3] = 3

    async def start_bus(self) -> str:
        """Start the three, and give all three addresses."""
        self.cluster = Cluster(self.folder.path / "cluster", key=new_key())
        await asyncio.to_thread(self.cluster.start)
        return self.cluster.url

    async def stop_bus(self) -> None:
        """Stop the three."""
        await asyncio.to_thread(self.cluster.stop)

    async def kill(self, *at: int) -> None:
        """End servers without warning."""
        for one in at:
            self.cluster.kill9(one)

    async def come_back(self, *at: int) -> None:
        """Start servers again over what they stored, and wait until they have what the others have."""
        for one in at:
            await asyncio.to_thread(self.cluster.servers[one].start)
        await asyncio.to_thread(self.cluster.await_ready)

    async def provision(self) -> None:
        """Make the streams as for any bus, and one for the test's own questions."""
        await super().provision()
        await answered(
            self.connection,
            f"STREAM.CREATE.{PROBE}",
            {"name": PROBE, "subjects": [PROBE], "storage": "file", "num_replicas": self.replicas},
        )

    async def lose_store(self, at: int) -> None:
        """End a server without warning, throw away what it stored, and start it with nothing."""
        self.cluster.kill9(at)
        await asyncio.to_thread(shutil.rmtree, self.cluster.servers[at].store)
        await self.come_back(at)

    async def lose_everything(self) -> None:
        """Throw away what all three stored, and start them with nothing."""
        await asyncio.to_thread(self.cluster.wipe)
        await asyncio.to_thread(self.cluster.start)

    @contextmanager
    def frozen(self, at: int) -> Generator[None]:
        """Let a server stand still: its connections stay, and nothing is answered on them."""
        pid = self.cluster.servers[at].pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    async def leader(self, stream: str) -> int:
        """Give which server leads a stream, once one does."""
        return await leader_of(self.connection, f"STREAM.INFO.{stream}")

    async def consumer_leader(self, stream: str, durable: str) -> int:
        """Give which server leads a consumer, once one does."""
        return await leader_of(self.connection, f"CONSUMER.INFO.{stream}.{durable}")

    async def takes(self) -> bool:
        """Tell whether the cluster says that it keeps something, in a stream beside Kring's."""
        try:
            await self.connection.jetstream().publish(PROBE, b"", timeout=REFUSED_WITHIN_SECONDS)
        except BUS_ERRORS:
            return False
        return True

    def told(self) -> int:
        """Count the rows of all outboxes that are known to be on the bus."""
        count = select(func.count()).where(OUTBOX.c.place.is_not(None))
        found = 0
        for database in self.databases.values():
            with database.read() as tx:
                found += int(tx.execute(count).scalar_one())
        return found

    async def marked(self) -> int:
        """Count them once no more are written down: a place is learned first, and written a moment later."""
        before, now = -1, self.told()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while before != now:
                await asyncio.sleep(MARKS_WITHIN_SECONDS)
                before, now = now, self.told()
        return now


class BusyTown(Town):
    """A town where families keep coming; all but a few stop early, so that most of what happens is new."""

    def __init__(self, fleet: ClusterFleet) -> None:
        """Open no register yet."""
        super().__init__(fleet, most_stop)
        self._enough = False
        self._door = asyncio.Lock()
        self.use(HastyAgenda(fleet.clock))

    async def keep_referring(self) -> None:
        """Let families come, one after another, until it is enough."""
        while not self._enough:
            async with self._door:
                await self.refer(1)
            await asyncio.sleep(EVERY_SECONDS)

    def enough(self) -> None:
        """Let no more families come."""
        self._enough = True

    @asynccontextmanager
    async def nobody_comes(self) -> AsyncGenerator[None]:
        """Let nobody come for a while: a referral that nobody has handled yet is on the bus and nowhere else."""
        async with self._door:
            await until(self._has_handled_all, "every referral is handled", within=PATIENCE_SECONDS)
            yield

    async def let_time_pass(self) -> None:
        """Let no month pass while families come: with the years, what was kept about the first would be erased."""
        if self._enough:
            await super().let_time_pass()
        else:
            await asyncio.sleep(PAUSE_SECONDS)

    async def _has_handled_all(self) -> bool:
        try:
            return await self.waiting() == 0
        except BUS_ERRORS:
            return False

    async def goes_on(self) -> None:
        """Wait until people have seen that the services go on."""
        wanted = self.kinds.total() + GOES_ON
        await until(lambda: self.has_seen(wanted), f"{GOES_ON} facts more", within=PATIENCE_SECONDS)


class Stalls:
    """How long the bus took no fact at all, for each fault; read from the streams' own times."""

    def __init__(self) -> None:
        """Know no fault yet."""
        self._begun: list[tuple[str, float]] = []

    def begin(self, fault: str) -> None:
        """Note that a fault begins now."""
        self._begun.append((fault, time()))

    async def longest(self, connection: Nats) -> dict[str, float]:
        """Give the longest silence after each fault, in seconds."""
        told = [fact.at.timestamp() for fact in await kept_facts(connection)]
        found = {}
        ends = [begun for _, begun in self._begun[1:]] + [max(told, default=0.0)]
        for (fault, begun), end in zip(self._begun, ends, strict=True):
            silences = pairwise([begun, *(at for at in told if begun < at < end), end])
            found[fault] = round(max(later - earlier for earlier, later in silences), 1)
        return found


@asynccontextmanager
async def in_mid_run(folder: Path, *, rebuilt: bool = False) -> AsyncGenerator[tuple[ClusterFleet, BusyTown, Stalls]]:
    """Let families come and be served all the while; afterwards nothing may be lost, doubled or out of order."""
    async with ClusterFleet(folder / "kring", TOGETHER) as fleet:
        town, stalls = BusyTown(fleet), Stalls()
        await town.open_register()
        referring = asyncio.create_task(town.keep_referring())
        living = asyncio.create_task(
            town.live(until=lambda: referring.done() and town.everybody_is_through(), within=100)
        )
        await town.goes_on()
        yield fleet, town, stalls
        town.enough()
        await asyncio.gather(referring, living)
        await fleet.settle()
        await balanced(fleet, town, stalls, rebuilt=rebuilt)


async def balanced(fleet: ClusterFleet, town: BusyTown, stalls: Stalls, *, rebuilt: bool = False) -> None:
    """Read the books, and say how long the bus stood still."""
    print(await stalls.longest(fleet.connection))  # noqa: T201  # pytest shows it when asked, or when the test fails
    books = await read_books(fleet, town.references, WORDS, rebuilt=rebuilt)
    must_be_clean(books)
    assert set(town.locked.values()) == {1}
    assert fleet.deaths.total() == 0


async def answered(connection: Nats, call: str, request: dict[str, Any] | None = None) -> dict[str, Any]:
    """Ask the JetStream API until it gives an answer that is no error: while nobody leads, there is none."""
    said: list[dict[str, Any]] = [{}]

    async def is_answered() -> bool:
        try:
            said.append(await api(connection, call, request))
        except (BusAway, nats.errors.Error):
            return False
        return "error" not in said[-1]

    await until(is_answered, f"the cluster answers {call}", within=PATIENCE_SECONDS)
    return said[-1]


async def leader_of(connection: Nats, call: str) -> int:
    """Give which server leads a stream or a consumer, once one does."""
    found: list[str] = []

    async def is_led() -> bool:
        found.append((await answered(connection, call))["cluster"].get("leader", ""))
        return bool(found[-1])

    await until(is_led, f"{call} names a leader", within=PATIENCE_SECONDS)
    return int(found[-1].rpartition("-")[2])


def most_stop(received: RequestReceived) -> Temper:
    """Let all families but the mandated ones stop after their consent."""
    goes_on = received.dossier.context.value == "mandatory"
    return Temper(withdraws_after="" if goes_on else ConsentGiven.kind())
