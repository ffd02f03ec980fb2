"""A second process for half of the services, so that a simulation uses two cores; its clock is moved from the first.

Run as a program it brings the named services up over a Kring folder that already runs, and answers on the bus, each
time it is asked, whether all is at rest there and what it waits for. It ends when whoever started it does.
"""

import asyncio
import json
import sys
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import nats.errors
from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from pydantic import SecretStr

from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.errors import KringError
from kring_shared.runtime import logs
from kring_shared.runtime.bus.client import connect
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.embedded.embedded import shared_settings, sqlite_url
from kring_shared.runtime.embedded.folder import KringFolder, read_running
from kring_shared.runtime.running import assembly, plugins
from kring_shared.runtime.running.running import Running
from kring_shared.runtime.settings import read_settings
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import from_ms, to_ms

SUBJECT: Final = "simulation.second"
SERVICES: Final = ("conference", "notifications")
"""About half of the work of a history."""
STARTED_WITHIN_SECONDS: Final = 120.0
ASKED_EVERY_SECONDS: Final = 0.2
ENDED_WITHIN_SECONDS: Final = 30.0


class Second:
    """The second process, as the first sees it."""

    def __init__(self, folder: Path, offices: Path, clock: DrivenClock) -> None:
        """Name the folder and the file of its offices; nothing is started yet."""
        self._folder, self._offices, self._clock = folder, offices, clock

    async def start(self, bus: Nats) -> Self:
        """Start it, and come back when it answers.

        Raises:
            KringError: it ended, or did not answer in time.
        """
        self._bus = bus
        words = (sys.executable, "-m", __name__, str(self._folder), str(self._offices), str(to_ms(self._clock.now())))
        self._process = await asyncio.create_subprocess_exec(*words, stdin=asyncio.subprocess.PIPE)
        async with asyncio.timeout(STARTED_WITHIN_SECONDS):
            while self._process.returncode is None:
                try:
                    await self.rests()
                except nats.errors.NoRespondersError:
                    await asyncio.sleep(ASKED_EVERY_SECONDS)
                else:
                    return self
        raise KringError("the second process of the simulation ended while it started; --one-process goes without")

    async def rests(self) -> tuple[bool, datetime | None]:
        """Move its clock to ours; tell whether all is at rest there, and the earliest moment it waits for."""
        now = str(to_ms(self._clock.now())).encode()
        said = json.loads((await self._bus.request(SUBJECT, now, timeout=60)).data)
        return said["rests"], from_ms(said["due"]) if said["due"] is not None else None

    def databases(self) -> list[tuple[Service, Database]]:
        """Open its databases, for whoever reads the books."""
        folder = KringFolder(self._folder)
        return [(plugins.service(name), Database(sqlite_url(folder.db / f"{name}.db"), name)) for name in SERVICES]

    async def __aenter__(self) -> Self:
        """Give itself; `start` starts it."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Let it end."""
        if not hasattr(self, "_process") or self._process.returncode is not None:
            return
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), ENDED_WITHIN_SECONDS)
        except TimeoutError:
            self._process.kill()


def all_rest(running: list[Running]) -> bool:
    """Tell whether nothing is under way in these services, as far as they know by themselves."""
    return all(one.lane.idle and one.relay.idle and one.timers.idle for one in running)


async def nothing_comes(running: list[Running]) -> bool:
    """Ask the bus, for all of these services at once, whether it has nothing more for them."""
    return not any(await asyncio.gather(*(fetcher.pending() for one in running for fetcher in one.fetchers)))


async def look(running: list[Running], now: datetime) -> bool:
    """Have those services look that something is due for; tell whether there was any."""
    due = [one for one in running if (waits := one.timers.next_due()) is not None and waits <= to_ms(now)]
    for one in due:
        await one.timers.look()
    return bool(due)


async def _answer(running: list[Running], clock: DrivenClock, message: Msg) -> None:
    clock.move_to(from_ms(int(message.data)))
    moved = not all_rest(running) or await look(running, clock.now())
    rests = not moved and await nothing_comes(running) and all_rest(running)
    due = None
    if rests:  # until then nobody asks
        due = min((waits for one in running if (waits := one.timers.next_due()) is not None), default=None)
    await message.respond(json.dumps({"rests": rests, "due": due}).encode())


async def _stay(folder: Path, offices: Path, clock: DrivenClock) -> None:
    runs = read_running(folder)
    if runs is None:
        raise KringError(f"no Kring runs in {folder}")
    place = KringFolder(folder)
    shared = shared_settings(place, runs.nats_url, offices_file=offices)
    configured = []
    for name in SERVICES:
        service, url = plugins.service(name), SecretStr(sqlite_url(place.db / f"{name}.db"))
        configured.append((service, read_settings(service.settings, database_url=url)))
    assembly.migrate(shared, configured)
    bus, given = await connect(runs.nats_url), assembly.parts(shared, clock)
    await assembly.provision(bus, shared, configured, given)
    running = await assembly.start_all(configured, given)

    async def answer(message: Msg) -> None:
        await _answer(running, clock, message)

    await bus.subscribe(SUBJECT, cb=answer)
    await asyncio.to_thread(sys.stdin.read)  # it comes to its end when the first process does
    await assembly.stop_all(running)
    await bus.close()


def main() -> None:
    """Stay until the standard input ends."""
    folder, offices, now = sys.argv[1:]
    with (Path(folder) / "simulation-second.log").open("w") as log:
        logs.configure("error", stream=log)
        asyncio.run(_stay(Path(folder), Path(offices), DrivenClock(from_ms(int(now)))))


if __name__ == "__main__":
    main()
