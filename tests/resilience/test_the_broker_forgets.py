"""The broker's whole store is thrown away: what the outboxes hold is told again, and has its effect once."""

import asyncio
import shutil
from functools import partial
from pathlib import Path

from kring_shared.runtime.bus.streams import FACTS, last_place
from kring_shared.runtime.running.rebuild import rebuild
from kring_shared.testing.chaos.fleet import Fleet
from tests.resilience.books import must_be_clean, read_books
from tests.resilience.town import WORDS, Town, some_stop

TOGETHER = (("intake", "registry"), ("matching", "conference", "notifications"))
SOME = 45


async def test_a_stream_rebuilt_while_everything_is_stopped_has_each_effect_once(tmp_path: Path) -> None:
    async with Fleet(tmp_path / "kring", TOGETHER) as fleet:
        town = await _in_mid_run(fleet)
        await fleet.hold()
        _, told = await last_place(fleet.connection, FACTS)
        await _throw_away(fleet)
        rebuilt = await rebuild(fleet.connection, fleet.shared, fleet.configured)
        assert rebuilt.told >= told
        fleet.start_services()
        town.forget_places()
        await _end_well(fleet, town)


async def test_services_that_were_stopped_tell_a_new_stream_by_themselves(tmp_path: Path) -> None:
    async with Fleet(tmp_path / "kring", TOGETHER) as fleet:
        town = await _in_mid_run(fleet)
        await fleet.hold()
        await _throw_away(fleet)
        await fleet.provision()
        fleet.start_services()
        town.forget_places()
        await _end_well(fleet, town)


async def test_services_at_work_notice_that_the_stream_is_a_new_one(tmp_path: Path) -> None:
    async with Fleet(tmp_path / "kring", TOGETHER) as fleet:
        town = await _in_mid_run(fleet)
        await fleet.settle()  # what only the broker had, such as a referral nobody handled yet, is nowhere else
        await _throw_away(fleet)
        await fleet.provision()
        town.forget_places()
        await _end_well(fleet, town)
        assert fleet.deaths.total() == 0


async def _in_mid_run(fleet: Fleet) -> Town:
    town = Town(fleet, some_stop)
    await town.open_register()
    await town.refer(3)
    await town.live(until=town.never, in_mid_run=partial(town.has_seen, SOME))
    async with asyncio.timeout(10):
        while await town.waiting():  # noqa: ASYNC110 - a question to the broker
            await asyncio.sleep(0.02)
    return town


async def _throw_away(fleet: Fleet) -> None:
    """End the broker, remove what it stored, and start it as a new one at the same address."""
    fleet.server.kill9()
    await asyncio.to_thread(shutil.rmtree, fleet.server.store)
    await asyncio.to_thread(fleet.server.restart)


async def _end_well(fleet: Fleet, town: Town) -> None:
    await town.live(until=town.everybody_is_through)
    await fleet.settle()
    books = await read_books(fleet, town.references, WORDS, rebuilt=True)
    must_be_clean(books)
