"""A whole Kring in one process and one folder: its own bus, SQLite files, all services; for one machine, or a test."""

import asyncio
import base64
import json
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from nats.aio.client import Client as Nats
from pydantic import SecretStr

from kring_shared.kernel.clock import Clock, SystemClock
from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.bus.connecting import connect
from kring_shared.runtime.bus.signing import Signer
from kring_shared.runtime.embedded.folder import KringFolder
from kring_shared.runtime.embedded.keys import FolderKeys
from kring_shared.runtime.running import assembly, plugins
from kring_shared.runtime.running.at_work import AtWork
from kring_shared.runtime.running.running import Parts
from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.runtime.settings import SharedSettings, read_settings
from kring_shared.runtime.telemetry.counts import Counts

ADMIN: Final = "admin"
DESK: Final = "desk"


class InFolder(AtWork):
    """What an embedded Kring is but for its bus; several of these on leaf nodes are several offices."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock | None = None,
        services: tuple[str, ...] = (),
        credentials: Path | None = None,
        **settings: Any,  # noqa: ANN401 - any of SharedSettings' fields
    ) -> None:
        """Name the folder; nothing is made yet.

        Args:
            path: The folder, made when missing.
            clock: The time of all of them; the system's unless given.
            services: By name; all that are installed unless named.
            credentials: A folder with `<service>.creds` for each, `admin.creds` and `desk.creds`; None where the bus's
                address holds the login.
            settings: What else SharedSettings holds, such as `serves` and `backbone_domain`.
        """
        self.folder = KringFolder(path)
        self.clock = clock or SystemClock()
        self._names = services or tuple(plugins.service_names())
        self._credentials, self._settings = credentials, settings
        self.running = []
        self.counts = Counts()
        self.begins: assembly.Begins = assembly.nobody
        self._connections: list[Nats] = []

    @property
    def names(self) -> tuple[str, ...]:
        """Name the services, in the order they start."""
        return self._names

    async def go_to_work(self, nats_url: str) -> None:
        """Bring databases up to date, provision the bus and start every service; the folder must be open.

        Raises:
            KringError: a database is too new, the bus is away, …
        """
        self.shared = shared_settings(self.folder, nats_url, **self._settings)
        configured = [self._configured(name) for name in self._names]
        await asyncio.to_thread(assembly.migrate, self.shared, configured)
        given = self._parts(self.shared)
        await assembly.provision(await self.admin(), self.shared, configured, given)
        for one in configured:
            theirs = self._parts(self._shared_as(one[0].name)) if self._credentials else given
            self.running += await assembly.start_all([one], theirs, self.begins)

    async def rest(self) -> None:
        """Stop services and let go of the bus; nothing that was taken is lost."""
        await assembly.stop_all(self.running)
        self.running = []
        for connection in self._connections:
            await connection.close()
        self._connections.clear()

    async def admin(self) -> Nats:
        """Give a connection of who sets the bus up, and may look at its streams."""
        return await self._connect(ADMIN)

    async def client(self) -> Client:
        """Give a client that may sign actors."""
        signer = Signer(self.folder.keys.edge_private_key())
        return Client(await self._connect(DESK), signer, self.clock)

    def _parts(self, shared: SharedSettings) -> Parts:
        return replace(assembly.parts(shared, self.clock), counts=self.counts)

    def _shared_as(self, who: str) -> SharedSettings:
        file = self._credentials / f"{who}.creds" if self._credentials else None
        return self.shared.model_copy(update={"nats_creds": file})

    async def _connect(self, who: str) -> Nats:
        connection = await connect(BusAddress.of(self._shared_as(who)))
        self._connections.append(connection)
        return connection

    def _configured(self, name: str) -> assembly.Configured:
        service = plugins.service(name)
        database = SecretStr(sqlite_url(self.folder.db / f"{name}.db"))
        return service, read_settings(service.settings, database_url=database)


class Embedded(InFolder):
    """Start it with `async with`; its folder keeps everything, and the next start goes on where this one stopped."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock | None = None,
        services: tuple[str, ...] = (),
        port: int = 0,
        **settings: Any,  # noqa: ANN401 - any of SharedSettings' fields
    ) -> None:
        """Name the folder; `services` are all that are installed unless named; port 0 takes a free one."""
        super().__init__(path, clock=clock, services=services, **settings)
        self._port = port

    async def start(self) -> Self:
        """Start the bus, bring databases up to date, start every service, and tell the folder what runs.

        Raises:
            KringError: the folder is in use or not writable, a port is taken, a database is too new, …
        """
        await asyncio.to_thread(self.folder.open)
        try:
            self.server: NatsServer = self.folder.nats_server(port=self._port)
            await asyncio.to_thread(self.server.start)
            await self.go_to_work(self.server.url)
            self.folder.write_running(self.server.url, {"bus": self.server.address})
        except BaseException:  # raised again: whatever it was, nothing of it stays at work
            await self.stop()
            raise
        return self

    async def stop(self) -> None:
        """Stop services, then the bus, and give the folder back; nothing that was taken is lost."""
        await self.rest()
        if hasattr(self, "server"):
            await asyncio.to_thread(self.server.stop)
        await asyncio.to_thread(self.folder.close)

    async def __aenter__(self) -> Self:
        """Start."""
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Stop."""
        await self.stop()


def shared_settings(folder: KringFolder, nats_url: str, **more: Any) -> SharedSettings:  # noqa: ANN401 - its own fields
    """Give the settings of the Kring in a folder: its bus, its vault, its keys.

    Raises:
        WrongSetup: a variable that settles something else is wrong.
    """
    return read_settings(
        SharedSettings,
        nats_url=nats_url,
        vault_url=SecretStr(sqlite_url(folder.db / "vault.db")),
        erasure_ledger=folder.ledger,
        office_keys=SecretStr(json.dumps({"*": base64.b64encode(folder.keys.office_key("any")).decode()})),
        edge_public_key=base64.b64encode(folder.keys.edge_public_key()).decode(),
        **more,
    )


def sqlite_url(path: Path) -> str:
    """Give the SQLAlchemy URL of an SQLite file."""
    return f"sqlite:///{path}"


def signer_of(path: Path) -> Signer:
    """Give the edge's signer of the Kring in a folder, for who may read its keys."""
    return Signer(FolderKeys(path.absolute() / "keys").edge_private_key())
