"""A line as in earnest, behind certificates and with the hub's credential, that swallows everything for a while."""

import asyncio
from pathlib import Path

from nats.js.errors import NoStreamResponseError

from kring_shared.contracts.matching import LoanRequested
from kring_shared.runtime.bus.connecting import connect
from kring_shared.runtime.bus.streams import BACKBONE, provision_streams
from kring_shared.testing.backbone import HUB, Hub, OfficeBus
from kring_shared.testing.certificates import Certificates
from kring_shared.testing.let_in import line_of, papers_of_hub, papers_of_office
from kring_shared.testing.servers import new_key
from kring_shared.testing.waiting import until
from tests.integration.authority.table import CASE

TOLD = LoanRequested.address("utrecht", CASE)


async def test_a_secured_line_that_is_a_black_hole_is_given_up_and_made_anew(tmp_path: Path) -> None:
    certificates = Certificates(tmp_path / "certificates")
    at_hub = papers_of_hub(tmp_path / "hub-papers", certificates)
    at_office = papers_of_office(tmp_path / "office-papers", "utrecht", certificates)
    hub = Hub(tmp_path, key=new_key(), tls=at_hub.tls, trust=at_hub.trust)
    office = OfficeBus(
        tmp_path,
        hub,
        key=new_key(),
        tls=at_office.tls,
        trust=at_office.trust,
        credentials=line_of(at_hub, "utrecht"),
        account=at_office.authority.account,
    )
    with hub, office:
        admin = await connect(at_hub.address(hub.url, "admin"))
        await provision_streams(admin, only=(BACKBONE,))
        matching = await connect(at_office.address(office.url, "matching"))

        async def kept(body: bytes) -> bool:
            try:
                return (await matching.jetstream(domain=HUB).publish(TOLD, body, timeout=1)).domain == HUB
            except (NoStreamResponseError, TimeoutError):
                return False

        await until(lambda: kept(b"before"), "the hub keeps what the office tells")
        office.line.black_hole()
        await asyncio.to_thread(office.await_alone)
        assert not await kept(b"meanwhile")
        await asyncio.to_thread(office.heal)
        await until(lambda: kept(b"after"), "the hub keeps what the office tells")
        assert (await admin.jetstream().get_last_msg(BACKBONE, TOLD, direct=True)).data == b"after"
        await matching.close()
        await admin.close()
