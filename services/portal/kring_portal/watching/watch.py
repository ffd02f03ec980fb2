"""How the portal of one process is, for whoever watches it; looked at anew at most every few seconds."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import nats.errors
from prometheus_client import GCCollector, PlatformCollector, ProcessCollector, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from kring_portal.watching.looking import look_at, waiting
from kring_portal.web.counting import PORTAL, PortalCounts
from kring_portal.web.house import House
from kring_shared.runtime.bus.address import runs_out
from kring_shared.runtime.watched.samples import Found, Samples
from kring_shared.runtime.watched.watch import FRESH_SECONDS, VERSION, State, Told

WITHIN_SECONDS: Final = 2.0


class PortalWatch:
    """Knows the portal of a process from before it opens until it has closed."""

    def __init__(
        self,
        counts: PortalCounts,
        *,
        creds: Path | None = None,
        hears: tuple[str, ...] = ("*",),
        fresh_seconds: float = FRESH_SECONDS,
    ) -> None:
        """Expect a portal that counts here."""
        self._creds, self._hears, self._fresh = creds, hears, fresh_seconds
        self._house: House | None = None
        self._registry = counts.of_process.registry
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="watch")
        self._one_at_a_time = asyncio.Lock()
        self._looked_at: float | None = None
        self._under_way: asyncio.Future[dict[str, float]] | None = None
        self._database_answers = True
        self._stops = self._over = False
        self._found, self._page = Found(), b""
        self._registry.register(self._found)
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self._registry)

    @contextmanager
    def open(self, house: House) -> Iterator[None]:
        """Look at a portal until the end of the block, and hear whether that was meant."""
        self._house = house
        try:
            yield
        except BaseException:  # whatever ended it, also being cancelled, is noted, and raised again
            self._over = True
            raise
        finally:
            self._stops = True

    async def ended(self) -> list[str]:
        """Name the portal where it ended without being told to."""
        return [PORTAL] if self._over else []

    async def told(self) -> list[Told]:
        """Tell how it is."""
        await self._look()
        return [self._told()]

    async def page(self) -> bytes:
        """Give the metrics, in the text form of Prometheus."""
        await self._look()
        return self._page

    def close(self) -> None:
        """Look no more; a look that hangs is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _told(self) -> Told:
        house = self._house
        if self._stops:
            waits = ["the end of this process"]
        elif house is None:
            waits = ["its start"]
        else:
            waits = [] if house.client.connection.is_connected else ["the bus"]
            waits += [] if self._database_answers else ["its database"]
        return Told(PORTAL, State.WAITS if waits else State.READY, tuple(waits))

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        async with self._one_at_a_time:
            if self._looked_at is not None and loop.time() - self._looked_at < self._fresh:
                return
            samples = Samples()
            if self._house is not None and not self._stops:
                await self._look_at(self._house, samples)
            ready = self._told().state is State.READY
            samples.add("kring_ready", PORTAL, float(ready))
            samples.add("kring_build_info", PORTAL, 1.0, VERSION)
            expires = runs_out(self._creds) if self._creds is not None else None
            if expires is not None:
                samples.add("kring_credential_expires_timestamp_seconds", PORTAL, float(expires))
            self._found.samples = samples
            self._page = generate_latest(self._registry)
            self._looked_at = loop.time()

    async def _look_at(self, house: House, samples: Samples) -> None:
        connection = house.client.connection
        samples.add("kring_at_work", PORTAL, 1.0)
        samples.add("kring_bus_connected", PORTAL, float(connection.is_connected))
        samples.add("kring_portal_streams", PORTAL, float(sum(house.changes.open.values())))
        for name, value in (await self._rows(house)).items():
            samples.add(name, PORTAL, value)
        try:
            async with asyncio.timeout(WITHIN_SECONDS):
                many = await waiting(connection, self._hears)
        except (TimeoutError, nats.errors.Error):
            return  # what cannot be looked at is missing, never 0
        samples.add("kring_portal_deliveries_waiting", PORTAL, many)

    async def _rows(self, house: House) -> dict[str, float]:
        """Have the database looked at; while an earlier look hangs no other is begun."""
        if self._under_way is None or self._under_way.done():
            self._under_way = asyncio.get_running_loop().run_in_executor(self._threads, look_at, house)
            self._under_way.add_done_callback(_heard)
        try:
            async with asyncio.timeout(WITHIN_SECONDS):
                seen = await asyncio.shield(self._under_way)
        except (TimeoutError, SQLAlchemyError):
            self._database_answers = False
            return {}
        self._database_answers = True
        return seen


def _heard(look: "asyncio.Future[dict[str, float]]") -> None:
    """Take note of an error that nobody waits for any more."""
    if not look.cancelled():
        look.exception()
