"""What each role does all day goes through: telling, hearing, looking up, answering, referring, reading receipts."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import nats.errors
import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg

from kring_shared.contracts.conference import PlanAccepted
from kring_shared.contracts.intake import RequestReceived
from kring_shared.runtime.authority.authority import Authority
from kring_shared.runtime.authority.tags import Wanted, receipts_filters
from kring_shared.runtime.bus.streams import (
    FACTS,
    REFERRALS,
    provision_consumer,
    provision_receipts,
    provision_streams,
    receipts_inbox,
)
from kring_shared.runtime.bus.wire import Row
from kring_shared.runtime.lane.relay import publish_rows
from kring_shared.runtime.server.nats_server import NatsServer
from tests.integration.authority.bus import Guest, guarded_bus, guest
from tests.integration.authority.table import CASE

UTRECHT = Wanted(offices=("utrecht",))
WITHIN = 2.0


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority.make(tmp_path / "authority")


@pytest.fixture
def server(tmp_path: Path, authority: Authority) -> Iterator[NatsServer]:
    with guarded_bus(tmp_path, authority) as server:
        yield server


@asynccontextmanager
async def let_in(
    server: NatsServer, authority: Authority, *users: tuple[str, str, Wanted]
) -> AsyncIterator[list[Guest]]:
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(guest(server, authority.let_in(role, name, wanted), name))
            for role, name, wanted in users
        ]


async def pull(client: Client, stream: str, durable: str) -> Msg:
    """Fetch one message as the lane does, and give it."""
    inbox = client.new_inbox()
    subscription = await client.subscribe(inbox)
    body = json.dumps({"batch": 1, "expires": 1_000_000_000}).encode()
    await client.publish(f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}", body, reply=inbox)
    return await subscription.next_msg(WITHIN)


async def test_a_service_tells_looks_up_hears_and_acknowledges(authority: Authority, server: NatsServer) -> None:
    subjects = [RequestReceived.address("utrecht", f"{n:032x}") for n in range(20)]
    async with let_in(
        server,
        authority,
        ("admin", "setting-up", Wanted()),
        ("intake", "intake_utrecht", UTRECHT),
        ("registry", "registry_utrecht", UTRECHT),
    ) as (admin, intake, registry):
        await provision_streams(admin.client)
        await provision_consumer(admin.client, FACTS, "registry_utrecht", ["kring.utrecht.office.intake.>"])
        many = [
            Row(n, f"{n:032x}", subject, RequestReceived.type(), CASE, "{}", 0) for n, subject in enumerate(subjects)
        ]
        assert await publish_rows(intake.client, many) == list(range(1, 21))  # one atomic batch
        js = intake.client.jetstream()
        found = await js.get_last_msg(FACTS, subjects[3], direct=True)
        assert found.seq == 4
        first = await pull(registry.client, FACTS, "registry_utrecht")
        await first.ack_sync()
        await registry.client.jetstream().reset_consumer(FACTS, "registry_utrecht")
        assert (await pull(registry.client, FACTS, "registry_utrecht")).subject == subjects[1]
        assert await intake.told() == await registry.told() == await admin.told() == []


async def test_a_service_answers_who_asked_it_and_answers_once(authority: Authority, server: NatsServer) -> None:
    asked: list[Msg] = []

    async def answer(message: Msg) -> None:
        asked.append(message)
        await message.respond(b"done")

    async with let_in(server, authority, ("intake", "intake_utrecht", UTRECHT), ("desk", "desk-utrecht", UTRECHT)) as (
        intake,
        desk,
    ):
        await intake.client.subscribe("kring.utrecht.do.intake.>", cb=answer)
        await intake.client.flush()
        said = await desk.client.request("kring.utrecht.do.intake.triage-request.v1", b"{}", timeout=WITHIN)
        assert said.data == b"done"
        await asked[0].respond(b"once more")
        assert await intake.told() == [f"publish {asked[0].reply.lower()}"]


async def test_a_system_refers_and_reads_its_receipts_and_intake_erases_the_referral(
    authority: Authority, server: NatsServer
) -> None:
    svo = Wanted(offices=("utrecht",), system="svo")
    async with let_in(
        server,
        authority,
        ("admin", "setting-up", Wanted()),
        ("intake", "intake_utrecht", UTRECHT),
        ("system", "svo", svo),
    ) as (admin, intake, system):
        await provision_streams(admin.client)
        await provision_consumer(admin.client, REFERRALS, "intake_utrecht", ["kring.utrecht.referrals.*"])
        await provision_receipts(admin.client, "svo", receipts_filters("svo", ("utrecht",)))
        await system.client.jetstream().publish("kring.utrecht.referrals.svo", b"{}")
        referral = await pull(intake.client, REFERRALS, "intake_utrecht")
        assert await intake.client.jetstream().delete_msg(REFERRALS, 1)
        await referral.ack_sync()
        await intake.client.jetstream().publish("kring.utrecht.receipts.svo", b"taken")
        receipts = await system.client.subscribe(receipts_inbox("svo"))  # what came while it did not listen was kept
        assert (await receipts.next_msg(timeout=WITHIN)).data == b"taken"
        assert await intake.told() == await system.told() == []


async def test_a_case_s_id_is_told_to_nobody_who_does_not_have_it(authority: Authority, server: NatsServer) -> None:
    async with let_in(
        server, authority, ("admin", "setting-up", Wanted()), ("registry", "registry_utrecht", UTRECHT)
    ) as (admin, registry):
        await provision_streams(admin.client)
        for call, body in (
            ("STREAM.INFO.KRING", b'{"subjects_filter": ">"}'),
            ("STREAM.MSG.GET.KRING", b'{"seq": 1}'),
            ("DIRECT.GET.KRING", b'{"seq": 1}'),
            (f"DIRECT.GET.KRING.{PlanAccepted.address('utrecht', CASE)}", b""),
            ("CONSUMER.CREATE.KRING", b"{}"),
        ):
            with pytest.raises(nats.errors.TimeoutError):
                await registry.client.request(f"$JS.API.{call}", body, timeout=0.2)
            assert await registry.told() == [f"publish $js.api.{call}".lower()]
