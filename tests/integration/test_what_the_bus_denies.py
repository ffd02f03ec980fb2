"""Who is denied something on the bus, and who is refused: one line that says so, and holds no case's id."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from nats.aio.client import Client
from nats.aio.subscription import Subscription
from structlog.testing import capture_logs

from kring_shared.contracts.intake import RequestReceived
from kring_shared.kernel.clock import SystemClock
from kring_shared.runtime.authority.authority import Authority
from kring_shared.runtime.authority.tags import Wanted
from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.bus.connecting import connect
from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.testing.waiting import until
from tests.integration.authority.bus import guarded_bus, pushed
from tests.integration.authority.table import CASE
from tests.integration.kring_command import kring

UTRECHT = Wanted(offices=("utrecht",))
DENIED = "bus.not-permitted"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority.make(tmp_path / "authority")


@pytest.fixture
def server(tmp_path: Path, authority: Authority) -> Iterator[NatsServer]:
    with guarded_bus(tmp_path, authority) as server:
        yield server


async def asked_and_answered(desk: Client, asked: Subscription) -> tuple[str, bytes]:
    """Ask, have it answered, and give where the answer went and what it was."""
    asking = asyncio.create_task(desk.request("kring.utrecht.ask.intake.ready.v1", b"{}", timeout=10))
    question = await asked.next_msg(10)
    await question.respond(b"answer")
    return ".".join(question.reply.split(".")[:2]), (await asking).data


def a_file(folder: Path, name: str, credential: str) -> Path:
    file = folder / f"{name}.creds"
    file.write_text(credential)
    return file


async def test_what_is_denied_is_logged_without_the_case_it_was_about(
    tmp_path: Path, authority: Authority, server: NatsServer
) -> None:
    file = a_file(tmp_path, "desk", authority.let_in("desk", "desk", UTRECHT))
    with capture_logs() as said:
        client = await connect(BusAddress((server.url,), file))
        await client.publish(RequestReceived.address("utrecht", CASE), b"{}")
        await client.subscribe(RequestReceived.address("gouda", CASE))
        await until(lambda: len(said) == 2, "both are denied")
        assert client.is_connected
        await client.close()
    assert [(line["event"], line["to"], line["subject"]) for line in said] == [
        (DENIED, "publish", "kring.utrecht.office.intake.request-received"),
        (DENIED, "subscription", "kring.gouda.office.intake.request-received"),
    ]
    assert CASE not in str(said)


async def test_whoever_has_a_credential_is_answered_where_nobody_else_may_listen(
    tmp_path: Path, authority: Authority, server: NatsServer
) -> None:
    service = await connect(
        BusAddress((server.url,), a_file(tmp_path, "i", authority.let_in("intake", "intake_utrecht", UTRECHT)))
    )
    address = BusAddress((server.url,), a_file(tmp_path, "d", authority.let_in("desk", "desk-of-anna", UTRECHT)))
    asked = await service.subscribe("kring.utrecht.ask.intake.>")
    await service.flush()
    desk = await connect(address)
    with capture_logs() as said:
        answer = await asked_and_answered(desk, asked)
        assert answer == ("_INBOX.desk-of-anna", b"answer")
        assert said == []
        await service.subscribe("_INBOX.desk-of-anna.>")
        await until(lambda: [line["subject"] for line in said] == ["_inbox.desk-of-anna.>"], "nobody else may listen")
    await desk.close()
    await service.close()


@pytest.mark.parametrize("why", ["revoked", "run out", "of another bus", "missing"])
async def test_ready_says_in_one_line_that_it_is_not_let_in(
    tmp_path: Path, authority: Authority, server: NatsServer, why: str
) -> None:
    past = SystemClock().now() - timedelta(hours=1) if why == "run out" else None
    other = Authority.make(tmp_path / "other") if why == "of another bus" else authority
    file = a_file(tmp_path, "desk", other.let_in("desk", "desk", UTRECHT, until=past))
    if why == "revoked":
        authority.revoke("desk")
        await pushed(server, authority)
    env = {} if why == "missing" else {"KRING_NATS_CREDS": str(file)}
    ended = kring("ready", "--nats", server.url, "--service", "intake", env=env)
    (line,) = ended.stderr.splitlines()
    assert ended.returncode == 2
    if why == "missing":
        assert line.endswith("lets nobody in without a credential: set KRING_NATS_CREDS")
    else:
        assert f"refuses the credential {file}: it was revoked, has run out or is of another bus" in line
