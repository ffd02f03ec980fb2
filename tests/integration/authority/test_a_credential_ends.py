"""A service whose credential ends while it works: it says so in one line and ends; nothing of it is lost."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import RequestReceived, SubmitReferral
from kring_shared.kernel.clock import SystemClock
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.authority.authority import Authority
from kring_shared.runtime.authority.tags import Wanted
from kring_shared.runtime.cli.operating.staying import look_after
from kring_shared.runtime.embedded.embedded import InFolder
from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.runtime.storage.tables import OUTBOX
from kring_shared.testing.waiting import until
from tests.architecture.tree import ROOT
from tests.integration.authority.bus import guarded_bus, pushed
from tests.integration.authority.table import CASE

UTRECHT = Wanted(offices=("utrecht",))
INTAKE = "intake_utrecht"
AT_WORK_SECONDS = 3
REFERRALS = (ROOT / "deploy" / "examples" / "referrals.jsonl").read_text().splitlines()


@dataclass
class Office:
    """One service of an office at work, and who lets it in."""

    authority: Authority
    server: NatsServer
    kring: InFolder
    credentials: Path

    async def start(self) -> None:
        await self.kring.go_to_work(self.server.url)

    async def ended(self) -> str:
        """Wait until the service ends as whoever runs it sees it; gives what that says."""
        with pytest.raises(WrongSetup) as why:
            await asyncio.wait_for(look_after(self.kring.running, asyncio.Event()), 30)
        await self.kring.rest()
        (line,) = str(why.value).splitlines()
        return line

    async def refers(self, n: int) -> str:
        client = await self.kring.client()
        manager = client.actor(Role.REGIONAL_MANAGER, "desk", "utrecht")
        return (await client.do(SubmitReferral(event=REFERRALS[n], channel="desk"), manager)).status

    async def received(self) -> int:
        """Count the requests that the stream holds."""
        bus = (await self.kring.admin()).jetstream()
        told = (await bus.stream_info("KRING", subjects_filter=RequestReceived.address("utrecht", "*"))).state.subjects
        return len(told or {})

    def gives_intake(self, credential: str) -> None:
        (self.credentials / "intake.creds").write_text(credential)

    def leaves_unsent(self) -> None:
        """Write a row as a service does that was disconnected before it could tell it."""
        [one] = self.kring.running
        row = {"seq": 999, "id": "f" * 32, "subject": RequestReceived.address("utrecht", CASE), "body": "{}"}
        with one.database.begin() as tx:
            tx.execute(insert(OUTBOX).values(type=RequestReceived.type(), key=CASE, told_ms=0, **row))


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[tuple[Authority, NatsServer]]:
    authority = Authority.make(tmp_path / "authority")
    with guarded_bus(tmp_path, authority) as server:
        yield authority, server


@pytest.fixture
async def office(tmp_path: Path, bus: tuple[Authority, NatsServer]) -> AsyncIterator[Office]:
    authority, server = bus
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "desk.creds").write_text(authority.let_in("desk", "desk", UTRECHT))
    (credentials / "admin.creds").write_text(authority.let_in("admin", "admin"))
    kring = InFolder(tmp_path / "kring", services=("intake",), credentials=credentials, serves=("utrecht",))
    kring.folder.open()
    yield Office(authority, server, kring, credentials)
    await kring.rest()
    kring.folder.close()


async def test_a_service_that_is_revoked_ends_and_with_a_new_credential_goes_on_where_it_was(office: Office) -> None:
    office.gives_intake(office.authority.let_in("intake", INTAKE, UTRECHT))
    await office.start()
    assert await office.refers(0) == "done"
    await until(office.kring.idle, "all is told")
    office.authority.revoke(INTAKE)
    await pushed(office.server, office.authority)
    [one] = office.kring.running
    await until(one.failed, "the service knows")
    office.leaves_unsent()
    told = await office.ended()
    assert told.startswith(f"the bus at 127.0.0.1:{office.server.port} refuses the credential ")
    assert "it was revoked, has run out or is of another bus; ask for a new one" in told
    with pytest.raises(WrongSetup, match="refuses the credential"):
        await office.start()
    await office.kring.rest()
    office.gives_intake(office.authority.let_in("intake", INTAKE, UTRECHT))
    await office.start()
    assert await office.refers(1) == "done"
    await until(office.kring.idle, "all is told")
    assert await office.received() == 3


async def test_a_service_whose_credential_runs_out_ends(office: Office) -> None:
    soon = SystemClock().now() + timedelta(seconds=AT_WORK_SECONDS)
    office.gives_intake(office.authority.let_in("intake", INTAKE, UTRECHT, until=soon))
    await office.start()
    assert "refuses the credential" in await office.ended()


async def test_a_service_that_was_revoked_while_the_bus_was_away_ends_when_it_comes_back(office: Office) -> None:
    office.gives_intake(office.authority.let_in("intake", INTAKE, UTRECHT))
    await office.start()
    office.server.kill9()
    [one] = office.kring.running
    await until(lambda: not one._client.is_connected, "the service knows that its bus is away")
    assert await one.failed() is None
    office.authority.revoke(INTAKE)
    trust = office.authority.trust(str(office.server.folder / "accounts-anew"))
    office.server.network = replace(office.server.network, trust=trust)
    await asyncio.to_thread(office.server.restart)
    assert "refuses the credential" in await office.ended()


async def test_a_service_outlives_a_bus_that_is_merely_started_anew(office: Office) -> None:
    office.gives_intake(office.authority.let_in("intake", INTAKE, UTRECHT))
    await office.start()
    office.server.kill9()
    await asyncio.to_thread(office.server.restart)
    [one] = office.kring.running
    await until(lambda: one._client.stats["reconnects"] == 1, "the service is back")
    assert await one.failed() is None
    assert await office.refers(0) == "done"
