"""One pull over a line: much comes whole and in order, and a line that is cut costs the hub little."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from nats.aio.client import Client

from kring_shared.runtime.bus.client import connect
from kring_shared.runtime.bus.streams import BACKBONE, StreamAt, api, provision_consumer, provision_streams
from kring_shared.runtime.declared.routes import Delivery
from kring_shared.runtime.lane.fetch import MOST_BYTES, REQUEST, Fetcher, fact
from kring_shared.testing.backbone import HUB, Hub, OfficeBus
from kring_shared.testing.servers import new_key
from kring_shared.testing.waiting import until

AT: Final = StreamAt(BACKBONE, HUB)
DURABLE: Final = "intake_utrecht"
SUBJECT: Final = "kring.gent.backbone.intake.request-transferred.v1.case-1"
LARGE: Final = b"x" * (MOST_BYTES // 6)
SMALL: Final = b"x" * 4000
MANY: Final = 20


@dataclass
class Linked:
    """A hub with one durable consumer, and an office on a line to it."""

    office: OfficeBus
    at_hub: Client
    at_office: Client

    async def seen(self) -> dict[str, Any]:
        """Ask the hub about the consumer."""
        return await api(self.at_hub, f"CONSUMER.INFO.{BACKBONE}.{DURABLE}")

    async def is_asked(self) -> bool:
        """Tell whether a pull is open at the hub."""
        return bool((await self.seen())["num_waiting"])

    async def is_asked_no_more(self) -> bool:
        """Tell whether none is."""
        return not await self.is_asked()


@dataclass
class Taking:
    """Stands where the lane stands."""

    bodies: list[bytes] = field(default_factory=list)

    async def put(self, delivery: Delivery) -> None:
        """Take one."""
        self.bodies.append(delivery.body)


@pytest.fixture
async def linked(tmp_path: Path) -> AsyncIterator[Linked]:
    """Start the two servers, and make at the hub what the office needs there."""
    hub = Hub(tmp_path / "hub", key=new_key())
    office = OfficeBus(tmp_path, hub, key=new_key())
    try:
        await asyncio.to_thread(hub.start)
        await asyncio.to_thread(office.start)
        both = Linked(office, await connect(hub.url), await connect(office.url))
        await provision_streams(both.at_hub, only=(BACKBONE,))
        await provision_consumer(both.at_hub, BACKBONE, DURABLE, ["kring.*.backbone.>"])
        yield both
        await both.at_office.close()
        await both.at_hub.close()
    finally:
        await asyncio.to_thread(office.stop)
        await asyncio.to_thread(hub.stop)


async def test_more_than_one_pull_holds_comes_whole_in_order_and_without_attaching_anew(linked: Linked) -> None:
    for at in range(MANY):
        await linked.at_hub.jetstream().publish(SUBJECT, b"%d " % at + LARGE)
    taking, attached = Taking(), list[str]()
    fetcher = Fetcher(linked.at_office, taking, AT, DURABLE, fact, attached=attached.append)  # type: ignore[arg-type]
    task = asyncio.create_task(fetcher.run())
    await until(lambda: len(taking.bodies) >= MANY, "all of it came")
    task.cancel()
    assert [int(body.split()[0]) for body in taking.bodies] == list(range(MANY))
    assert attached == [BACKBONE]


async def test_what_arrives_as_a_line_is_cut_is_not_delivered_to_nobody_again_and_again(linked: Linked) -> None:
    """Without a limit a hub made 250,000 deliveries, and used a processor for two seconds."""
    await linked.at_office.publish(f"{AT.api}.CONSUMER.MSG.NEXT.{BACKBONE}.{DURABLE}", REQUEST, reply="_INBOX.pull")
    await until(linked.is_asked, "the hub has the request")
    await asyncio.to_thread(linked.office.cut)
    await linked.at_hub.jetstream().publish(SUBJECT, SMALL)
    await until(linked.is_asked_no_more, "the hub gave the request up")
    assert 0 < (await linked.seen())["delivered"]["consumer_seq"] <= MOST_BYTES // len(SMALL)
