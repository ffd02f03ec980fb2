"""A system that does not stop is refused by the bus beyond its quota, and stands in nobody's way."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final

import nats.errors
import nats.js.errors
import pytest
from nats.aio.client import Client as Nats

from kring_intake.app import service as intake
from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import ListQuarantine, QuarantineList
from kring_shared.contracts.referral import MAX_REFERRAL_BYTES, RECEIPT_TYPE
from kring_shared.runtime.bus.client import connect
from kring_shared.runtime.bus.streams import (
    HEADER_ROOM_BYTES,
    RECEIPTS,
    REFERRALS,
    REFERRALS_AT_ONCE,
    UNREAD_RECEIPTS,
    WAITING_REFERRALS,
)
from kring_shared.runtime.bus.wire import Row
from kring_shared.runtime.lane.relay import MOST, publish_rows
from kring_shared.runtime.running.running import durable_of
from kring_shared.testing.waiting import until
from tests.integration.flooding import Flood, flood
from tests.integration.lane.desk import MANAGER, OFFICE
from tests.integration.lane.stage import Stage, on_stage
from tests.unit.intake.sent import an_event

LOUD, CALM = "luid-systeem", "wijkteam-zuid"
MANY: Final = 20_000
TOO_LARGE: Final = 10054
PATIENCE_S: Final = 60
"""A quota is served in four to eight seconds where two processors do everything; a receipt may take that long."""


@dataclass
class System:
    """A referring system that behaves: it refers, and reads its receipts."""

    bus: Nats
    answered: dict[str, float] = field(default_factory=dict)
    """When the receipt of each event was read."""
    waited: list[float] = field(default_factory=list)

    async def listen(self) -> None:
        """Read every receipt as it comes."""

        async def read(message: object) -> None:
            self.answered[json.loads(message.data)["inreplyto"]] = monotonic()  # type: ignore[attr-defined] # a Msg

        await self.bus.subscribe(f"kring.{OFFICE}.receipts.{CALM}", cb=read)
        await self.bus.flush()

    async def refer(self, event_id: str, *, context: str = "voluntary") -> None:
        """Refer once; the bus keeps it or this raises."""
        event = an_event(event_id, reference=event_id, context=context)
        await self.bus.jetstream(timeout=30).publish(f"kring.{OFFICE}.referrals.{CALM}", event.encode())

    async def refer_and_wait(self, event_id: str) -> None:
        """Refer once, wait for the receipt, and note how long that took."""
        began = monotonic()
        await self.refer(event_id)
        await until(lambda: event_id in self.answered, f"the receipt of {event_id} is there", within=120)
        self.waited.append(self.answered[event_id] - began)


@asynccontextmanager
async def office(folder: Path, *, started: bool = True) -> AsyncGenerator[tuple[Stage, System]]:
    """Run an intake, and a system that behaves beside it."""
    async with on_stage("sqlite", folder, service=intake, started=started) as stage:
        bus = await connect(stage.server.url)
        calm = System(bus)
        await calm.listen()
        try:
            yield stage, calm
        finally:
            await bus.close()


async def messages_in(bus: Nats, stream: str) -> int:
    """Count what lies in a stream."""
    return (await bus.jetstream().stream_info(stream)).state.messages


async def receipts_of(bus: Nats, system: str) -> int:
    """Count the receipts of one system."""
    subject = f"kring.{OFFICE}.receipts.{system}"
    found = (await bus.jetstream().stream_info(RECEIPTS, subjects_filter=subject)).state.subjects or {}
    return found.get(subject, 0)


async def test_while_intake_is_away_a_flood_is_refused_beyond_a_thousand_and_others_are_kept(tmp_path: Path) -> None:
    async with office(tmp_path, started=False) as (stage, calm):
        loud = await flood(stage.server.url, OFFICE, LOUD, MANY)
        assert (loud.kept, loud.refused) == (WAITING_REFERRALS, MANY - WAITING_REFERRALS)
        await asyncio.gather(*(calm.refer(f"kalm-{n}") for n in range(20)))
        assert await messages_in(stage.bus, REFERRALS) == WAITING_REFERRALS + 20
        await stage.start()
        await until(lambda: len(calm.answered) == 20, "all that was kept has its receipt", within=120)
        assert await receipts_of(stage.bus, LOUD) == WAITING_REFERRALS
        await stage.rest()
        assert await messages_in(stage.bus, REFERRALS) == 0


async def test_while_intake_works_nobody_waits_for_more_than_a_quota_of_the_flood(tmp_path: Path) -> None:
    async with office(tmp_path) as (stage, calm):
        for n in range(10):
            await calm.refer_and_wait(f"eerst-{n}")
        calm.waited.clear()
        flooding = asyncio.create_task(flood(stage.server.url, OFFICE, LOUD, MANY))
        await until(lambda: _is_under_way(stage.bus), "the flood has come", within=30)
        n, before_it = 0, 0
        while not flooding.done():
            await calm.refer_and_wait(f"tijdens-{n}")
            before_it, n = max(before_it, await messages_in(stage.bus, REFERRALS)), n + 1
        loud: Flood = await flooding
        assert n > 0
        assert before_it <= WAITING_REFERRALS + 1
        await stage.rest()
        assert await receipts_of(stage.bus, LOUD) == loud.kept
        assert loud.refused > 0
        assert max(calm.waited) < PATIENCE_S


async def _is_under_way(bus: Nats) -> bool:
    return await messages_in(bus, REFERRALS) > REFERRALS_AT_ONCE


async def test_a_flood_holds_up_nobody_at_the_office(tmp_path: Path) -> None:
    async with office(tmp_path, started=False) as (stage, _):
        await flood(stage.server.url, OFFICE, LOUD, 2 * WAITING_REFERRALS)
        await stage.start()
        actor = stage.client.actor(Role.REGIONAL_MANAGER, MANAGER, OFFICE)
        durable = durable_of(intake, stage.shared.serves)
        asked, most = 0, 0
        while await messages_in(stage.bus, REFERRALS):
            await stage.client.ask(ListQuarantine(office=OFFICE), actor, QuarantineList, timeout=5)
            info = await stage.bus.jetstream().consumer_info(REFERRALS, durable)
            most, asked = max(most, info.num_ack_pending or 0), asked + 1
        assert asked > WAITING_REFERRALS / REFERRALS_AT_ONCE / 4
        assert 0 < most <= REFERRALS_AT_ONCE


async def test_what_is_too_large_is_refused_at_the_door_and_ends_nobody_elses_connection(tmp_path: Path) -> None:
    async with office(tmp_path) as (stage, calm):
        loud = await connect(stage.server.url)
        subject = f"kring.{OFFICE}.referrals.{LOUD}"
        for _ in range(200):
            with pytest.raises(nats.js.errors.APIError) as refused:
                await loud.jetstream().publish(subject, bytes(MAX_REFERRAL_BYTES + HEADER_ROOM_BYTES + 1))
            assert refused.value.err_code == TOO_LARGE
        with pytest.raises(nats.errors.MaxPayloadError):
            await loud.jetstream().publish(subject, bytes(2 * 1024 * 1024))
        assert await messages_in(stage.bus, REFERRALS) == 0
        await calm.refer_and_wait("kalm")
        await loud.close()


async def test_what_cannot_be_read_costs_the_same_quota(tmp_path: Path) -> None:
    async with office(tmp_path, started=False) as (stage, calm):
        js, said = stage.bus.jetstream(), Counter[str]()
        for n in range(0, 2 * WAITING_REFERRALS, 100):
            nothing = (js.publish(f"kring.{OFFICE}.referrals.{LOUD}", b"{") for _ in range(n, n + 100))
            for each in await asyncio.gather(*nothing, return_exceptions=True):
                said[type(each).__name__] += 1
        assert said == {"PubAck": WAITING_REFERRALS, "ServiceUnavailableError": WAITING_REFERRALS}
        await calm.refer("kalm")
        await stage.start()
        await until(lambda: "kalm" in calm.answered, "the others are answered", within=60)
        await stage.rest()
        assert await receipts_of(stage.bus, LOUD) == WAITING_REFERRALS


async def test_who_never_reads_loses_their_own_oldest_receipts_and_nobody_elses(tmp_path: Path) -> None:
    async with office(tmp_path, started=False) as (stage, _):
        await publish_rows(stage.bus, [_receipt(CALM, 0)])
        for first in range(0, UNREAD_RECEIPTS + MOST, MOST):
            await publish_rows(stage.bus, [_receipt(LOUD, n) for n in range(first, first + MOST)])
        assert await receipts_of(stage.bus, LOUD) == UNREAD_RECEIPTS
        assert await receipts_of(stage.bus, CALM) == 1


def _receipt(system: str, n: int) -> Row:
    return Row(0, f"{system}-{n}", f"kring.{OFFICE}.receipts.{system}", RECEIPT_TYPE, "", "{}", 0)
