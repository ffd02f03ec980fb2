"""Replicas as processes of their own over one bus and one set of databases, and people who keep them busy."""

import asyncio
import base64
import contextlib
import itertools
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterable, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nats.errors
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nats.aio.client import Client as Nats
from pydantic import SecretStr
from sqlalchemy import select

from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.envelope import Command, Fact
from kring_shared.kernel.clock import SystemClock
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.client import connect
from kring_shared.runtime.bus.signing import HEADER, Signer
from kring_shared.runtime.bus.wire import MESSAGE_ID, Row, headers_of
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.running import assembly
from kring_shared.runtime.running.divided_databases import apart, database_beside, database_of
from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.runtime.settings import ServiceSettings, SharedSettings
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import OUTBOX, PARKED, to_ms
from kring_shared.testing.audit import kept_facts
from kring_shared.testing.postgres import for_sqlalchemy, session_postgres
from kring_shared.testing.servers import nats_server
from kring_shared.testing.waiting import NeverHappened, until
from tests.integration.lane.guestbook import BookRow, Weather
from tests.integration.lane.messages import DoorOpened, GuestCame, SignBook
from tests.resilience.replica import DATABASE

ROOT = Path(__file__).parents[2]
COORDINATOR = "019aa0000000700080000000000000c0"
ENDS_SECONDS = 30
PATIENCE_SECONDS = 60
SLOW = pytest.mark.timeout(300)
"""Each replica is a program that starts from nothing; on a machine that has other work they take their time."""
PACE_SECONDS = 0.02


