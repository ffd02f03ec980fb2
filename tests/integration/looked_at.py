"""A Kring that is set up, and where nobody works: what `kring doctor` looks at, so that a test can spoil one thing."""

import base64
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kring_shared.kernel.clock import Clock, SystemClock
from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.bus.connecting import connect
from kring_shared.runtime.cli.configured import configured, shared_settings
from kring_shared.runtime.cli.doctor.checks import look
from kring_shared.runtime.cli.doctor.finding import Finding, State
from kring_shared.runtime.cli.doctor.patient import Patient, reached
from kring_shared.runtime.cli.edge import Where
from kring_shared.runtime.embedded.embedded import sqlite_url
from kring_shared.runtime.running import assembly, plugins
from kring_shared.testing.empty_databases import with_empty_databases

Found = Mapping[tuple[str, str], list[Finding]]
EDGE: Ed25519PrivateKey = Ed25519PrivateKey.generate()


def a_key() -> str:
    """Make a key as a setting holds it."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def settings_of(folder: Path, nats_url: str) -> dict[str, str]:
    """Lay databases, keys and a ledger in a folder, and give the variables that name them."""
    databases = with_empty_databases(folder) / "db"
    (folder / "apart").mkdir()
    (folder / "apart" / "erasures.jsonl").touch()
    (folder / "edge.key").touch(0o600)
    (folder / "edge.key").write_text(base64.b64encode(EDGE.private_bytes_raw()).decode())
    return {
        "KRING_NATS_URL": nats_url,
        "KRING_VAULT_URL": sqlite_url(databases / "vault.db"),
        "KRING_OFFICE_KEYS": f'{{"*": "{a_key()}"}}',
        "KRING_EDGE_PUBLIC_KEY": base64.b64encode(EDGE.public_key().public_bytes_raw()).decode(),
        "KRING_EDGE_KEY_FILE": str(folder / "edge.key"),
        "KRING_ERASURE_LEDGER": str(folder / "apart" / "erasures.jsonl"),
        **{
            f"KRING_{name.upper()}_DATABASE_URL": sqlite_url(databases / f"{name}.db")
            for name in plugins.service_names()
        },
    }


async def provisioned() -> None:
    """Make the streams and consumers of the Kring that the variables name."""
    shared = shared_settings()
    connection = await connect(BusAddress.of(shared))
    try:
        services = configured(tuple(plugins.service_names()))
        await assembly.provision(connection, shared, services, assembly.parts(shared))
    finally:
        await connection.close()


async def findings(clock: Clock | None = None, *services: str) -> Found:
    """Look at the Kring that the variables name; gives what was found, by head and what it is about."""
    found: dict[tuple[str, str], list[Finding]] = {}
    async with reached(Where(), services, "utrecht", clock) as patient:
        for part, one in await look(patient):
            found.setdefault((part, one.about), []).append(one)
    return found


def a_patient(clock: Clock | None = None, **settings: Any) -> Patient:  # noqa: ANN401 - any of SharedSettings' fields
    """Give a Kring of which nothing but settings is there."""
    shared = shared_settings().model_copy(update=settings)
    return Patient(shared, (), (), "", clock or SystemClock())


def states(found: Iterable[Finding]) -> list[State]:
    """Give how things are."""
    return [one.state for one in found]


def take_away(file: str) -> None:
    """Lose a file."""
    Path(file).unlink()


def is_there(file: str) -> bool:
    """Tell whether a file is there."""
    return Path(file).exists()


def write(file: str, text: str) -> None:
    """Put another text in a file."""
    Path(file).write_text(text)


def let_others_read(file: str) -> None:
    """Let everybody of this machine read a file."""
    Path(file).chmod(0o644)
