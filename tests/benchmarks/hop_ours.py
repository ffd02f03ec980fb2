"""`hop`, ours: matching as it ships, heard and told through the lane."""

import asyncio
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nats.aio.client import Client
from pydantic import SecretStr

from kring_matching.app import service
from kring_shared.kernel.clock import SystemClock
from kring_shared.runtime.bus.signing import Verifier
from kring_shared.runtime.running.running import Parts, Running
from kring_shared.runtime.settings import SharedSettings
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.vault.keystore import SqlKeyStore
from kring_shared.runtime.vault.vault import Vault
from tests.benchmarks.facts import lay_out, told


async def hop(
    client: Client, url: str, folder: Path, database_url: str, count: int, *, begin: Callable[[], None] = lambda: None
) -> float:
    """Give facts per second, from the service's start until the last fact that follows is on the bus."""
    await lay_out(client, count, service.name)
    database = Database(database_url, service.name)
    migrations.migrate(database, migrations.RUNTIME, service.migrations)
    database.close()
    vault_database = Database(f"sqlite:///{folder}/vault-{secrets.token_hex(4)}.db", "vault")
    migrations.migrate(vault_database, migrations.VAULT)
    key = secrets.token_bytes(32)
    shared = SharedSettings(nats_url=url)
    parts = Parts(
        shared,
        Vault(SqlKeyStore(vault_database), {"*": key}),
        Verifier(Ed25519PrivateKey.generate().public_key().public_bytes_raw()),
        SystemClock(),
        shared.offices(),
    )
    running = Running(service, service.settings(database_url=SecretStr(database_url)), parts)
    begin()
    start = time.perf_counter()
    await running.start()
    while await told(client) < 2 * count:  # noqa: ASYNC110 - the bus is asked, nothing here can tell
        await asyncio.sleep(0.02)
    taken = time.perf_counter() - start
    await running.stop()
    vault_database.close()
    return count / taken