@dataclass
class Replica:
    """One process, and what it says."""

    process: "subprocess.Popen[bytes]"
    log: Path

    def said(self, event: str) -> list[dict[str, Any]]:
        """Give its log lines of an event."""
        lines = [line for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [found for line in lines if (found := json.loads(line)).get("event") == event]

    async def says(self, event: str) -> None:
        """Wait until it says something."""
        await until(lambda: self.said(event) or self._ended(), f"it says {event}", within=PATIENCE_SECONDS)
        assert self.said(event), self.log.read_text()

    def offices(self) -> list[str]:
        """Name the offices it works for, from what it says."""
        if self._ended():
            return []
        taken = [line["office"] for line in self.said("guestbook.office.taken")]
        for line in self.said("guestbook.office.given-back"):
            taken.remove(line["office"])
        return taken

    async def stop(self) -> float:
        """End it as an operator does, and give how many seconds that took; it ends well."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        await until(self._ended, "it ends", within=ENDS_SECONDS)
        assert self.process.returncode == 0, self.log.read_text()
        return time.monotonic() - began

    async def ends(self) -> int:
        """Wait until it ends by itself, and give its exit code."""
        await until(self._ended, "it ends", within=PATIENCE_SECONDS)
        return int(self.process.returncode)

    def kill(self) -> None:
        """End it without warning."""
        self.process.kill()
        self.process.wait()

    def _ended(self) -> bool:
        return self.process.poll() is not None


@dataclass
class House:
    """The bus, the databases, and what a replica must be told to work there."""

    server: NatsServer
    database_url: str
    shared: SharedSettings
    signer: Signer
    folder: Path
    bus: Nats
    service: Service = field(default_factory=lambda: Weather().service())
    _count: "itertools.count[int]" = field(default_factory=itertools.count)
    _running: list[Replica] = field(default_factory=list)

    @property
    def configured(self) -> list[assembly.Configured]:
        """Give the service as it is set up here."""
        return [(self.service, ServiceSettings(database_url=SecretStr(self.database_url)))]

    async def prepare(self) -> None:
        """Bring databases and bus up to date, as `kring migrate` does."""
        await asyncio.to_thread(assembly.migrate, self.shared, self.configured)
        await assembly.provision(self.bus, self.shared, self.configured, assembly.parts(self.shared))

    def replica(self, service: str = "guestbook", **more: str) -> Replica:
        """Start one, with more variables."""
        log = self.folder / f"replica-{next(self._count)}.log"
        ours = {name: value for name, value in os.environ.items() if not name.startswith("KRING_")}
        set_up = {
            "KRING_NATS_URL": self.server.url,
            "KRING_VAULT_URL": self.shared.vault_url.get_secret_value(),
            "KRING_OFFICE_KEYS": self.shared.office_keys.get_secret_value(),
            "KRING_EDGE_PUBLIC_KEY": self.shared.edge_public_key,
            "KRING_SERVES": json.dumps(self.shared.serves),
            "KRING_DIVIDED": json.dumps(self.shared.divided),
            DATABASE: self.database_url,
        }
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.resilience.replica", service],
                cwd=ROOT,
                env=ours | set_up | more,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._running.append(Replica(process, log))
        return self._running[-1]

    def beside(self, service: Service) -> "House":
        """Give another service on the same bus, with a database of its own."""
        more = database_beside(self.database_url, service.name, "-beside").engine.url
        url = more.render_as_string(hide_password=False)
        return replace(self, database_url=url, service=service)

    def end(self) -> None:
        """Kill what still runs."""
        for replica in self._running:
            if replica.process.poll() is None:
                replica.kill()

    @contextmanager
    def databases(self) -> Generator[dict[str, Database]]:
        """Give the database of each office, or of all together."""
        ((service, settings),) = self.configured
        found = {one.serves[0]: database_of(service.name, settings, one) for one in apart(self.shared)}
        yield found
        for database in found.values():
            database.close()

    def marks(self) -> dict[str, list[int]]:
        """Read the marks in every book."""
        found: dict[str, list[int]] = {}
        with self.databases() as databases:
            for database in databases.values():
                with database.read() as tx:
                    found |= {row.case_id: json.loads(row.marks) for row in tx.execute(select(table_of(BookRow)))}
        return found

    async def problems(self) -> list[str]:
        """Say what is lost, doubled, out of order or left over, in words."""
        found: list[str] = []
        kept = await kept_facts(self.bus)
        ours = [fact for fact in kept if fact.kind.startswith(f"{self.service.name}.")]
        places = {fact.id: fact.place for fact in ours}
        if len(places) != len(ours):
            found.append("facts stand in the stream twice")
        told: list[str] = []
        with self.databases() as databases:
            for office, database in databases.items():
                with database.read() as tx:
                    rows = tx.execute(select(OUTBOX.c.id, OUTBOX.c.key, OUTBOX.c.place).order_by(OUTBOX.c.seq)).all()
                    parked = tx.execute(select(PARKED.c.reason)).scalars().all()
                found += [f"{office}: parked, {reason}" for reason in parked]
                found += [f"{office}: told, and no place is known" for row in rows if row.place is None]
                told += [row.id for row in rows]
                last: dict[str, int] = {}
                for row in rows:
                    if places.get(row.id, 0) <= last.get(row.key, 0):
                        found.append(f"{office}: a fact stands before an earlier one of its case, or nowhere")
                    last[row.key] = places.get(row.id, 0)
        if len(told) != len(set(told)) or set(told) != set(places):
            found.append(f"{len(told)} facts were told, {len(places)} are in the stream")
        return found

    async def is_sound(self) -> None:
        """Wait until nothing is lost, doubled, out of order or left over."""
        problems: list[str] = []

        async def sound() -> bool:
            problems[:] = await self.problems()
            return not problems

        with contextlib.suppress(NeverHappened):
            await until(sound, "nothing is left over", within=5)
        assert problems == []

    async def open_doors(self, offices: Iterable[str], each: int) -> list[tuple[str, str]]:
        """Begin books; give office and case of each."""
        cases = [(office, new_id(SystemClock().now())) for office in offices for _ in range(each)]
        for office, case_id in cases:
            await self.tell(office, DoorOpened(case_id=case_id, coordinator_id=COORDINATOR))
        return cases

    async def tell(self, office: str, fact: Fact) -> None:
        """Tell a fact as another service does."""
        now = SystemClock().now()
        told = fact.stamped(office, now, "system")
        row = Row(0, new_id(now), told.address(office, told.key()), told.type(), told.key(), told.to_json().decode(), 0)
        row = row._replace(told_ms=to_ms(now))
        await self.bus.jetstream().publish(row.subject, row.body.encode(), headers=headers_of(row))


@asynccontextmanager
async def a_house(kind: str, folder: Path, *, serves: Sequence[str], divided: bool = False) -> AsyncIterator[House]:
    """Set everything up but the replicas, and clear it away."""
    edge = Ed25519PrivateKey.generate()
    urls = [f"sqlite:///{folder}/guestbook.db", f"sqlite:///{folder}/vault.db"]
    if kind == "postgresql":
        urls = [for_sqlalchemy(session_postgres().create_database())] * 2
    with nats_server(folder) as server:
        shared = SharedSettings(
            nats_url=server.url,
            vault_url=SecretStr(urls[1]),
            office_keys=SecretStr(json.dumps({"*": base64.b64encode(secrets.token_bytes(32)).decode()})),
            edge_public_key=base64.b64encode(edge.public_key().public_bytes_raw()).decode(),
            serves=tuple(serves),
            divided=divided,
        )
        bus = await connect(server.url)
        house = House(server, urls[0], shared, Signer(edge.private_bytes_raw()), folder, bus)
        try:
            await house.prepare()
            yield house
        finally:
            house.end()
            await bus.close()


class Callers:
    """People who sign books, many at once, each until answered; what nobody serves, they ask again."""

    def __init__(
        self,
        house: House,
        cases: Sequence[tuple[str, str]],
        asks: Callable[[str, int], Command] = lambda case_id, mark: SignBook(case_id=case_id, mark=mark),
    ) -> None:
        """Ask nothing yet; `asks` makes a command of a case and a mark."""
        self._house, self._cases, self._asks = house, cases, asks
        self._marks = itertools.count()
        self._over = False
        self.answered: list[tuple[float, str, int]] = []
        """When, in which book, which mark."""
        self.nobody = 0
        self.silent = 0
        self.strange: set[str] = set()

    @asynccontextmanager
    async def at_it(self, many: int, *, pause: float = 0.0) -> AsyncIterator[None]:
        """Let that many ask until the end of the block, and until each has the answer to its last question."""
        tasks = [asyncio.create_task(self._ask(pause)) for _ in range(many)]
        try:
            yield
        finally:
            self._over = True
            await asyncio.gather(*tasks)

    async def more(self, how_many: int) -> None:
        """Wait until so many more were answered."""
        wanted = len(self.answered) + how_many
        await until(lambda: len(self.answered) >= wanted, f"{how_many} more answers", within=PATIENCE_SECONDS)

    def longest_gap_ms(self) -> float:
        """Give the longest time without any answer."""
        moments = sorted(moment for moment, *_ in self.answered)
        return 1000 * max(b - a for a, b in itertools.pairwise(moments))

    async def _ask(self, pause: float) -> None:
        while not self._over:
            mark = next(self._marks)
            office, case_id = self._cases[mark % len(self._cases)]
            command, command_id = self._asks(case_id, mark), new_id(SystemClock().now())
            while not await self._answered(office, command, command_id):  # noqa: ASYNC110 - nobody says when there is one
                await asyncio.sleep(0.005)
            self.answered.append((time.monotonic(), case_id, mark))
            await asyncio.sleep(pause)

    async def _answered(self, office: str, command: Command, command_id: str) -> bool:
        now = SystemClock().now()
        actor = Actor(id="manager-1", role=Role.REGIONAL_MANAGER, office=office, purpose="run-the-route", issued_at=now)
        headers = {MESSAGE_ID: command_id, HEADER: self._house.signer.sign(actor)}
        try:
            answer = await self._house.bus.request(
                command.address(office), command.to_json(), headers=headers, timeout=20
            )
        except nats.errors.NoRespondersError:
            self.nobody += 1
            return False
        except (TimeoutError, nats.errors.Error):
            self.silent += 1
            return False
        said = json.loads(answer.data)
        if said["status"] != "done":
            self.strange.add(said["code"])
        return True


class Street:
    """Guests who come to every book in one order, until there were enough of them."""

    def __init__(self, house: House, cases: Sequence[tuple[str, str]]) -> None:
        """Nobody comes yet."""
        self._house, self._cases = house, cases
        self.came = 0

    @asynccontextmanager
    async def busy(self) -> AsyncIterator[None]:
        """Let guests come to every book until the end of the block."""
        over = asyncio.Event()
        coming = asyncio.create_task(self._come(over))
        try:
            yield
        finally:
            over.set()
            await coming

    async def _come(self, over: asyncio.Event) -> None:
        while not over.is_set():
            for n in range(0, len(self._cases), 8):
                some = self._cases[n : n + 8]
                await asyncio.gather(*(self._house.tell(o, self._guest(case_id)) for o, case_id in some))
            self.came += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), PACE_SECONDS)

    def _guest(self, case_id: str) -> Fact:
        return GuestCame(case_id=case_id, mark=self.came)

    async def all_noted(self, *, within: float = 40) -> None:
        """Wait until every guest stands in the book, in the order they came, and nothing is left over."""
        wanted = {case_id: list(range(self.came)) for _, case_id in self._cases}
        with contextlib.suppress(NeverHappened):
            await until(lambda: self._house.marks() == wanted, "every guest is noted, in order", within=within)
        assert self._house.marks() == wanted
        await self._house.is_sound()
