"""A private bus with all that one service needs to live at it, and nothing else on it."""

import base64
import json
import os
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nats.aio.client import Client as Nats

from kring_shared.runtime.authority.authority import Authority
from kring_shared.runtime.authority.roles import ADMIN, DESK, SYSTEM
from kring_shared.runtime.authority.tags import Wanted
from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.bus.connecting import connect
from kring_shared.runtime.bus.signing import Signer
from kring_shared.runtime.bus.streams import REFERRALS, provision_consumer, provision_streams
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.private_files import make_private_folder, write_private
from kring_shared.runtime.running import plugins
from kring_shared.runtime.running.blueprint import declared_by
from kring_shared.runtime.running.running import durable_of, filters_of
from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.runtime.server.network import Network
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.vault.keystore import SqlKeyStore
from kring_shared.runtime.vault.vault import Vault
from kring_shared.testing.conformance.mailbox import Mailbox, a_mailbox
from kring_shared.testing.servers import new_key

OFFICE: Final = "utrecht"
NEIGHBOUR: Final = "amersfoort"
REFERS: Final = "svo"
"""The outside system that refers to the office."""
DENIED: Final = re.compile(r'(\w+) Violation.*Subject "([^"]+)"')
"""How a server writes down that it denied something."""
WRITES: Final = "notifications"
"""The service that gets a mail server."""
OF_TEST: Final = "KRING_"


@dataclass(frozen=True)
class House:
    """The bus, who may look at it, who signs actors, the vault, and the settings that the candidate gets."""

    service: Service
    declared: LaneBroker
    folder: Path
    server: NatsServer
    admin: Nats
    desk: Nats
    outside: Nats
    mailbox: Mailbox
    signer: Signer
    vault: Vault
    settings: Mapping[str, str]

    @property
    def consumers(self) -> Mapping[str, str]:
        """Name the candidate's consumer on each stream that it hears."""
        durable = durable_of(self.service, (OFFICE,))
        streams = [*filters_of(self.declared, (OFFICE,)), *([REFERRALS] if self.service.takes_referrals else [])]
        return dict.fromkeys(streams, durable)

    def environment(self, **more: str) -> dict[str, str]:
        """Give what a candidate's process gets: this environment without anybody's settings, and its own."""
        others = {name: value for name, value in os.environ.items() if not name.startswith(OF_TEST)}
        return others | dict(self.settings) | more

    @property
    def admins(self) -> Path:
        """Name the file with the credential of who sets the bus up."""
        return self.folder / f"{ADMIN}.creds"

    def denied(self) -> list[str]:
        """Say what the server denied the candidate, as it stands in the server's log."""
        whole = (self.server.folder / "nats.log").read_text(encoding="utf-8", errors="replace")
        lines = [line for line in whole.splitlines() if "Violation" in line]
        found = [DENIED.search(line) for line in lines]
        said = [f"{what[1].lower()} of {what[2]}" if what else line for what, line in zip(found, lines, strict=True)]
        return list(dict.fromkeys(said))


@asynccontextmanager
async def a_house(folder: Path, name: str) -> AsyncIterator[House]:
    """Run a bus for one service in a folder until the end of the block."""
    service = plugins.service(name)
    declared = declared_by(service)
    make_private_folder(folder)
    authority = Authority.make(folder / "authority")
    network = Network(trust=authority.trust(str(folder / "accounts")))
    edge = Ed25519PrivateKey.generate()
    office_key = os.urandom(32)
    database = Database(_vault_url(folder), "vault")
    migrations.migrate(database, migrations.VAULT)
    _let_in(folder, authority, service)
    with closing(database), NatsServer(folder / "bus", key=new_key(), network=network) as server:
        async with a_mailbox() as mailbox, _connected(folder, server.url) as (admin, desk, outside):
            await _provision(admin, service, declared)
            settings = _settings(folder, service.name, server.url, edge, office_key)
            yield House(
                service=service,
                declared=declared,
                folder=folder,
                server=server,
                admin=admin,
                desk=desk,
                outside=outside,
                mailbox=mailbox,
                signer=Signer(edge.private_bytes_raw()),
                vault=Vault(SqlKeyStore(database), {"*": office_key}),
                settings=settings | (mailbox.settings() if name == WRITES else {}),
            )


def _let_in(folder: Path, authority: Authority, service: Service) -> None:
    """Write a credential for the candidate, and for each of whoever else the suite plays at the bus."""
    here = Wanted(offices=(OFFICE,))
    for role, who, wanted in (
        (service.name, durable_of(service, (OFFICE,)), here),
        (DESK, DESK, here),
        (SYSTEM, REFERS, Wanted(offices=(OFFICE,), system=REFERS)),
        (ADMIN, ADMIN, Wanted()),
    ):
        write_private(folder / f"{role}.creds", authority.let_in(role, who, wanted))


@asynccontextmanager
async def _connected(folder: Path, url: str) -> AsyncIterator[tuple[Nats, ...]]:
    """Come in as each of those the suite plays, in the order in which they are named."""
    lines = []
    try:
        for role in (ADMIN, DESK, SYSTEM):  # closed one by one, also when the next cannot come in
            line = await connect(BusAddress((url,), folder / f"{role}.creds"), name=f"conform-{role}")
            lines.append(line)
        yield tuple(lines)
    finally:
        for line in reversed(lines):
            await line.close()


def _settings(folder: Path, name: str, url: str, edge: Ed25519PrivateKey, office_key: bytes) -> dict[str, str]:
    """Give what the candidate is told: what a service of its own would be told, and no more."""
    return {
        "KRING_DIR": str(folder / "own"),
        "KRING_NATS_URL": url,
        "KRING_NATS_CREDS": str(folder / f"{name}.creds"),
        "KRING_SERVES": json.dumps([OFFICE]),
        "KRING_VAULT_URL": _vault_url(folder),
        "KRING_OFFICE_KEYS": json.dumps({"*": _base64(office_key)}),
        "KRING_EDGE_PUBLIC_KEY": _base64(edge.public_key().public_bytes_raw()),
        "KRING_ERASURE_LEDGER": str(folder / "erased.jsonl"),
        f"KRING_{name.upper()}_DATABASE_URL": f"sqlite:///{folder}/{name}.db",
    }


def _vault_url(folder: Path) -> str:
    return f"sqlite:///{folder}/vault.db"


async def _provision(admin: Nats, service: Service, declared: LaneBroker) -> None:
    durable = durable_of(service, (OFFICE,))
    await provision_streams(admin)
    for stream, filters in filters_of(declared, (OFFICE,)).items():
        await provision_consumer(admin, stream, durable, filters)
    if service.takes_referrals is not None:
        await provision_consumer(admin, REFERRALS, durable, [f"kring.{OFFICE}.referrals.*"])


def _base64(key: bytes) -> str:
    return base64.b64encode(key).decode()
