"""The example of a second matching in a running Kring: started, killed, and its books laid beside those of ours."""

import asyncio
import contextlib
import os
import sqlite3
from datetime import date, datetime
from pathlib import Path

from nats.aio.client import Client as Nats

from kring_shared.contracts.actor import Role
from kring_shared.contracts.matching import ConfirmScreening, CoordinatorRegistered
from kring_shared.kernel.errors import KringError
from kring_shared.runtime.authority.authority import Authority
from kring_shared.runtime.authority.roles import ADMIN, DESK, Template, templates
from kring_shared.runtime.authority.tags import Wanted
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.private_files import make_private_folder, write_private
from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.runtime.server.network import Network
from kring_shared.testing.audit import kept_facts
from kring_shared.testing.chaos.fleet import Fleet, Group, connect
from kring_shared.testing.chaos.steered_clock import SteeredClock
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.waiting import until
from tests.example_service import PROGRAM, READS_AS_ADMIN

NAME = "matching"
CREDENTIAL = "KRING_NATS_CREDS"
EVERYTHING = Template(says=(">",), hears=(">",))


class GuardedFleet(Fleet):
    """A fleet whose bus lets in only whoever has a credential: matching has its own, the desk's is everybody else's."""

    async def start_bus(self) -> str:
        make_private_folder(self._papers)
        Authority.make(self._papers / "authority")
        authority = Authority(self._papers / "authority", roles=lambda: templates() | {DESK: EVERYTHING})
        everywhere = Wanted(offices=("*",))
        for role, wanted in ((NAME, everywhere), (DESK, everywhere), (ADMIN, Wanted())):
            write_private(self.credential(role), authority.let_in(role, role, wanted))
        network = Network(trust=authority.trust(str(self._papers / "accounts")))
        self.server = NatsServer(
            self.folder.bus,
            key=self.folder.keys.stream_key(),
            log=self._log,
            hand_over=self.folder.open_files(),
            network=network,
        )
        await asyncio.to_thread(self.server.start)
        return self.server.url

    async def come_in(self, url: str) -> Nats:
        return await connect(url, self.credential(DESK))

    def credential(self, role: str) -> Path:
        return self._papers / f"{role}.creds"

    def denied(self) -> list[str]:
        """Give what the server wrote down of each thing it denied somebody."""
        whole = self._log.read_text(encoding="utf-8", errors="replace")
        return [line for line in whole.splitlines() if "Violation" in line or "authentication error" in line]

    def _start(self, group: Group) -> None:
        self._more[CREDENTIAL] = os.fspath(self.credential(NAME if NAME in group.services else DESK))
        super()._start(group)

    @property
    def _log(self) -> Path:
        return self.folder.logs / "nats.log"

    @property
    def _papers(self) -> Path:
        return self.folder.path / "papers"


class SecondMatching:
    """A fleet in which the example may stand in the place of our matching."""

    def __init__(self, fleet: GuardedFleet) -> None:
        self.fleet, self.file = fleet, fleet.folder.path / "second.db"
        self._log = fleet.folder.logs / "second.log"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def client(self) -> Client:
        return self.fleet.client

    @property
    def clock(self) -> SteeredClock:
        return self.fleet.clock

    async def at_rest(self) -> bool:
        """Tell whether everybody is at rest, the example too when it runs."""
        if self._process is None:
            return await self.fleet.at_rest()
        try:
            shown = await self.fleet.ready(NAME)
        except (KringError, TimeoutError):
            return False
        ours = next(service for service, _ in self.fleet.configured if service.name == NAME)
        waits = await self.fleet._pending(ours)
        return shown.ready and not shown.unsent and not waits and await self.fleet.at_rest()

    async def take_over(self) -> str:
        """Let our matching end once everything is told, and let the example know from the streams what it knew."""
        await until(self.fleet.at_rest, "everything is told and heard", within=60)
        await self.fleet.hold(NAME)
        reading = await self._begin(ADMIN, *READS_AS_ADMIN)
        await reading.wait()
        return self._log.read_text(encoding="utf-8")

    async def start(self) -> None:
        self._process = await self._begin(NAME)
        await until(self._is_ready, "the example is ready", within=60)

    async def kill(self) -> None:
        """End it without warning."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> None:
        assert self._process is not None
        self._process.terminate()
        assert await self._process.wait() == 0

    async def _is_ready(self) -> bool:
        with contextlib.suppress(KringError, TimeoutError):
            return (await self.fleet.ready(NAME)).ready
        return False

    async def _begin(self, role: str, *arguments: str) -> asyncio.subprocess.Process:
        clock = self.fleet.folder.path / "clock"
        more = {"KRING_MATCHING_DATABASE_URL": f"sqlite:///{self.file}", "EXAMPLE_CLOCK": os.fspath(clock)}
        more[CREDENTIAL] = os.fspath(self.fleet.credential(role))
        environment = os.environ | self.fleet._environment() | more
        with self._log.open("ab") as log:
            return await asyncio.create_subprocess_exec(*PROGRAM, *arguments, env=environment, stdout=log, stderr=log)


async def confirm_screenings(fleet: Fleet, desk: Desk) -> None:
    """Have the managers enter what no fact says: until which day each screening proof is good."""
    today = fleet.clock.now().date()
    for kept in await kept_facts(fleet.connection):
        if kept.kind == CoordinatorRegistered.kind():
            fact = CoordinatorRegistered.model_validate_json(kept.body)
            seen = ConfirmScreening(
                coordinator_id=fact.case_id, checked_on=today, valid_until=date(today.year + 3, 1, 1)
            )
            await desk.do(seen, Role.REGIONAL_MANAGER, f"manager-{fact.office}", fact.office)


OUR_OUTBOX = "INSERT INTO outbox (seq, id, subject, type, key, body, told_ms, place) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
THEIR_OUTBOX = "SELECT id, subject, told_at, body, place FROM outbox ORDER BY seq"


def lay_together(first: Path, second: Path) -> int:
    """Write what the second heard and told behind what the first did, to be read as one; give how much it told."""
    with contextlib.closing(sqlite3.connect(first)) as ours, contextlib.closing(sqlite3.connect(second)) as theirs:
        for (key,) in theirs.execute("SELECT id FROM inbox ORDER BY rowid"):
            if key.count("/") == 1:  # of commands the key says who asked, too
                ours.execute("INSERT OR IGNORE INTO inbox (id, at_ms) VALUES (?, 0)", (key.partition("/")[2],))
        told = {fact_id for (fact_id,) in ours.execute("SELECT id FROM outbox")}
        (last,) = ours.execute("SELECT max(seq) FROM outbox").fetchone()
        more = [row for row in theirs.execute(THEIR_OUTBOX) if row[0] not in told]
        for place_here, (fact_id, subject, at, body, place) in enumerate(more, last + 1):
            _, _, _, *kind, about = subject.split(".")
            told_ms = int(datetime.fromisoformat(at).timestamp() * 1000)
            its_type = f"nl.eigenkracht.{'.'.join(kind)}"
            ours.execute(OUR_OUTBOX, (place_here, fact_id, subject, its_type, about, body, told_ms, place))
        ours.commit()
    return len(more)
