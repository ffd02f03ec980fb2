"""A whole Kring on a disk whose power can be cut, and what it had acknowledged to somebody before that."""

import os
import random
import signal
from pathlib import Path
from time import monotonic, sleep
from typing import Final, Self

from kring_shared.contracts.actor import Actor
from kring_shared.contracts.envelope import Command, Receipt
from kring_shared.kernel.ids import derived_id
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.bus.signing import Signer
from kring_shared.runtime.embedded.folder import KringFolder
from kring_shared.testing.audit import kept_facts
from kring_shared.testing.chaos.fleet import Fleet, UrlOf, close, connect
from kring_shared.testing.chaos.starter import send
from kring_shared.testing.servers import Postgres
from tests.resilience.books import rows
from tests.resilience.power import Disk
from tests.resilience.town import Town

TOGETHER: Final = (("intake", "registry"), ("matching", "conference", "notifications"))
ENDED_WITHIN_SECONDS: Final = 30.0


class NotingClient(Client):
    """Notes which commands were answered as done."""

    done: list[tuple[str, str]]

    async def do(
        self, command: Command, actor: Actor, *, service: str = "", command_id: str = "", timeout: float = 10.0
    ) -> Receipt:
        """Send a command, and note its service and what the inbox calls it, once it is done."""
        receipt = await super().do(command, actor, service=service, command_id=command_id, timeout=timeout)
        if receipt.status == "done":
            noted_as = derived_id(command_id, f"command/{actor.office}")
            self.done.append((service or command.service, noted_as))
        return receipt


class PoweredFleet(Fleet):
    """Keeps its broker's store, databases, vault and keys on a disk; its clock and what it printed lie beside it."""

    client: NotingClient

    def __init__(
        self, disk: Disk, beside: Path, *, url_of: UrlOf | None = None, database: Postgres | None = None
    ) -> None:
        """Make the folder."""
        self.disk, self._database_server, self._dark = disk, database, False
        folder = KringFolder(disk.folder / "kring")
        folder.path.mkdir()
        (beside / "logs").mkdir()
        for name in ("logs", "clock"):
            (folder.path / name).symlink_to(beside / name)
        super().__init__(folder.path, TOGETHER, url_of=url_of)
        disk.sync()  # the empty databases are copies, which nobody synced

    async def start(self, *, services: bool = True) -> Self:
        """Start everything, with a client that notes what it was answered."""
        await super().start(services=services)
        self.client = NotingClient(self.connection, Signer(self.folder.keys.edge_private_key()), self.clock)
        self.client.done = []
        return self

    async def at_rest(self) -> bool:
        """Tell whether it rests; without power it does not."""
        return not self._dark and await super().at_rest()

    def power_goes(self, chance: random.Random) -> None:
        """Stop everybody where they stand, end the disk, and then them; the disk is there again, and nobody else.

        They are stopped first so that none of them answers anybody after the moment in which a real machine would be
        dark. This waits for nothing but their end, so that in this program as well nothing happens in between.
        """
        self._dark = True
        processes = [group.process for group in self.groups if group.process is not None]
        for group in self.groups:
            group.held = True
        for process in processes:
            send(process, signal.SIGSTOP)
        assert self.server.pid is not None
        os.kill(self.server.pid, signal.SIGSTOP)
        self.disk.cut(chance)
        for process in processes:
            send(process, signal.SIGKILL)
        self.server.kill9()
        if self._database_server is not None:
            self._database_server.kill9()
        give_up_at = monotonic() + ENDED_WITHIN_SECONDS
        while any(process.alive() for process in processes):
            assert monotonic() < give_up_at, "what was killed has not ended"
            sleep(0.005)
        for database in self.databases.values():
            database.close()
        self.server.stop()
        self.folder.close()
        self.disk.mount()

    def stores_are_back(self) -> None:
        """Start the broker and the database over what is left; no service runs yet."""
        self.folder.open()
        if self._database_server is not None:
            self._database_server.restart()
        self.server.restart()

    async def services_are_back(self) -> None:
        """Start the services, as any start of a Kring does it."""
        await self.provision()
        self.start_services()
        self._dark = False


async def gone(fleet: PoweredFleet, town: Town) -> list[str]:
    """Say what had been acknowledged to somebody, or heard by somebody, and is not in the stores any more.

    To be asked before the services are back: they tell the bus again what it lacks, and nobody would notice.
    """
    connection = await connect(fleet.server.url)
    kept = {fact.id for fact in await kept_facts(connection)}
    await close(connection)
    missing = [f"a fact that was heard: {fact_id}" for fact_id in sorted(town.heard - kept)]
    for name, database in fleet.databases.items():
        known = {row.id for row in rows(database, "SELECT id FROM inbox")}
        done = {command_id for service, command_id in fleet.client.done if service == name}
        missing += [f"{name} answered a command and does not know it: {one}" for one in sorted(done - known)]
    return missing
