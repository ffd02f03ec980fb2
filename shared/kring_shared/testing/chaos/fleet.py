"""A whole Kring as several processes: a broker, databases, and services that may die at any moment."""

import asyncio
import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Self

import nats
import nats.errors
from nats.aio.client import Client as Nats
from pydantic import SecretStr
from sqlalchemy import select

from kring_shared.contracts.actor import Role
from kring_shared.contracts.every_service import Ready, ReadyShown
from kring_shared.kernel.errors import KringError
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.bus.connecting import PING_SECONDS, PINGS_UNANSWERED
from kring_shared.runtime.bus.signing import Signer
from kring_shared.runtime.bus.streams import OF_FACTS, REFERRALS, api
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.embedded.embedded import shared_settings, sqlite_url
from kring_shared.runtime.embedded.folder import KringFolder
from kring_shared.runtime.running import assembly, plugins
from kring_shared.runtime.server.processes import Identity
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import ERRAND, to_ms
from kring_shared.testing.chaos import one_process
from kring_shared.testing.chaos.starter import send, starter
from kring_shared.testing.chaos.steered_clock import SteeredClock
from kring_shared.testing.empty_databases import with_empty_databases

WATCH_SECONDS: Final = 0.02
UrlOf = Callable[[str], str]


@dataclass
class Group:
    """Services that share a process, and how that process shall die: one instant for each start, then no more."""

    services: tuple[str, ...]
    deaths: deque[str] = field(default_factory=deque)
    process: Identity | None = None
    held: bool = False


