"""What a system that may refer, and nothing else, can do with headers by which a bus is told what to do: nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from nats.js.errors import APIError

from kring_shared.contracts.intake import RequestReceived
from kring_shared.runtime.authority.authority import Authority
from kring_shared.runtime.authority.tags import Wanted
from kring_shared.runtime.bus.streams import (
    BACKBONE,
    FACTS,
    RECEIPTS,
    REFERRALS,
    provision_consumer,
    provision_streams,
)
from kring_shared.runtime.bus.wire import MESSAGE_ID
from kring_shared.runtime.lane import fetch
from tests.integration.authority.bus import Guest, guarded_bus, guest
from tests.integration.authority.table import CASE

FACT = RequestReceived.address("utrecht", CASE)
SVO, ZORG = "kring.utrecht.referrals.svo", "kring.utrecht.referrals.zorg"
ID = "019aa000000070008000000000000fac"


@pytest.fixture
async def bus(tmp_path: Path) -> AsyncIterator[dict[str, Guest]]:
    authority = Authority.make(tmp_path / "keys")
    svo, zorg = (Wanted(offices=("utrecht",), system=name) for name in ("svo", "zorg"))
    with guarded_bus(tmp_path, authority) as server:
        async with (
            guest(server, authority.let_in("admin", "admin"), "admin") as admin,
            guest(server, authority.let_in("system", "svo", svo), "svo") as one,
            guest(server, authority.let_in("system", "zorg", zorg), "zorg") as other,
        ):
            await provision_streams(admin.client)
            for who, subject in ((admin, FACT), (other, ZORG)):
                await who.client.jetstream().publish(subject, b"{}", headers={MESSAGE_ID: ID})
            yield {"admin": admin, "svo": one, "zorg": other}


async def counted(admin: Guest) -> dict[str, int]:
    js = admin.client.jetstream()
    return {name: (await js.stream_info(name)).state.messages for name in (FACTS, BACKBONE, REFERRALS, RECEIPTS)}


@pytest.mark.parametrize(
    "header",
    [
        {"Nats-Rollup": "all"},
        {"Nats-Rollup": "sub"},
        {"Nats-TTL": "1s"},
        {"Nats-TTL": "never"},
        {"Nats-Schedule": "@every 1s", "Nats-Schedule-Target": FACT},
        {"Nats-Schedule": "@at 2030-01-01T00:00:00Z", "Nats-Schedule-Target": ZORG},
        {"Nats-Incr": "1"},
        {"Nats-Batch-Id": "b", "Nats-Batch-Sequence": "1", "Nats-Batch-Commit": "1"},
        {"Nats-Expected-Stream": FACTS},
        {"Nats-Expected-Last-Sequence": "7"},
        {"Nats-Expected-Last-Subject-Sequence": "7"},
        {"Nats-Expected-Last-Msg-Id": ID[::-1]},
    ],
    ids=str,
)
async def test_a_header_that_tells_the_bus_what_to_do_is_refused_and_changes_nothing(
    bus: dict[str, Guest], header: dict[str, str]
) -> None:
    before = await counted(bus["admin"])
    with pytest.raises(APIError):
        await bus["svo"].client.jetstream().publish(SVO, b"{}", headers=header)
    assert await counted(bus["admin"]) == before


async def test_whoever_says_that_they_expect_what_is_there_learns_no_more_than_that_their_own_is_kept(
    bus: dict[str, Guest],
) -> None:
    """A referral is refused when another came in between, so a system can hold up itself and nobody else."""
    headers = {"Nats-Expected-Last-Subject-Sequence": "0"}
    kept = await bus["svo"].client.jetstream().publish(SVO, b"{}", headers=headers)
    assert (kept.stream, kept.seq, bool(kept.duplicate)) == (REFERRALS, 2, False)
    with pytest.raises(APIError):
        await bus["svo"].client.jetstream().publish(SVO, b"{}", headers=headers)
    assert (await bus["zorg"].client.jetstream().publish(ZORG, b"{}")).seq == 3


async def test_an_id_that_a_fact_has_or_will_have_takes_nothing_from_it(bus: dict[str, Guest]) -> None:
    admin = bus["admin"].client
    later = ID[::-1]
    for known in (ID, later):
        await bus["svo"].client.jetstream().publish(SVO, b"{}", headers={MESSAGE_ID: known})
    told = await admin.jetstream().publish(FACT, b"{}", headers={MESSAGE_ID: later})
    assert (told.stream, told.seq, bool(told.duplicate)) == (FACTS, 2, False)


async def test_what_a_referral_calls_itself_is_neither_its_id_nor_its_kind_here(bus: dict[str, Guest]) -> None:
    admin = bus["admin"].client
    await provision_consumer(admin, REFERRALS, "intake_utrecht", [SVO])
    forged = {MESSAGE_ID: "x" * 32, "ce-id": ID, "ce-type": RequestReceived.type(), "KV-Operation": "PURGE"}
    await bus["svo"].client.jetstream().publish(SVO, b"{}", headers=forged)
    heard = await admin.jetstream().pull_subscribe_bind("intake_utrecht", REFERRALS)
    [message] = await heard.fetch(1, timeout=5)
    found = fetch.ingress(RequestReceived)(admin, message)
    assert found.id not in {ID, "x" * 32}
    assert (found.kind, found.office) == (f"ingress/{RequestReceived.kind()}", "utrecht")
    assert (await counted(bus["admin"]))[REFERRALS] == 2
