"""Looks at one service at work without being in its way: in threads of its own, and never for long."""

import asyncio
from concurrent.futures import Executor
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from kring_shared.runtime.running.running import Running
from kring_shared.runtime.watched.rows import Seen, look_at
from kring_shared.runtime.watched.samples import Samples

WITHIN_SECONDS: Final = 2.0


class Onlooker:
    """Looks at one service, or one office of it; what does not answer in time gives no samples."""

    def __init__(self, one: Running, threads: Executor) -> None:
        """Look at nothing yet."""
        self.one, self._threads = one, threads
        self.database_answers = True
        self._under_way: asyncio.Future[Seen] | None = None

    async def look(self, samples: Samples) -> None:
        """Add what is seen."""
        service, fetchers = self.one.service.name, list(self.one.fetchers)
        samples.add("kring_bus_connected", service, float(self.one.is_connected))
        if line := self.one.line():
            samples.add("kring_line_up", service, float(line == "up"))
        rows, lags = await asyncio.gather(self._rows(), asyncio.gather(*(fetcher.lag() for fetcher in fetchers)))
        for fetcher, lag in zip(fetchers, lags, strict=True):
            if lag is not None:
                samples.add("kring_consumer_lag", service, float(lag), fetcher.at.name)
        for name, labels, value in rows:
            samples.add(name, service, value, *labels)

    async def _rows(self) -> Seen:
        """Have the database looked at; while an earlier look hangs no other is begun."""
        if self._under_way is None or self._under_way.done():
            self._under_way = asyncio.get_running_loop().run_in_executor(self._threads, look_at, self.one.setup)
            self._under_way.add_done_callback(_heard)
        try:
            async with asyncio.timeout(WITHIN_SECONDS):
                seen = await asyncio.shield(self._under_way)
        except (TimeoutError, SQLAlchemyError):
            self.database_answers = False
            return []
        self.database_answers = True
        return seen


def _heard(look: asyncio.Future[Seen]) -> None:
    """Take note of an error that nobody waits for any more."""
    if not look.cancelled():
        look.exception()
