"""The same routes with a process for each service, on a clock that all of them read from a file.

Whether all is at rest is seen from outside, in what the bus and the databases say; the services are asked nothing that
they are not asked outside a test. What they cost is what the system says of their processes, in hundredths of a second.
"""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Executable, func, select

from kring_shared.contracts.envelope import Deadline
from kring_shared.runtime.bus.streams import EVERY_STREAM, OF_FACTS, REFERRALS, api
from kring_shared.runtime.lane.timers import EARLIEST
from kring_shared.runtime.running import assembly, plugins
from kring_shared.runtime.running.at_work import AtWork
from kring_shared.runtime.storage.tables import DEADLINE, ERRAND, OUTBOX, PARKED, to_ms
from kring_shared.testing.chaos.fleet import Fleet
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.register import fill_register
from tests.benchmarks.route_made import CASES_A_COORDINATOR, IncompleteError, Spent, heard, referrals, settled
from tests.route.played import START, played_through

TICKS_A_SECOND: Final = os.sysconf("SC_CLK_TCK")
WEEK: Final = timedelta(weeks=1)
MINUTE_MS: Final = 60_000
CHANNELS: Final = plugins.service("notifications").settings.model_fields["channels"].default
AS_IN_ONE_PROCESS: Final = {"KRING_LOG_LEVEL": "error", "KRING_NOTIFICATIONS_CHANNELS": json.dumps(CHANNELS)}
"""Settings a fleet has others of."""
TERMS: Final = [term.kind() for term in Deadline.__subclasses__() if term.is_term]
BUT_TERMS: Final = (
    select(func.min(DEADLINE.c.due_ms)).where(DEADLINE.c.kind.not_in(TERMS)),
    select(func.min(PARKED.c.due_ms)),
    select(func.min(ERRAND.c.due_ms)).where(ERRAND.c.state == "waiting"),
)
BEGUN: Final = select(func.count()).where(ERRAND.c.state == "begun")
WRITTEN: Final = select(func.count()).select_from(OUTBOX)


class Processes(AtWork):
    """The services of a fleet, as somebody sees them who asks them nothing."""

    def __init__(self, fleet: Fleet) -> None:
        """Look at a fleet that was started."""
        self._fleet, self.running = fleet, []
        self._consumers: list[str] = []

    def next_due(self) -> int | None:
        """Give the end of the minute in which anything is due next, milliseconds since 1970; none when nothing waits.

        On a clock that runs on, what was set at one moment of the play is due some seconds apart, and not at once.
        """
        return _end_of_minute(self._first_due())

    def next_due_but_terms(self) -> int | None:
        """Give the same, but for the end of how long something is kept."""
        found = [due for statement in BUT_TERMS for due in self._read(statement) if due is not None]
        return _end_of_minute(min(found, default=None))

    async def _is_at_rest(self) -> bool:
        """Tell whether all that was written down is told, all that was told is heard, and nothing is due."""
        told = await self._told()
        if await self._comes() or self._is_due():
            return False
        return sum(n or 0 for n in self._read(WRITTEN)) <= told == await self._told()

    async def _told(self) -> int:
        streams = [stream for stream in EVERY_STREAM if stream != REFERRALS]
        said = [await api(self._fleet.connection, f"STREAM.INFO.{stream}") for stream in streams]
        return sum(int(each["state"]["last_seq"]) for each in said)

    async def _comes(self) -> bool:
        for consumer in await self._named():
            said = await api(self._fleet.connection, f"CONSUMER.INFO.{consumer}")
            if said.get("num_pending") or said.get("num_ack_pending"):
                return True
        return False

    async def _named(self) -> list[str]:
        """Name the consumers that there are; they are made before the services start."""
        if not self._consumers:
            for stream in (*OF_FACTS, REFERRALS):
                said = await api(self._fleet.connection, f"CONSUMER.NAMES.{stream}")
                known = set(said["consumers"]) & set(self._fleet.names)
                self._consumers += [f"{stream}.{name}" for name in sorted(known)]
        return self._consumers

    def _is_due(self) -> bool:
        """Tell whether something is due that nobody settled, or an errand is under way: each has a row until then."""
        due, now = self._first_due(), to_ms(self._fleet.clock.now())
        return (due is not None and due <= now) or any(self._read(BEGUN))

    def _first_due(self) -> int | None:
        return min((due for due in self._read(EARLIEST) if due is not None), default=None)

    def _read(self, statement: Executable) -> list[int | None]:
        """Ask every service's database for one number."""
        found = []
        for database in self._fleet.databases.values():
            with database.read() as tx:
                found.append(tx.execute(statement).scalar())
        return found


async def routes(folder: Path, size: int) -> Spent:
    """Play `size` routes through services in processes of their own; give what these and the broker took."""
    async with Fleet(folder / "kring", environment=AS_IN_ONE_PROCESS) as fleet:
        fleet.clock.move_to(_like_the_start(fleet.clock.now()))
        await fleet.settle(within=60)
        pairs = [(service, fleet.databases[service.name]) for service, _ in fleet.configured]
        mail = assembly.parts(fleet.shared, fleet.clock).vault
        await fill_register(Desk(fleet.client), fleet.clock.now(), load=CASES_A_COORDINATOR)
        before, services, broker = settled(pairs), _services(fleet), _seconds(fleet.server.pid)
        await played_through(Processes(fleet), fleet.client, fleet.clock, referrals(size), mail=mail)
        services, broker = _services(fleet) - services, _seconds(fleet.server.pid) - broker
        if fleet.deaths:
            message = f"processes ended and were started again: {dict(fleet.deaths)}"
            raise IncompleteError(message)
        return Spent(services, broker, await heard(fleet.connection, pairs, size), settled(pairs) - before)


def _end_of_minute(due_ms: int | None) -> int | None:
    return None if due_ms is None else -(-due_ms // MINUTE_MS) * MINUTE_MS


def _like_the_start(now: datetime) -> datetime:
    """Give the next moment of the same weekday and hour as the start of the other plays."""
    return START + WEEK * -((START - now) // WEEK)


def _services(fleet: Fleet) -> float:
    return sum(_seconds(group.process.pid) for group in fleet.groups if group.process is not None)


def _seconds(pid: int | None) -> float:
    """Read the processor time of a process with all its threads, in user code and in the kernel."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND  # the 14th and 15th of the line; two are cut off
