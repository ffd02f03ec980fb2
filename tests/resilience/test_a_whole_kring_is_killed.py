"""kill -9 of `kring up`, where broker and services are one Kring; the next start goes on at once."""

import asyncio
import signal
from datetime import datetime
from pathlib import Path
from time import monotonic

from kring_shared.contracts.intake import RequestTriaged
from kring_shared.contracts.matching import SearchStarted
from kring_shared.kernel.clock import SystemClock
from kring_shared.runtime import cli
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.embedded.embedded import signer_of
from kring_shared.runtime.embedded.folder import Running, read_running
from kring_shared.runtime.server.ports import free_port
from kring_shared.runtime.server.processes import is_running
from kring_shared.testing.chaos.fleet import Fleet, close, connect
from kring_shared.testing.chaos.starter import send, starter
from kring_shared.testing.people.register import name_funders
from kring_shared.testing.waiting import until
from tests.resilience.books import must_be_clean, read_books
from tests.resilience.town import WORDS, HastyAgenda, Town

FAMILIES = 6
UP_WITHIN_SECONDS = 15
SETTINGS = {"KRING_NOTIFICATIONS_CHANNELS": '["console"]', "KRING_LOG_LEVEL": "info"}


async def test_kring_up_killed_in_mid_run_goes_on_at_the_next_start(tmp_path: Path) -> None:
    folder, port = tmp_path / "kring", free_port()
    first = await _up(folder, port)
    broker = int((folder / "bus/nats.pid").read_text())
    place = Nobody(Client(await connect(first.nats_url), signer_of(folder)))
    town = Town(place)
    town.use(HastyAgenda(place.clock))
    await name_funders(town.desk, place.clock.now())
    referring = asyncio.create_task(town.refer(FAMILIES, every=0.05))
    await town.live(until=town.never, in_mid_run=lambda: town.kinds[RequestTriaged.name] > 0)
    send(first.process, signal.SIGKILL)
    await until(lambda: not first.process.alive(), "it has ended")  # on a busy machine that takes a while
    second = await _up(folder, port)  # at once: whatever the first left behind is ended, or it could not start
    assert not is_running(broker)
    await town.live(until=town.never, in_mid_run=lambda: town.kinds[SearchStarted.name] == FAMILIES)
    await referring
    await close(place.client.connection)
    await _down(second)
    async with Fleet(folder) as stores:
        await stores.settle()
        books = await read_books(stores, town.references, WORDS)
    must_be_clean(books)


class Nobody:
    """A Kring whose clock is the machine's: nobody moves it, and nobody waits for it."""

    def __init__(self, client: Client) -> None:
        self.client, self.clock = client, MachineClock()

    async def at_rest(self) -> bool:
        return False


class MachineClock(SystemClock):
    def move_to(self, moment: datetime) -> None:
        raise AssertionError(moment)


async def _up(folder: Path, port: int) -> Running:
    """Run `kring up`, and come back when it says in its folder that it runs."""
    logs = folder / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    log = logs / "up.log"
    log.touch()
    words = ["up", "--dir", str(folder), "--port", str(port), "--json"]
    process = starter().start(cli.__name__, words, SETTINGS, log)
    give_up = monotonic() + UP_WITHIN_SECONDS
    while (found := read_running(folder)) is None or found.process != process:
        said = log.read_text()
        assert process.alive(), said
        assert monotonic() < give_up, said
        await asyncio.sleep(0.02)
    return found


async def _down(running: Running) -> None:
    send(running.process, signal.SIGTERM)
    async with asyncio.timeout(20):
        while running.process.alive():  # noqa: ASYNC110 - it is no child of ours
            await asyncio.sleep(0.02)
