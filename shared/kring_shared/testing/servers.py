"""Real servers for tests, one call each; every one listens on 127.0.0.1 and ends with its context."""

import base64
import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from kring_shared.runtime.server.config import Login
from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.testing.containers import note_use
from kring_shared.testing.postgres import (
    Postgres,
    PostgresMissing,
    for_sqlalchemy,
    postgres,
    postgres_missing,
    programs_missing,
    session_postgres,
)

__all__ = [
    "BrokerUnderTest",
    "Postgres",
    "PostgresMissing",
    "any_nats",
    "container_missing",
    "for_sqlalchemy",
    "nats_container",
    "nats_server",
    "postgres",
    "postgres_missing",
    "programs_missing",
    "session_postgres",
]


if TYPE_CHECKING:
    from kring_shared.testing.nats_container import NatsInContainer

IMAGE_SETTING: Final = "KRING_TEST_NATS_IMAGE"


class BrokerUnderTest(Protocol):
    """A broker as tests see it, wherever it runs."""

    @property
    def url(self) -> str:
        """What a client connects to."""

    @property
    def store(self) -> Path:
        """The folder with the raw files of its streams."""

    @property
    def alive(self) -> bool:
        """Whether it runs."""

    def kill9(self) -> None:
        """End it without warning."""

    def restart(self) -> object:
        """Start it again at the same address over the same store."""

    def stop(self) -> None:
        """End it in good order; `restart` starts it again."""

    def text(self) -> str:
        """Give the end of its log."""


@contextmanager
def nats_server(folder: Path, *, port: int = 0, login: Login | None = None) -> Generator[NatsServer]:
    """Run the wheel's broker in a folder (`tmp_path`) as the embedded mode runs it, under a key made for this test."""
    server = NatsServer(folder / "bus", key=new_key(), port=port, login=login)
    with server:
        yield server


@contextmanager
def nats_container(folder: Path, *, login: Login | None = None) -> Generator["NatsInContainer"]:
    """Run the image that `KRING_TEST_NATS_IMAGE` names, with the settings of the embedded broker."""
    from kring_shared.testing.nats_container import NatsInContainer  # noqa: PLC0415  # loads a whole Docker client

    note_use("NATS")
    server = NatsInContainer(os.environ[IMAGE_SETTING], folder / "bus", key=new_key(), login=login)
    try:
        yield server.start()
    finally:
        server.remove()


@contextmanager
def any_nats(folder: Path, *, login: Login | None = None) -> Generator[BrokerUnderTest]:
    """Run a broker in a container where `KRING_TEST_NATS_IMAGE` names an image, else the wheel's."""
    if container_missing():
        with nats_server(folder, login=login) as server:
            yield server
    else:
        with nats_container(folder, login=login) as container:
            yield container


def container_missing() -> str:
    """Say why no broker runs in a container here, as the reason of a skipped test; empty when one can."""
    return "" if os.environ.get(IMAGE_SETTING) else f"{IMAGE_SETTING} names no image of nats-server"


def new_key() -> str:
    """Make a stream key: 32 random bytes, base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode()
