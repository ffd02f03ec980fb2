"""The bus sends an answer wherever who asks wants it, whatever they may say there: of no use to a system."""

from pathlib import Path

import pytest

from kring_shared.contracts.intake import RequestReceived
from kring_shared.runtime.authority.authority import Authority
from kring_shared.runtime.authority.tags import Wanted, receipts_filters
from kring_shared.runtime.bus.streams import (
    BACKBONE,
    FACTS,
    RECEIPTS,
    REFERRALS,
    provision_receipts,
    provision_streams,
)
from kring_shared.testing.waiting import until
from tests.integration.authority.bus import Guest, guarded_bus, guest
from tests.integration.authority.table import CASE

FACT = RequestReceived.address("utrecht", CASE)
REFERRAL = "kring.utrecht.referrals.svo"
READS = (
    "$JS.API.CONSUMER.MSG.NEXT.RECEIPTS.svo",
    "$JS.API.CONSUMER.INFO.RECEIPTS.svo",
    "$JS.API.CONSUMER.RESET.RECEIPTS.svo",
    "$JS.ACK.RECEIPTS.svo.1.1.1.1.0",
    f"$JS.API.DIRECT.GET.RECEIPTS.{FACT}",
)


BODIES = (b"", b"{}", b'{"batch":1,"no_wait":true}', b"+ACK", b"+NXT 1")


async def messages(admin: Guest) -> dict[str, int]:
    js = admin.client.jetstream()
    return {name: (await js.stream_info(name)).state.messages for name in (FACTS, BACKBONE, REFERRALS, RECEIPTS)}


@pytest.mark.parametrize("call", ["DELETE", "PURGE"])
async def test_no_answer_that_a_system_aims_takes_a_stream_away_or_empties_it(call: str, tmp_path: Path) -> None:
    authority = Authority.make(tmp_path / "keys")
    svo = Wanted(offices=("utrecht",), system="svo")
    with guarded_bus(tmp_path, authority) as bus:
        async with (
            guest(bus, authority.let_in("admin", "admin"), "admin") as admin,
            guest(bus, authority.let_in("system", "svo", svo), "svo") as system,
        ):
            await provision_streams(admin.client)
            await provision_receipts(admin.client, "svo", receipts_filters("svo", ("utrecht",)))
            js = admin.client.jetstream()
            await js.publish(FACT, b"{}")
            before = await messages(admin)
            for stream in before:
                for asked in (REFERRAL, *READS):
                    for body in BODIES:
                        await system.client.publish(asked, body, reply=f"$JS.API.STREAM.{call}.{stream}")
            await system.told()
            expected = before | {REFERRALS: len(before) * len(BODIES)}

            async def is_all_there() -> bool:
                return await messages(admin) == expected

            await until(is_all_there, "every referral is kept, and nothing else changed")
