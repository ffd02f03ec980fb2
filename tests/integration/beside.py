"""A second office beside the one a folder serves: its own database, and if wanted its own vault and office key."""

import base64
import json
import os
from typing import Any, Final

from nats.aio.client import Client as Nats
from pydantic import SecretStr

from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.embedded.embedded import Embedded, shared_settings, sqlite_url
from kring_shared.runtime.running import assembly
from kring_shared.runtime.settings import read_settings
from kring_shared.runtime.vault.vault import Vault

TOGETHER: Final = "together"
ONE_VAULT: Final = "one-vault"
APART: Final = "apart"
KINDS: Final = (TOGETHER, ONE_VAULT, APART)
"""One service for all; one each, over a vault both share; one each, with vaults that know nothing of each other."""


async def start_beside(kring: Embedded, bus: Nats, service: Service, office: str, kind: str) -> Vault:
    """Start a service for another office on the bus of a Kring, which stops it; give the vault that office has."""
    shared = shared_settings(kring.folder, kring.server.url, serves=(office,))
    if kind == APART:
        shared = shared.model_copy(update=_own(kring, office))
    url = SecretStr(sqlite_url(kring.folder.db / f"{service.name}-{office}.db"))
    there = [(service, read_settings(service.settings, database_url=url))]
    assembly.migrate(shared, there)
    given = assembly.parts(shared, kring.clock)
    await assembly.provision(bus, shared, there, given)
    kring.running += await assembly.start_all(there, given)
    return given.vault


def _own(kring: Embedded, office: str) -> dict[str, Any]:
    key = base64.b64encode(os.urandom(32)).decode()
    return {
        "vault_url": SecretStr(sqlite_url(kring.folder.db / f"vault-{office}.db")),
        "office_keys": SecretStr(json.dumps({office: key})),
        "erasure_ledger": kring.folder.ledger.with_name(f"ledger-{office}"),
    }