class Fleet:
    """Start it with `async with`; processes that die are started again until they are held."""

    replicas: Literal[1, 3] = 1
    """How many servers keep each stream."""

    def __init__(
        self,
        folder: Path,
        groups: Iterable[tuple[str, ...]] = (),
        *,
        url_of: UrlOf | None = None,
        module: str = one_process.__name__,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Name the processes by the services in them: one process a service unless said otherwise.

        Args:
            folder: Keeps broker, databases, keys and logs.
            groups: Services that share a process.
            url_of: Gives the database of a service, or of `vault`; SQLite files unless given.
            module: Its `main` is what each process runs.
            environment: More settings of every process.
        """
        self.folder = KringFolder(with_empty_databases(folder))
        wanted = tuple(groups) or tuple((name,) for name in plugins.service_names())
        self.groups = [Group(services) for services in wanted]
        self.names = tuple(name for group in self.groups for name in group.services)
        self.deaths: Counter[str] = Counter()
        self._url_of = url_of or (lambda name: sqlite_url(self.folder.db / f"{name}.db"))
        self._module, self._more = module, dict(environment or {})

    async def start(self, *, services: bool = True) -> Self:
        """Start the broker, bring databases up to date, make the streams, and start every process."""
        self.folder.open()
        url = await self.start_bus()
        self.clock = SteeredClock(self.folder.path / "clock")
        self.shared = shared_settings(self.folder, url).model_copy(
            update={"vault_url": SecretStr(self._url_of("vault")), "replicas": self.replicas}
        )
        self.configured = [self._configured(name) for name in self.names]
        await asyncio.to_thread(assembly.migrate, self.shared, self.configured)
        self.connection = await self.come_in(url)
        self.client = Client(self.connection, Signer(self.folder.keys.edge_private_key()), self.clock)
        self.databases = {service.name: self._database(service.name) for service, _ in self.configured}
        await self.provision()
        if services:
            self.start_services()
        self._watching = asyncio.create_task(self._watch())
        return self

    async def start_bus(self) -> str:
        """Start what carries the messages, and give where it is."""
        self.server = self.folder.nats_server()
        await asyncio.to_thread(self.server.start)
        return self.server.url

    async def come_in(self, url: str) -> Nats:
        """Connect as whoever looks at the bus, and asks there."""
        return await connect(url)

    async def stop_bus(self) -> None:
        """End what carries the messages."""
        await asyncio.to_thread(self.server.stop)

    async def provision(self) -> None:
        """Make the streams and consumers, as whoever sets a bus up does."""
        given = assembly.parts(self.shared, self.clock)
        await assembly.provision(self.connection, self.shared, self.configured, given)

    def start_services(self) -> None:
        """Start every process that does not run, and keep them running from now on."""
        for group in self.groups:
            group.held = False
            self._start(group)

    def plan_deaths(self, service: str, instants: Sequence[str]) -> None:
        """Let the process of a service die at these instants (`after-commit:3`), one after each start."""
        self._group(service).deaths.extend(instants)

    def kill9(self, service: str) -> None:
        """End the process of a service without warning; it is started again."""
        group = self._group(service)
        if group.process is not None:
            send(group.process, signal.SIGKILL)

    async def hold(self, *services: str) -> None:
        """End the processes of these services (all of them when none is named) in good order; they stay down."""
        wanted = [group for group in self.groups if not services or set(services) & set(group.services)]
        for group in wanted:
            group.held = True
            if group.process is not None:
                send(group.process, signal.SIGTERM)
        async with asyncio.timeout(20):
            while any(group.process is not None and group.process.alive() for group in wanted):  # noqa: ASYNC110 - no children of ours
                await asyncio.sleep(WATCH_SECONDS)

    async def at_rest(self) -> bool:
        """Tell whether every process that is not held works, has told everything and has nothing left to hear."""
        at_work = [group for group in self.groups if not group.held]
        if not all(group.process is not None and group.process.alive() for group in at_work):
            return False
        names = [name for group in at_work for name in group.services]
        try:
            if any(await asyncio.gather(*(self._pending(s) for s, _ in self.configured if s.name in names))):
                return False
            shown = await asyncio.gather(*(self.ready(name) for name in names))
        except (KringError, nats.errors.Error, TimeoutError):
            return False
        told = all(one.ready and not one.unsent for one in shown)
        return told and not any(self._has_errands(name) for name in names)

    def _has_errands(self, service: str) -> bool:
        """Tell whether something is still carried out, or is due to be."""
        left = (ERRAND.c.state == "begun") | (ERRAND.c.due_ms <= to_ms(self.clock.now()))
        with self.databases[service].read() as tx:
            return tx.execute(select(ERRAND.c.id).where(left).limit(1)).first() is not None

    async def ready(self, service: str) -> ReadyShown:
        """Ask a service whether it is ready."""
        actor = self.client.actor(Role.REGIONAL_MANAGER, "manager-utrecht", "utrecht")
        return await self.client.ask(Ready(), actor, ReadyShown, service=service, timeout=1)

    async def settle(self, *, within: float = 30) -> None:
        """Wait until everything is at rest, told and written down, and nothing waits to be tried again."""
        async with asyncio.timeout(within):
            while True:
                if await self.at_rest():
                    shown = [await self.ready(name) for name in self.names]
                    if not any(one.unsent or one.parked for one in shown) and await self.at_rest():
                        return
                await asyncio.sleep(WATCH_SECONDS)

    def log_text(self) -> str:
        """Give everything the processes said."""
        return "".join(file.read_text(errors="replace") for file in sorted(self.folder.logs.glob("*.log")))

    async def stop(self) -> None:
        """End everything; the folder stays."""
        self._watching.cancel()
        await asyncio.gather(self._watching, return_exceptions=True)
        for group in self.groups:
            if group.process is not None:
                send(group.process, signal.SIGKILL)
        for database in self.databases.values():
            database.close()
        await close(self.connection)
        await self.stop_bus()
        self.folder.close()

    async def __aenter__(self) -> Self:
        """Start."""
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Stop."""
        await self.stop()

    def _configured(self, name: str) -> assembly.Configured:
        service = plugins.service(name)
        return service, service.settings(database_url=SecretStr(self._url_of(name)))

    def _database(self, name: str) -> Database:
        return Database(self._url_of(name), name)

    def _group(self, service: str) -> Group:
        return next(group for group in self.groups if service in group.services)

    def _start(self, group: Group) -> None:
        if group.process is not None and group.process.alive():
            return
        environment = self._environment() | {"KRING_DIE_AT": group.deaths.popleft() if group.deaths else ""}
        log = self.folder.logs / f"{group.services[0]}.log"
        group.process = starter().start(self._module, group.services, environment, log)

    def _environment(self) -> dict[str, str]:
        urls = {f"KRING_{name.upper()}_DATABASE_URL": self._url_of(name) for name in self.names}
        return {
            "KRING_NATS_URL": self.shared.nats_url,
            "KRING_VAULT_URL": self._url_of("vault"),
            "KRING_OFFICE_KEYS": self.shared.office_keys.get_secret_value(),
            "KRING_EDGE_PUBLIC_KEY": self.shared.edge_public_key,
            "KRING_NOTIFICATIONS_CHANNELS": '["console"]',
            one_process.CLOCK: os.fspath(self.folder.path / "clock"),
            **urls,
            **self._more,
        }

    async def _pending(self, service: Service) -> int:
        waiting = 0
        for stream in (*OF_FACTS, REFERRALS):
            said = await api(self.connection, f"CONSUMER.INFO.{stream}.{service.name}")
            waiting += int(said["num_pending"] + said["num_ack_pending"]) if "error" not in said else 0
        return waiting

    async def _watch(self) -> None:
        """Start again what died."""
        while True:
            for group in self.groups:
                if group.process is not None and not group.held and not group.process.alive():
                    self.deaths[group.services[0]] += 1
                    self._start(group)
            await asyncio.sleep(WATCH_SECONDS)


async def connect(url: str, credential: Path | None = None) -> Nats:
    """Connect as people do who come back however often the bus goes away."""

    async def quiet(_error: Exception) -> None:
        return

    return await nats.connect(
        url.split(","),
        user_credentials=credential,
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.1,
        ping_interval=PING_SECONDS,
        max_outstanding_pings=PINGS_UNANSWERED,
        error_cb=quiet,
    )


async def close(connection: Nats) -> None:
    """Close a connection; after a broker was killed this may raise what is nobody's business any more."""
    closing = asyncio.create_task(connection.close())
    await asyncio.wait((closing,), timeout=3)
    if not closing.done():
        closing.cancel()
    await asyncio.gather(closing, return_exceptions=True)
