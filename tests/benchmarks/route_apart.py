"""A whole Kring whose services have a thread of their own, so that what people cost can be told from what they cost.

Whoever looks whether all is at rest does it from the people's thread, with the people's connection and by reading rows;
the services are asked nothing that they are not asked outside a test.
"""

import asyncio
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Self, TypeVar

from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.bus.streams import OF_FACTS, api
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.runtime.storage.tables import to_ms
from kring_shared.testing.simulation.second import all_rest

T = TypeVar("T")


class Apart(Embedded):
    """Start it with `async with` in the people's loop, and take one `client` there; the services run in another."""

    def __init__(self, path: Path, clock: DrivenClock) -> None:
        """Name the folder; nothing is started yet."""
        super().__init__(path, clock=clock)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="services")

    async def start(self) -> Self:
        """Start the thread, and everything in it."""
        self._thread.start()
        await self._there(super().start())
        return self

    async def stop(self) -> None:
        """Let go of the people's connection here, and end the rest where it began."""
        if hasattr(self, "_people"):
            await self._people.connection.close()
        await self._there(super().stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        await asyncio.to_thread(self._thread.join)
        self._loop.close()

    async def client(self) -> Client:
        """Give the people's client, of the loop that asks."""
        self._people = await super().client()
        self._connections.remove(self._people.connection)
        return self._people

    async def _is_at_rest(self) -> bool:
        if not all_rest(self.running):
            return False
        before = await self._told()
        if await self._comes() or not all_rest(self.running):
            return False
        now = to_ms(self.clock.now())
        waits = [(one, one.timers.next_due()) for one in self.running]
        if due := [one for one, moment in waits if moment is not None and moment <= now]:
            for one in due:
                await self._there(one.timers.look())
            return False
        return all_rest(self.running) and await self._told() == before

    async def _told(self) -> list[int]:
        said = [await api(self._people.connection, f"STREAM.INFO.{stream}") for stream in OF_FACTS]
        return [int(each["state"]["last_seq"]) for each in said]

    async def _comes(self) -> bool:
        """Tell whether the bus has more for any of them, or waits for them to say that they have it."""
        for fetcher in (fetcher for one in self.running for fetcher in one.fetchers):
            said = await api(self._people.connection, f"CONSUMER.INFO.{fetcher.at.name}.{fetcher.durable}")
            if said.get("num_pending") or said.get("num_ack_pending"):
                return True
        return False

    async def _there(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))
