"""What one process asks of a cluster whose leaders change: to keep rows of an outbox, to hold a quota, to erase."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path
from time import monotonic
from typing import Final

from nats.aio.client import Client as Nats
from nats.aio.msg import Msg

from kring_shared.contracts.intake import SubmitReferral
from kring_shared.runtime.bus.connecting import connect, stay_connected
from kring_shared.runtime.bus.streams import FACTS, REFERRALS, WAITING_REFERRALS, provision_consumer, provision_streams
from kring_shared.runtime.bus.wire import Row
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Delivery
from kring_shared.runtime.lane import fetch
from kring_shared.runtime.lane.lane import finish
from kring_shared.runtime.lane.relay import PUBLISH_ERRORS, publish_rows
from kring_shared.testing.audit import kept_facts
from kring_shared.testing.servers import new_key
from kring_shared.testing.servers_cluster import Cluster
from kring_shared.testing.waiting import until
from tests.resilience.cluster import SERVERS, answered, leader_of
from tests.resilience.town import BUS_ERRORS

CHANGES: Final = 12
OTHER: Final = "kring.utrecht.referrals.other-system"
FLOODING: Final = "kring.utrecht.referrals.flooding-system"
HANDLED: Final = 30


async def test_rows_stand_once_and_in_order_though_the_leader_changes_again_and_again(tmp_path: Path) -> None:
    async with _cluster(tmp_path) as (cluster, bus):
        teller = _Teller(bus)
        telling = asyncio.create_task(teller.run())
        for change in range(CHANGES):
            before = len(teller.told)
            if change == CHANGES // 2:
                leader = await leader_of(bus, f"STREAM.INFO.{FACTS}")
                cluster.kill9(leader)
                await until(lambda: len(teller.told) > before, "the others take more", within=30)  # noqa: B023
                await asyncio.to_thread(cluster.restart, leader)
            await answered(bus, f"STREAM.LEADER.STEPDOWN.{FACTS}")
            await until(lambda: len(teller.told) > before, "more is told", within=30)  # noqa: B023
        teller.stop = True
        await telling
        kept = await kept_facts(bus)
        assert [fact.id for fact in kept] == list(teller.told)
        assert [fact.place for fact in kept] == list(teller.told.values())
        print(f"{len(kept)} rows, longest stall {teller.longest:.1f} s, {dict(teller.unclear)}")  # noqa: T201


async def test_a_service_and_an_edge_given_all_three_addresses_go_to_another_server(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, key=new_key())
    await asyncio.to_thread(cluster.start)
    service = LaneBroker(cluster.url, name="kring-test")
    connections = [await service.connection.connect(), await connect(cluster.url)]
    try:
        for connection in connections:
            await until(lambda: connection.connected_url is not None, "the first kill, if it met both, is over")  # noqa: B023
            assert connection.connected_url is not None
            at = [server.port for server in cluster.servers].index(connection.connected_url.port or 0)
            cluster.kill9(at)
            answers = await _echo(connection)
            await until(answers, "it is connected to another server")
            await asyncio.to_thread(cluster.restart, at)
    finally:
        await service.connection.stop()
        await connections[1].close()
        await asyncio.to_thread(cluster.stop)


async def test_a_quota_holds_for_one_system_and_for_no_other_though_the_leader_changes(tmp_path: Path) -> None:
    async with _cluster(tmp_path) as (cluster, bus):
        flood = _Flood(bus)
        floods = [asyncio.create_task(flood.run()) for _ in range(20)]
        await until(lambda: flood.refused > 0, "the bus refuses", within=30)
        await answered(bus, f"STREAM.LEADER.STEPDOWN.{REFERRALS}")
        before = flood.refused
        await until(lambda: flood.refused > before, "the next leader refuses too", within=30)
        leader = await leader_of(bus, f"STREAM.INFO.{REFERRALS}")
        cluster.kill9(leader)
        await until(lambda: _is_taken(bus), "who was chosen then takes what another system hands in", within=30)
        before = flood.refused
        await until(lambda: flood.refused > before, "and refuses the flood", within=30)
        flood.stop = True
        await asyncio.gather(*floods)
        info = await answered(bus, f"STREAM.INFO.{REFERRALS}", {"subjects_filter": ">"})
        assert info["state"]["subjects"][FLOODING] == WAITING_REFERRALS
        assert flood.taken <= WAITING_REFERRALS


async def test_referrals_that_cannot_be_erased_now_hold_a_lane_up_for_no_longer_than_one(tmp_path: Path) -> None:
    async with _cluster(tmp_path) as (cluster, bus):
        await provision_consumer(bus, REFERRALS, "intake", ["kring.*.referrals.*"])
        for _ in range(HANDLED):
            await bus.jetstream().publish(OTHER, b"{}", timeout=10)
        waiting = await bus.jetstream().pull_subscribe_bind(stream=REFERRALS, durable="intake")
        read = fetch.ingress(SubmitReferral)
        handled: list[Delivery] = []
        async with asyncio.timeout(30):
            while len(handled) < HANDLED:  # one fetch gives what there is, and a follower may still be behind
                found = await waiting.fetch(HANDLED - len(handled), timeout=10)
                handled += [read(bus, message) for message in found]
        others = [at for at in range(SERVERS) if at != await leader_of(bus, f"STREAM.INFO.{REFERRALS}")]
        for at in others:
            cluster.kill9(at)
        async with asyncio.timeout(2 * fetch.ERASED_WITHIN_SECONDS):
            await finish(handled, {})
        for at in others:
            await asyncio.to_thread(cluster.servers[at].start)
        await asyncio.to_thread(cluster.await_ready)
        await finish(handled, {})

        async def nothing_left() -> bool:
            return bool((await answered(bus, f"STREAM.INFO.{REFERRALS}"))["state"]["messages"] == 0)

        await until(nothing_left, "every one is erased")


class _Teller:
    """Tells rows of one case as the relay does: the same rows again until it is clear that they are kept."""

    def __init__(self, bus: Nats) -> None:
        self.told: dict[str, int] = {}
        self.unclear: Counter[str] = Counter()
        self.longest, self.stop = 0.0, False
        self._bus = bus

    async def run(self) -> None:
        for size in cycle((1, 8, 30, 3, 8)):
            if self.stop:
                return
            rows = [_row(len(self.told) + n) for n in range(size)]
            began = monotonic()
            self.told |= dict(zip((row.id for row in rows), await self._tell(rows), strict=True))
            self.longest = max(self.longest, monotonic() - began)

    async def _tell(self, rows: list[Row]) -> list[int]:
        while True:
            try:
                return await publish_rows(self._bus, rows)
            except PUBLISH_ERRORS as error:
                self.unclear[type(error).__name__] += 1
                await asyncio.sleep(0.1)


class _Flood:
    """One system that hands in without end."""

    def __init__(self, bus: Nats) -> None:
        self.taken = self.refused = 0
        self.stop = False
        self._bus = bus

    async def run(self) -> None:
        while not self.stop:
            try:
                await self._bus.jetstream().publish(FLOODING, b"{}", timeout=5)
                self.taken += 1
            except BUS_ERRORS as error:
                self.refused += "maximum messages per subject" in str(error)
                await asyncio.sleep(0.01)


async def _echo(bus: Nats) -> Callable[[], Awaitable[bool]]:
    """Give what tells whether a server takes what we send and brings what we hear."""
    heard = asyncio.Event()

    async def hear(_: Msg) -> None:
        heard.set()

    await bus.subscribe("echo", cb=hear)

    async def answers() -> bool:
        if bus.is_connected:
            await bus.publish("echo", b"")
        return heard.is_set()

    return answers


async def _is_taken(bus: Nats) -> bool:
    try:
        await bus.jetstream().publish(OTHER, b"{}", timeout=5)
    except BUS_ERRORS:
        return False
    return True


def _row(number: int) -> Row:
    subject, kind = "kring.utrecht.office.test.it-was.v1.case", "nl.eigenkracht.test.it-was.v1"
    return Row(number, f"{number:032x}", subject, kind, "case", "{}", 0)


@asynccontextmanager
async def _cluster(folder: Path) -> AsyncGenerator[tuple[Cluster, Nats]]:
    """Run three servers with Kring's streams, and connect as a service does."""
    cluster = Cluster(folder, key=new_key())
    await asyncio.to_thread(cluster.start)
    bus = await stay_connected(cluster.url, name="kring-test")
    try:
        await provision_streams(bus, replicas=SERVERS)
        yield cluster, bus
    finally:
        await bus.close()
        await asyncio.to_thread(cluster.stop)
