"""`kring portal run` as an operator runs it: programs of their own on a bus with permissions, asked over HTTP."""

import asyncio
import base64
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kring_portal.serving import MIGRATIONS
from kring_portal.signing.passwords import hashed
from kring_portal.store.accounts import Accounts
from kring_portal.store.hats import Hats
from kring_shared.contracts.actor import Role
from kring_shared.kernel.clock import SystemClock
from kring_shared.runtime.server.ports import HOST, free_port
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from tests.integration.a_bus_of_commands import make_bus, settings
from tests.integration.kring_command import environment, kring, said_line, staying
from tests.integration.portal.signing_in import PASSWORD
from tests.integration.watched import Watched

OFFICE, LOGIN = "utrecht", "sanne"


@dataclass
class Replica:
    """One replica of the portal, where it is asked and where it is watched."""

    process: "subprocess.Popen[str]"
    address: str
    watched: Watched

    def browser(self) -> httpx.Client:
        """Open a browser that reads English."""
        headers = {"accept-language": "en"}
        return httpx.Client(base_url=self.address, follow_redirects=True, timeout=60, headers=headers)


@dataclass
class Town:
    """What a portal is run with: a bus that lets in by credential, a database with an account, a service behind it."""

    env: dict[str, str]

    @contextmanager
    def replica(self, **more: str) -> Iterator[Replica]:
        """Run a portal until the end of the block."""
        port, watched = free_port(), Watched(free_port())
        env = self.env | {"KRING_PORTAL_LISTEN": f"{HOST}:{port}", "KRING_WATCH": watched.at} | more
        with staying("portal", "run", env=environment(more=env)) as process:
            said_line(process, "The portal is at")
            yield Replica(process, f"http://{HOST}:{port}", watched)


@contextmanager
def a_town(folder: Path) -> Iterator[Town]:
    """Run a bus with permissions and the conference service on it, and make an account of a coordinator."""
    edge = Ed25519PrivateKey.generate()
    bus = make_bus(folder)
    with bus.server("bus-1"):
        env = dict(settings(folder / "db", bus)) | {
            "KRING_CONFERENCE_DATABASE_URL": f"sqlite:///{folder}/db/conference.db",
            "KRING_EDGE_PUBLIC_KEY": _base64(edge.public_key().public_bytes_raw()),
        }
        admin = bus.let_in("services", "admin")
        assert kring("migrate", "conference", env={**env, "KRING_NATS_CREDS": str(admin)}).returncode == 0
        theirs = bus.let_in("services", "conference", "--office", OFFICE)
        ours = bus.let_in("services", "portal", "--office", OFFICE)
        with staying("run", "conference", env=environment(more={**env, "KRING_NATS_CREDS": str(theirs)})) as process:
            said_line(process, "conference.started")
            yield Town(_of_portal(folder, bus.where, ours, _base64(edge.private_bytes_raw())))


def _of_portal(folder: Path, where: dict[str, str], credential: Path, key: str) -> dict[str, str]:
    url = f"sqlite:///{folder}/db/portal.db"
    database, now = Database(url, "portal"), SystemClock().now()
    migrations.migrate(database, MIGRATIONS)
    account = Accounts(database).make(LOGIN, "Sanne", "en", now)
    Accounts(database).set(account.id, password=asyncio.run(hashed(PASSWORD)))
    Hats(database).give(account.id, OFFICE, Role.COORDINATOR, now)
    database.close()
    return where | {
        "KRING_SERVES": f'["{OFFICE}"]',
        "KRING_NATS_CREDS": str(credential),
        "KRING_PORTAL_DATABASE_URL": url,
        "KRING_PORTAL_EDGE_KEY": key,
        "KRING_PORTAL_SECOND_FACTOR": "false",
        "KRING_PORTAL_ASK_PER_HOUR": "4",
        "KRING_PORTAL_API_PER_MINUTE": "4",
    }


def _base64(key: bytes) -> str:
    return base64.b64encode(key).decode()
