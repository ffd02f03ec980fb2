"""A bus made by typing: an authority, a server with the printed configuration, and who was let in by commands."""

import base64
import secrets
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kring_shared.runtime.server.binary import find_nats_server
from kring_shared.runtime.server.network import ServerTls
from kring_shared.runtime.server.ports import free_port, is_free
from kring_shared.testing.certificates import Certificates
from tests.integration.kring_command import environment, kring, said_line, staying

START_S = 20


def key() -> str:
    """Make 32 random bytes, base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


@dataclass
class BusOfCommands:
    """One bus, its authority and the folder in which its operator types."""

    folder: Path
    certificates: Certificates
    tls: ServerTls
    port: int = field(default_factory=free_port)
    leaf_port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """Give where it is."""
        return f"tls://127.0.0.1:{self.port}"

    @property
    def where(self) -> dict[str, str]:
        """Give the variables that name the bus."""
        return {"KRING_NATS_URL": self.url, "KRING_NATS_CA": str(self.certificates.ca)}

    @property
    def at(self) -> tuple[str, str]:
        """Name the authority."""
        return ("--at", str(self.folder / "authority"))

    def type(self, *words: str, **env: str) -> "subprocess.CompletedProcess[str]":
        """Type a command of the authority, and see that it works."""
        ended = self.typed(*words, **env)
        assert ended.returncode == 0, ended.stderr
        return ended

    def typed(self, *words: str, **env: str) -> "subprocess.CompletedProcess[str]":
        """Type a command of the authority in the operator's folder."""
        return kring(*words, *self.at, env=self.where | env)

    def file(self, name: str) -> Path:
        """Give the place of a credential."""
        return self.folder / f"{name}.creds"

    def let_in(self, group: str, name: str, *words: str, called: str = "") -> Path:
        """Let somebody in, and give their file."""
        file = self.file(called or name)
        self.type(group, "add", name, *words, "--out", str(file))
        return file

    @contextmanager
    def server(self, name: str, *words: str) -> Iterator[None]:
        """Run a server with the configuration that the command prints."""
        printed = self.type(
            *("authority", "config", "--name", name, "--listen", f"127.0.0.1:{self.port}"),
            *("--store", str(self.folder / name), "--ca", str(self.tls.ca)),
            *("--certificate", str(self.tls.certificate), "--key", str(self.tls.key), *words),
        )
        (self.folder / f"{name}.conf").write_text(printed.stdout, encoding="utf-8")
        with (
            (self.folder / f"{name}.log").open("wb") as log,
            subprocess.Popen(
                [find_nats_server(), "-c", self.folder / f"{name}.conf"],
                env=environment(more={"KRING_STREAM_KEY": f'"{key()}"'}),
                stderr=log,
            ) as process,
        ):
            try:
                _wait_for(self.port, process)
                yield
            finally:
                process.terminate()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    give_up = time.monotonic() + START_S
    while is_free(port):
        assert process.poll() is None, "the server ended"
        assert time.monotonic() < give_up, "the server did not start"
        time.sleep(0.05)


def make_bus(folder: Path) -> BusOfCommands:
    """Make an authority by its command, and a certificate for the server."""
    certificates = Certificates(folder / "tls")
    bus = BusOfCommands(folder, certificates, certificates.server("bus"))
    bus.type("authority", "new")
    return bus


def settings(folder: Path, bus: BusOfCommands, **more: str) -> Mapping[str, str]:
    """Give the environment of services of one office over SQLite."""
    folder.mkdir(exist_ok=True)
    edge = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    return bus.where | {
        "KRING_SERVES": '["utrecht"]',
        "KRING_VAULT_URL": f"sqlite:///{folder}/vault.db",
        "KRING_INTAKE_DATABASE_URL": f"sqlite:///{folder}/intake.db",
        "KRING_OFFICE_KEYS": f'{{"*": "{key()}"}}',
        "KRING_EDGE_PUBLIC_KEY": base64.b64encode(edge).decode(),
        **more,
    }


@contextmanager
def intake(env: Mapping[str, str], credential: Path) -> Iterator[None]:
    """Run intake, as its container does."""
    with staying("run", "intake", env=environment(more={**env, "KRING_NATS_CREDS": str(credential)})) as process:
        said_line(process, "intake.started")
        yield
        process.terminate()
        assert process.wait(30) == 0
