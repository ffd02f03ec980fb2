"""What a server of an office that lies can do to another office's consumer at the hub, and what it cannot."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import nkeys
from nats.aio.client import Client
from nats.js.api import ConsumerInfo

from kring_shared.contracts.matching import LoanRequested
from kring_shared.runtime.bus.address import SEED, TOKEN
from kring_shared.runtime.bus.streams import BACKBONE, provision_consumer, provision_streams
from kring_shared.runtime.server.ports import HOST
from kring_shared.testing.waiting import until
from tests.integration.authority.bus import guest
from tests.integration.authority.table import CASE
from tests.integration.authority.test_line import Two, two

__all__ = ["two"]
GOUDA: Final = LoanRequested.address("gouda", CASE)
THEIRS: Final = "matching_gouda"
TOLD: Final = 5
TAKEN: Final = 3
"""Delivered to the other office, and not acknowledged yet."""


@dataclass
class Liar:
    """Speaks a leaf's protocol by itself with an office's true credential, and says whatever it wants."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def says(self, subject: str, body: bytes, reply: str = "") -> bool:
        """Say something to the hub; tell whether it still listens to us afterwards."""
        words = " ".join(filter(None, ["LMSG", subject, reply, str(len(body))]))
        self.writer.write(words.encode() + b"\r\n" + body + b"\r\n")
        return await self.heard()

    async def heard(self) -> bool:
        self.writer.write(b"PING\r\n")
        await self.writer.drain()
        while line := await self.reader.readline():
            if line.startswith(b"PONG"):
                return True
        return False


@asynccontextmanager
async def liar(port: int, credential: str) -> AsyncIterator[Liar]:
    token, seed = TOKEN.search(credential), SEED.search(credential)
    assert token
    assert seed
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        nonce = json.loads((await reader.readline()).removeprefix(b"INFO "))["nonce"]
        proof = base64.urlsafe_b64encode(nkeys.from_seed(seed[1].encode()).sign(nonce.encode())).rstrip(b"=")
        said = {"jwt": token[1], "sig": proof.decode(), "server_id": "LIAR", "name": "liar", "domain": "utrecht"}
        writer.write(b"CONNECT " + json.dumps(said | {"headers": True, "jetstream": True}).encode() + b"\r\n")
        one = Liar(reader, writer)
        assert await one.heard()
        yield one
    finally:
        writer.close()


async def info_of(client: Client) -> ConsumerInfo:
    found: ConsumerInfo = await client.jetstream().consumer_info(BACKBONE, THEIRS)
    return found


async def floor_of(client: Client) -> int:
    found = (await info_of(client)).ack_floor
    return found.stream_seq if found else 0


async def told_and_taken(client: Client) -> None:
    """Let Gouda's service take some facts from its consumer, and acknowledge none."""
    await provision_streams(client, only=(BACKBONE,))
    await provision_consumer(client, BACKBONE, THEIRS, ["kring.*.backbone.matching.>"])
    for n in range(TOLD):
        await client.jetstream().publish(GOUDA, f'{{"n": {n}}}'.encode())
    inbox = client.new_inbox()
    taken = await client.subscribe(inbox)
    await client.publish(f"$JS.API.CONSUMER.MSG.NEXT.{BACKBONE}.{THEIRS}", str(TAKEN).encode(), reply=inbox)
    for _ in range(TAKEN):
        await taken.next_msg(5)


async def test_who_lies_acknowledges_what_another_took_but_nothing_that_it_did_not(two: Two) -> None:
    """The hub's server lets every acknowledgement of a line through, whatever its credential may say."""
    async with guest(two.hub, two.at_the_hub.let_in("admin", "setting-up"), "setting-up") as admin:
        await told_and_taken(admin.client)
        async with liar(two.bus.line._to[0], two.at_the_hub.rotate("utrecht")) as one:
            assert await one.says(f"$JS.ACK.{BACKBONE}.{THEIRS}.1.{TOLD}.{TOLD}.0.0", b"+ACK")
            assert await floor_of(admin.client) == 0
            assert await one.says(f"$JS.ACK.{BACKBONE}.{THEIRS}.1.2.2.0.0", b"+ACK")
            await until(lambda: _is(floor_of(admin.client), 2), "the lie counts")
            assert await one.says(f"$JS.ACK.{BACKBONE}.{THEIRS}.1.{TAKEN}.{TAKEN}.0.0", b"+NXT", "_INBOX_liar.abc")
            await until(lambda: _is(floor_of(admin.client), TAKEN), "it also takes the next one")
            assert (await info_of(admin.client)).num_pending == TOLD - TAKEN - 1
        await admin.client.jetstream().reset_consumer(BACKBONE, THEIRS, seq=1)
        found = await info_of(admin.client)
        assert (found.num_pending, await floor_of(admin.client)) == (TOLD, 0)  # set back, it brings all of it again


async def test_who_lies_has_the_hub_tell_a_fact_twice_but_none_under_another_name(two: Two) -> None:
    async with guest(two.hub, two.at_the_hub.let_in("admin", "setting-up"), "setting-up") as admin:
        await told_and_taken(admin.client)
        async with liar(two.bus.line._to[0], two.at_the_hub.rotate("utrecht")) as one:
            forged = LoanRequested.address("gouda", "e" * 32)
            assert await one.says(f"$JS.ACK.{BACKBONE}.{THEIRS}.1.{TAKEN}.{TAKEN}.0.0", b"+NXT", forged)
            js = admin.client.jetstream()
            await until(lambda: _is(_messages(admin.client), TOLD + 1), "the hub has told one again")
            kept = (await js.stream_info(BACKBONE, subjects_filter=">")).state.subjects
            assert kept == {GOUDA: TOLD + 1}
            assert (await js.get_msg(BACKBONE, TOLD + 1)).data == (await js.get_msg(BACKBONE, TAKEN + 1)).data


async def test_who_lies_about_a_fact_is_cut_off(two: Two) -> None:
    async with (
        guest(two.hub, two.at_the_hub.let_in("admin", "setting-up"), "setting-up") as admin,
        liar(two.bus.line._to[0], two.at_the_hub.rotate("utrecht")) as one,
    ):
        await provision_streams(admin.client, only=(BACKBONE,))
        assert await one.says(LoanRequested.address("utrecht", CASE), b"{}")
        assert not await one.says(GOUDA, b"{}")
        assert (await admin.client.jetstream().stream_info(BACKBONE)).state.messages == 1


async def _messages(client: Client) -> int:
    return (await client.jetstream().stream_info(BACKBONE)).state.messages


async def _is(found: Awaitable[int], wanted: int) -> bool:
    return await found == wanted
