"""The key of a store from the environment of its server: the same key, whatever base64 makes of it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kring_shared.runtime.bus.connecting import connect
from kring_shared.runtime.private_files import write_private
from kring_shared.runtime.server import child
from kring_shared.runtime.server.answer import ask_broker
from kring_shared.runtime.server.binary import find_nats_server
from kring_shared.runtime.server.config import KEY_VARIABLE, BrokerSettings
from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.runtime.server.ports import HOST, free_port
from kring_shared.testing.servers import new_key
from kring_shared.testing.servers_monitor import wait_until
from tests.integration.mailbox import kept, mailbox

KEYS = {
    "what base64 may hold": "q//8+Zk/7hA0//tP1uV+xY2dE3fG4hI5jK6lM7nO8p=",
    "a comment to the server, were it not quoted": "//8+Zk/7hA0q/tP1uV+xY2dE3fG4hI5jK6lM7nO8pQ=",
    "a number, were it not quoted": "12345678901234567890123456789012",
}


@contextmanager
def from_the_environment(folder: Path, said: str) -> Iterator[str]:
    """Run a server that reads its key from its environment; gives its address."""
    port = free_port()
    settings = BrokerSettings(listen=f"{HOST}:{port}", store=str(folder / "bus" / "store"), key=KEY_VARIABLE)
    write_private(folder / "nats.conf", settings.text())
    program = child.Program(
        command=(str(find_nats_server()), "-c", str(folder / "nats.conf")),
        folder=folder,
        log=folder / "nats.log",
        environment=(("KRING_STREAM_KEY", said),),
    )
    server = child.start(program)
    try:
        wait_until(lambda: ask_broker(HOST, port), "the server answers")
        yield f"nats://{HOST}:{port}"
    finally:
        child.end(server, (signal.SIGTERM,), 10)


async def letters_in(url: str) -> list[bytes]:
    async with mailbox(url) as stream:
        return await kept(stream)


@pytest.mark.parametrize("key", KEYS.values(), ids=list(KEYS))
async def test_a_quoted_key_opens_the_store_that_was_written_with_it(tmp_path: Path, key: str) -> None:
    with NatsServer(tmp_path / "bus", key=key) as server:
        async with mailbox(server.url) as stream:
            await stream.publish("letters.new", b"hello")
    with from_the_environment(tmp_path, f'"{key}"') as url:
        assert await letters_in(url) == [b"hello"]


async def test_another_key_does_not_open_it(tmp_path: Path) -> None:
    with NatsServer(tmp_path / "bus", key=new_key()) as server:
        async with mailbox(server.url) as stream:
            await stream.publish("letters.new", b"hello")
    with from_the_environment(tmp_path, f'"{new_key()}"') as url:
        client = await connect(url)
        assert (await client.jetstream().account_info()).streams == 0
        await client.close()
