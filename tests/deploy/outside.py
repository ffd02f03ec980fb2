"""The people of a Kring on Docker: they come in from outside over the published bus, with credentials and TLS."""

from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import nats.errors
from nats.aio.client import Client as Nats
from pydantic import SecretStr
from sqlalchemy import inspect, select, table
from sqlalchemy.exc import OperationalError

from kring_shared.kernel.errors import KringError
from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.bus.connecting import stay_connected
from kring_shared.runtime.bus.signing import Signer
from kring_shared.runtime.embedded.folder import KringFolder
from kring_shared.runtime.running import plugins
from kring_shared.runtime.settings import key_bytes
from kring_shared.testing.chaos.fleet import Fleet, Group
from kring_shared.testing.chaos.steered_clock import SteeredClock
from tests.deploy.project import Project
from tests.resilience.town import Town

AWAY: Final = (KringError, nats.errors.Error, TimeoutError, OperationalError)


class Outside(Fleet):
    """A fleet that others started: the engine starts again what dies, and the test reads what is published."""

    def __init__(self, project: Project, folder: Path) -> None:
        """Look at a project.

        Args:
            project: It runs.
            folder: What containers said and databases hold is laid down in it, to be searched for words.
        """
        self.project, self.folder, self._stack = project, KringFolder(folder), AsyncExitStack()
        self.names = tuple(plugins.service_names())
        self.groups = [Group((name,)) for name in self.names]
        self.deaths, self._said = Counter(), ""

    async def __aenter__(self) -> Self:
        """Connect: as an admin who reads, as a desk, and as a system that refers."""
        project = self.project
        self.clock = SteeredClock(project.driven / "clock")
        self.connection = await self._connected(project.let_in("admin"))
        desk = await self._connected(project.let_in("desk"))
        self.referring = await self._connected(project.referring_system())
        key = (project.papers / "secrets" / "edge.key").read_text(encoding="ascii").strip()
        self.client = Client(desk, Signer(key_bytes(key, "edge.key")), self.clock)
        services = [plugins.service(name) for name in self.names]
        self.configured = [
            (one, one.settings(database_url=SecretStr(project.database_url(one.name)))) for one in services
        ]
        self._url_of = project.database_url
        self.databases = {name: self._database(name) for name in self.names}
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Let go of everything; the containers stay."""
        for database in self.databases.values():
            database.close()
        await self._stack.aclose()

    async def at_rest(self) -> bool:
        """Tell whether every service works, has told everything, and has nothing left to hear or to carry out."""
        try:
            for service, _ in self.configured:
                if await self._pending(service):
                    return False
            shown = [await self.ready(name) for name in self.names]
            return all(one.ready and not one.unsent for one in shown) and not any(map(self._has_errands, self.names))
        except AWAY:
            return False

    def keep_logs(self, service: str) -> None:
        """Keep what a service's containers said, before they are replaced."""
        self._said += self.project.logs(service)

    def log_text(self) -> str:
        """Give everything that containers said."""
        return self._said + self.project.logs()

    def lay_down(self) -> None:
        """Write down all that containers said and that databases hold, for who searches for words in it."""
        self.folder.path.mkdir(parents=True, exist_ok=True)
        (self.folder.path / "logs").write_text(self.log_text(), encoding="utf-8")
        for name, database in self.databases.items():
            with database.read() as tx, (self.folder.path / f"{name}.rows").open("w", encoding="utf-8") as file:
                for there in inspect(tx).get_table_names(schema=database.schema):
                    for row in tx.execute(select("*").select_from(table(there))):
                        file.write(f"{there} {tuple(row)}\n")

    async def _connected(self, where: BusAddress) -> Nats:
        connection = await stay_connected(where, name="kring-test")
        self._stack.push_async_callback(connection.close)
        return connection


class TownOutside(Town):
    """People at the desk, a system that refers, and who looks on: each with a credential of their own."""

    def __init__(self, fleet: Outside) -> None:
        """Nobody has come yet."""
        super().__init__(fleet)
        self.sees_by = fleet.connection.jetstream
        self.refers_by = fleet.referring.jetstream
