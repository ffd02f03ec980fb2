"""The Kring of a folder without its services: lock, bus and settings, for tools that work while it stands still."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from nats.aio.client import Client
from pydantic import SecretStr

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.bus.client import connect
from kring_shared.runtime.embedded.embedded import shared_settings, sqlite_url
from kring_shared.runtime.embedded.folder import KringFolder
from kring_shared.runtime.running import plugins
from kring_shared.runtime.running.assembly import Configured
from kring_shared.runtime.settings import SharedSettings, read_settings


@asynccontextmanager
async def bus_only(path: Path) -> AsyncIterator[tuple[Client, SharedSettings, list[Configured]]]:
    """Hold a folder and run its bus; gives a connection, the settings, and every installed service with its own.

    Raises:
        WrongSetup: no Kring ever worked in the folder.
        KringError: the folder is in use, or the bus cannot be started.
    """
    folder = KringFolder(path)
    if not folder.db.is_dir():
        raise WrongSetup(f"no Kring ever worked in {path}: name its folder with --dir, or a bus with --nats")
    await asyncio.to_thread(folder.open)
    try:
        async with bus_of(folder) as bus:
            yield bus
    finally:
        folder.close()


@asynccontextmanager
async def bus_of(folder: KringFolder) -> AsyncIterator[tuple[Client, SharedSettings, list[Configured]]]:
    """Run the bus of a folder that is held already; gives the same.

    Raises:
        KringError: the bus cannot be started.
    """
    with folder.nats_server() as server:
        shared = shared_settings(folder, server.url)
        connection = await connect(server.url)
        try:
            yield connection, shared, [_configured(folder, name) for name in plugins.service_names()]
        finally:
            await connection.close()


def _configured(folder: KringFolder, name: str) -> Configured:
    service = plugins.service(name)
    database = SecretStr(sqlite_url(folder.db / f"{name}.db"))
    return service, read_settings(service.settings, database_url=database)
