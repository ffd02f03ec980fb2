"""What is done to a Kring while people work with it: its processes, its bus and its database end without warning."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Final

from kring_shared.runtime.lane.instants import Instant
from kring_shared.testing.chaos.fleet import Fleet
from kring_shared.testing.servers import Postgres

PAUSE_SECONDS: Final = (0.2, 4.0)
AWAY_SECONDS: Final = (0.0, 0.6)
PASSES: Final = 6
"""A process that is to die at an instant dies there the first to the sixth time."""
AT_AN_INSTANT: Final = 0.5


class Trouble:
    """Kills what chance names, so many times or until it is told to stop; what really died is counted."""

    def __init__(self, fleet: Fleet, chance: random.Random, database: Postgres | None = None) -> None:
        self._fleet, self._chance, self._database = fleet, chance, database
        self._over = asyncio.Event()
        self._servers: Counter[str] = Counter()

    @property
    def deaths(self) -> Counter[str]:
        """Count what died, by name: services, `bus`, `database`."""
        return self._fleet.deaths + self._servers

    def stop(self) -> None:
        """Do nothing more once what was begun is whole again."""
        self._over.set()

    async def run(self, most: int) -> None:
        """Kill, wait a moment, and kill again; then there is peace, or whoever is slow would never be through."""
        deeds: list[Callable[[], Awaitable[None]]] = [*[self._service] * len(self._fleet.names), self._bus]
        if self._database is not None:
            deeds.append(self._databases)
        for _ in range(most):
            if await self._is_over_after(self._chance.uniform(*PAUSE_SECONDS)):
                return
            await self._chance.choice(deeds)()

    async def _is_over_after(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._over.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _service(self) -> None:
        victim = self._chance.choice(self._fleet.names)
        if self._chance.random() < AT_AN_INSTANT:
            instant = self._chance.choice(list(Instant))
            self._fleet.plan_deaths(victim, [f"{instant}:{self._chance.randint(1, PASSES)}"])
        self._fleet.kill9(victim)

    async def _bus(self) -> None:
        self._servers["bus"] += 1
        await asyncio.to_thread(self._fleet.server.kill9)
        await asyncio.sleep(self._chance.uniform(*AWAY_SECONDS))
        await asyncio.to_thread(self._fleet.server.restart)

    async def _databases(self) -> None:
        assert self._database is not None
        self._servers["database"] += 1
        await asyncio.to_thread(self._database.kill9)
        await asyncio.sleep(self._chance.uniform(*AWAY_SECONDS))
        await asyncio.to_thread(self._database.restart)
