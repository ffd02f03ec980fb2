"""A line between two buses that each have an authority of their own: what an office's server may say at the hub."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg

from kring_shared.contracts.intake import RequestReceived
from kring_shared.contracts.matching import LoanRequested
from kring_shared.runtime.authority.authority import Authority
from kring_shared.runtime.authority.tags import Wanted
from kring_shared.runtime.bus.streams import BACKBONE, provision_consumer, provision_streams
from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.runtime.server.network import LeafRemote
from kring_shared.testing.backbone import Hub, OfficeBus
from kring_shared.testing.servers import new_key
from kring_shared.testing.waiting import until
from tests.integration.authority.bus import guest, observer, pushed
from tests.integration.authority.table import CASE

UTRECHT = Wanted(offices=("utrecht",))
TOLD = LoanRequested.address("utrecht", CASE)
END = LoanRequested.address("utrecht", "f" * 32)


@dataclass
class Two:
    """The hub and one office, and who lets in at each."""

    hub: NatsServer
    bus: OfficeBus
    at_the_hub: Authority
    at_the_office: Authority

    @property
    def office(self) -> NatsServer:
        return self.bus.server


class Open(LeafRemote):
    """A line whose own end holds nothing back: what counts then is what the hub lets through."""

    def lines(self, stays_here: tuple[str, ...]) -> Iterator[str]:
        yield from (line for line in super().lines(stays_here) if "deny_" not in line)


@pytest.fixture
def open_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kring_shared.testing.backbone.LeafRemote", Open)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    at_the_hub, at_the_office = Authority.make(tmp_path / "hub-keys"), Authority.make(tmp_path / "office-keys")
    credential = tmp_path / "line.creds"
    credential.write_text(at_the_hub.let_in("line", "utrecht", UTRECHT))
    hub = Hub(tmp_path / "hub", key=new_key(), trust=at_the_hub.trust(str(tmp_path / "hub-accounts")))
    with hub:
        office = OfficeBus(
            tmp_path / "office",
            hub,
            key=new_key(),
            trust=at_the_office.trust(str(tmp_path / "office-accounts")),
            credentials=credential,
            account=at_the_office.account,
        )
        with office:
            yield Two(hub.servers[0], office, at_the_hub, at_the_office)


async def test_a_service_behind_a_line_tells_looks_up_hears_and_acknowledges_at_the_hub(two: Two) -> None:
    credential = two.at_the_office.let_in("matching", "matching_utrecht", UTRECHT)
    async with (
        guest(two.hub, two.at_the_hub.let_in("admin", "setting-up"), "setting-up") as admin,
        guest(two.office, credential, "matching_utrecht") as matching,
    ):
        await provision_streams(admin.client)
        await provision_consumer(admin.client, BACKBONE, "matching_utrecht", ["kring.*.backbone.matching.>"])
        js = matching.client.jetstream(domain="hub")
        assert (await js.publish(TOLD, b"{}")).stream == BACKBONE
        found = await js.get_last_msg(BACKBONE, TOLD, direct=True)
        assert found.seq == 1
        await js.reset_consumer(BACKBONE, "matching_utrecht")
        told = await js.pull_subscribe_bind("matching_utrecht", BACKBONE)
        [message] = await told.fetch(1, timeout=5)
        await message.ack_sync()
        info = await admin.client.jetstream().consumer_info(BACKBONE, "matching_utrecht")
        assert (info.ack_floor.stream_seq if info.ack_floor else None) == 1
        assert await matching.told() == []


@pytest.mark.usefixtures("open_line")
async def test_an_office_that_says_what_it_may_not_says_it_to_nobody_at_the_hub(two: Two) -> None:
    """Whoever runs an office's server can let anybody say anything there; the hub takes only what the line may."""
    said = [
        LoanRequested.address("gouda", CASE),
        RequestReceived.address("utrecht", CASE),
        RequestReceived.address("gouda", CASE),
        f"kring.utrecht.backbone.matching.never-written.v1.{CASE}",
        "kring.gouda.do.intake.triage-request.v1",
        "kring.utrecht.referrals.svo",
        "$JS.API.STREAM.DELETE.BACKBONE",
        "$JS.hub.API.STREAM.DELETE.BACKBONE",
        "$JS.hub.API.STREAM.INFO.BACKBONE",
        "$JS.hub.API.CONSUMER.CREATE.BACKBONE",
        "$JS.hub.API.CONSUMER.MSG.NEXT.BACKBONE.matching_gouda",
        "$JS.ACK.BACKBONE.matching_gouda.1.2.3.4.5",
        "_INBOX.setting-up.abc",
        "anything.else",
    ]
    arrived: list[str] = []

    async def note(message: Msg) -> None:
        arrived.append(message.subject)

    async with observer(two.hub, two.at_the_hub) as there, observer(two.office, two.at_the_office) as here:
        await there.subscribe(">", cb=note)
        await there.flush()
        await heard_across(here, arrived)
        for subject in (*said, TOLD, END):
            await here.publish(subject, b"")
        await until(lambda: END in arrived[-1:], "the last of it crossed the line")
        assert [subject for subject in arrived if subject in {*said, TOLD}] == [TOLD]


async def heard_across(here: Client, arrived: list[str]) -> None:
    """Wait until what is said here is heard at the hub: a line learns by and by who listens there."""

    async def crossed() -> bool:
        await here.publish(TOLD, b"")
        await here.flush()
        return bool(arrived)

    await until(crossed, "the line knows who listens")
    await here.publish(END, b"")
    await until(lambda: END in arrived[-1:], "nothing of the trial is left under way")
    arrived.clear()


@pytest.mark.usefixtures("open_line")
async def test_an_office_hears_nothing_of_what_is_said_at_the_hub_but_its_answers(two: Two) -> None:
    inbox = "_INBOX.matching_utrecht.abc"
    said = [TOLD, LoanRequested.address("gouda", CASE), RequestReceived.address("utrecht", CASE), "_INBOX.desk.abc"]
    arrived: list[tuple[str, bytes]] = []

    async def note(message: Msg) -> None:
        arrived.append((message.subject, message.data))

    async with observer(two.hub, two.at_the_hub) as there, observer(two.office, two.at_the_office) as here:
        for subject in (">", "kring.>", inbox, *said):
            await here.subscribe(subject, cb=note)
        await here.flush()

        async def crossed() -> bool:
            await there.publish(inbox, b"")
            await there.flush()
            return bool(arrived)

        await until(crossed, "the hub knows that the office listens")
        for subject in said:
            await there.publish(subject, b"")
        await there.publish(inbox, b"last")
        await until(lambda: (inbox, b"last") in arrived, "the last of it came")
        assert {subject for subject, _ in arrived} == {inbox}


async def test_a_line_that_is_revoked_is_cut_and_the_office_stays_alone(two: Two) -> None:
    async with observer(two.office, two.at_the_office) as here:
        two.at_the_hub.revoke("utrecht")
        await pushed(two.hub, two.at_the_hub)
        await asyncio.to_thread(two.bus.await_alone)
        await here.flush()  # the office's own server goes on
    await until(lambda: "authentication error" in two.hub.text(), "the hub turned the line away when it came back")
    assert not two.bus.linked
