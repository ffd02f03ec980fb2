"""kill -9 of nats-server in mid-run, started again over the same store."""

import asyncio
from functools import partial
from pathlib import Path

from kring_shared.testing.chaos.fleet import Fleet
from tests.resilience.books import must_be_clean, read_books
from tests.resilience.town import WORDS, Town, some_stop

TOGETHER = (("intake", "registry"), ("matching", "conference", "notifications"))


async def test_a_broker_killed_several_times_in_mid_run_loses_and_doubles_nothing(tmp_path: Path) -> None:
    async with Fleet(tmp_path / "kring", TOGETHER) as fleet:
        town = Town(fleet, some_stop)
        await town.open_register()
        referring = asyncio.create_task(town.refer(3, every=0.1))
        for told in (25, 60, 110):
            await town.live(until=town.never, in_mid_run=partial(town.has_seen, told))
            await asyncio.to_thread(fleet.server.kill9)
            await asyncio.to_thread(fleet.server.restart)
        await town.live(until=lambda: referring.done() and town.everybody_is_through())
        await fleet.settle()
        books = await read_books(fleet, town.references, WORDS)
        must_be_clean(books)
        assert set(town.locked.values()) == {1}
        assert fleet.deaths.total() == 0
