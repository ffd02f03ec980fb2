"""The Kring that is looked at, as far as it can be reached: what is away keeps nobody from looking at the rest."""

import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from nats.aio.client import Client as Nats
from pydantic import SecretStr

from kring_shared.kernel.clock import Clock, SystemClock
from kring_shared.kernel.errors import BusAway, KringError, WrongSetup
from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.bus.connecting import connect
from kring_shared.runtime.cli.configured import shared_settings
from kring_shared.runtime.cli.doctor.finding import Finding, wrong
from kring_shared.runtime.cli.edge import Where, folder_of
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.embedded import embedded
from kring_shared.runtime.embedded.folder import KringFolder
from kring_shared.runtime.running import edges, plugins
from kring_shared.runtime.running.assembly import Configured
from kring_shared.runtime.running.divided_databases import apart, database_of
from kring_shared.runtime.settings import SharedSettings, read_settings
from kring_shared.runtime.storage.database import Database

OFFICE_KEY: Final = "office-any.key"
EDGE_KEY: Final = "edge.key"
FOLDERS_KEYS: Final = (OFFICE_KEY, EDGE_KEY)


@dataclass(frozen=True)
class Patient:
    """One Kring, its settings, its services, and a connection to its bus where there is one."""

    shared: SharedSettings
    services: tuple[Configured, ...]
    not_set_up: tuple[Finding, ...]
    """What is wrong with the settings of services that are left out."""
    office: str
    """The one office that is asked; empty for every one."""
    clock: Clock
    folder: KringFolder | None = None
    """The folder of an embedded Kring; none for one that settings describe."""
    connection: Nats | None = None
    no_connection: str = ""
    """Why there is none."""

    @property
    def embedded(self) -> bool:
        """Whether it is the Kring of a folder, on this machine alone."""
        return self.folder is not None

    @property
    def bus(self) -> Nats:
        """Give the connection.

        Raises:
            BusAway: there is none.
        """
        if self.connection is None:
            raise BusAway(self.no_connection)
        return self.connection

    def offices(self) -> tuple[str, ...]:
        """Give the offices that are asked; raises `WrongSetup` when the file of offices cannot be read."""
        return (self.office,) if self.office else self.served()

    def served(self) -> tuple[str, ...]:
        """Give the offices this Kring serves; raises `WrongSetup` when the file of offices cannot be read."""
        return tuple(self.shared.offices()) if "*" in self.shared.serves else self.shared.serves

    def databases(self) -> list[tuple[Service, Database]]:
        """Give each service's database, or each office's where they are divided; the caller closes them."""
        return [
            (service, database_of(service.name, settings, one))
            for service, settings in self.services
            for one in apart(self.shared)
        ]

    def databases_of_edges(self) -> list[tuple[edges.Edge, Database]]:
        """Give the database of each edge that worked in this folder; the caller closes them."""
        if self.folder is None:
            return []
        places = [(edge, self.folder.db / f"{edge.name}.db") for edge in edges.installed()]
        return [(edge, Database(embedded.sqlite_url(place), edge.name)) for edge, place in places if place.is_file()]


@asynccontextmanager
async def reached(
    where: Where, services: tuple[str, ...], office: str, clock: Clock | None = None
) -> AsyncIterator[Patient]:
    """Reach a Kring as far as possible.

    Raises:
        WrongSetup: no Kring ever worked in the folder, or a setting of all services is wrong.
    """
    folder = None if where.bus else KringFolder(folder_of(where.directory))
    shared = of_folder(folder) if folder else shared_settings().model_copy(update={"nats_url": where.bus})
    set_up, not_set_up = _services(services or tuple(plugins.service_names()), folder)
    connection, no_connection = await _connected(shared, where, folder)
    try:
        yield Patient(shared, set_up, not_set_up, office, clock or SystemClock(), folder, connection, no_connection)
    finally:
        if connection is not None:
            await connection.close()


def of_folder(folder: KringFolder) -> SharedSettings:
    """Read the settings of the Kring in a folder, and make nothing: a key that is gone must be noticed, not replaced.

    Raises:
        WrongSetup: no Kring ever worked there.
    """
    if not folder.db.is_dir():
        raise WrongSetup(f"no Kring ever worked in {folder.path}: name its folder with --dir, or a bus with --nats")
    running, there = folder.read_running(), {name for name in FOLDERS_KEYS if (folder.path / "keys" / name).exists()}
    given: dict[str, Any] = {}
    if OFFICE_KEY in there:
        key = base64.b64encode(folder.keys.office_key("any")).decode()
        given["office_keys"] = SecretStr(json.dumps({"*": key}))
    if EDGE_KEY in there:
        given["edge_public_key"] = base64.b64encode(folder.keys.edge_public_key()).decode()
    return read_settings(
        SharedSettings,
        nats_url=running.nats_url if running else "",
        vault_url=SecretStr(embedded.sqlite_url(folder.db / "vault.db")),
        erasure_ledger=folder.ledger,
        **given,
    )


def _services(names: tuple[str, ...], folder: KringFolder | None) -> tuple[tuple[Configured, ...], tuple[Finding, ...]]:
    found: list[Configured] = []
    missing: list[Finding] = []
    for name in names:
        try:
            service = plugins.service(name)
            given = {"database_url": SecretStr(embedded.sqlite_url(folder.db / f"{name}.db"))} if folder else {}
            found.append((service, read_settings(service.settings, **given)))
        except WrongSetup as error:
            missing.append(wrong(name, str(error), "set it, or name with --service what is set up here"))
    return tuple(found), tuple(missing)


async def _connected(shared: SharedSettings, where: Where, folder: KringFolder | None) -> tuple[Nats | None, str]:
    if folder and not shared.nats_url:
        return None, f"no Kring runs in {where.directory or folder.path}"
    try:
        return await connect(BusAddress.of(shared), name="kring-doctor"), ""
    except KringError as error:
        return None, str(error)
