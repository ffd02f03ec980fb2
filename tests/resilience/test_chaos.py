"""Services and broker killed at random while routes are played; `KRING_CHAOS_SEED` repeats what a seed did."""

import asyncio
import os
import random
import secrets
from pathlib import Path
from time import monotonic

from kring_shared.runtime.lane.instants import Instant
from kring_shared.testing.chaos.fleet import Fleet
from tests.resilience.books import read_books
from tests.resilience.town import WORDS, Town, some_stop

FAMILIES = 5
CHAOS_SECONDS = 12
PAUSE_SECONDS = (0.2, 1.2)
BROKER_AWAY_SECONDS = (0.0, 0.6)


async def test_random_kills_of_services_and_broker_lose_and_double_nothing(tmp_path: Path) -> None:
    seed = int(os.environ.get("KRING_CHAOS_SEED") or secrets.randbelow(10**6))
    print(f"KRING_CHAOS_SEED={seed}")  # noqa: T201  # pytest shows it when the test fails
    async with Fleet(tmp_path / "kring") as fleet:
        town = Town(fleet, some_stop)
        await town.open_register()
        chaos = asyncio.create_task(_chaos(fleet, random.Random(seed)))  # noqa: S311  # it must repeat
        referring = asyncio.create_task(town.refer(FAMILIES, every=1.0))
        await town.live(until=lambda: referring.done() and chaos.done() and town.everybody_is_through(), within=90)
        await fleet.settle()
        books = await read_books(fleet, town.references, WORDS)
        assert (books.problems, books.facts.lost, books.facts.doubled) == ([], 0, 0), f"seed {seed}"
        assert await chaos > 5
        assert set(town.locked.values()) == {1}


async def _chaos(fleet: Fleet, chance: random.Random) -> int:
    """Kill for a while, at moments of chance and at named instants after a chance number of passes; count it."""
    end, faults = monotonic() + CHAOS_SECONDS, 0
    while monotonic() < end:
        await asyncio.sleep(chance.uniform(*PAUSE_SECONDS))
        if (victim := chance.choice((*fleet.names, "broker"))) == "broker":
            await asyncio.to_thread(fleet.server.kill9)
            await asyncio.sleep(chance.uniform(*BROKER_AWAY_SECONDS))
            await asyncio.to_thread(fleet.server.restart)
        else:
            if chance.random() < 0.5:
                fleet.plan_deaths(victim, [f"{chance.choice(list(Instant))}:{chance.randint(1, 6)}"])
            fleet.kill9(victim)
        faults += 1
    return faults
