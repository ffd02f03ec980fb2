"""Waits until nothing is under way in an embedded Kring, asking the bus once for all services instead of one by one."""

import asyncio
from datetime import datetime, timedelta
from typing import Final

from nats.aio.client import Client as Nats

from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.errors import KringError
from kring_shared.runtime.embedded import Embedded
from kring_shared.runtime.streams import FACTS, api
from kring_shared.runtime.tables import from_ms, to_ms

STEP_SECONDS: Final = 0.002
WITHIN_SECONDS: Final = 120.0
SOON: Final = timedelta(minutes=2)
"""What waits for less was out of order, or could not be sent: it belongs to this moment."""


class Rest:
    """Looks whether a Kring on a driven clock is at rest."""

    def __init__(self, kring: Embedded, bus: Nats, clock: DrivenClock) -> None:
        """Look at one Kring."""
        self._kring, self._bus, self._clock = kring, bus, clock

    async def settle(self) -> None:
        """Wait until all that is due now, or within two minutes of now, was handled.

        Raises:
            KringError: something is under way for longer than it may take.
        """
        try:
            async with asyncio.timeout(WITHIN_SECONDS):
                while True:
                    await self.nothing_moves()
                    due = self.next_due()
                    if due is None or due > self._clock.now() + SOON:
                        return
                    self._clock.move_to(due)
                    for one in self._kring.running:
                        waits = one.timers.next_due()
                        if waits is not None and waits <= to_ms(self._clock.now()):
                            await one.timers.look()
        except TimeoutError as error:
            message = f"Kring did not come to rest within {WITHIN_SECONDS:g} s"
            raise KringError(message) from error

    def next_due(self) -> datetime | None:
        """Give the earliest moment Kring itself waits for."""
        due = self._kring.next_due()
        return from_ms(due) if due is not None else None

    async def nothing_moves(self) -> None:
        """Wait until every service handled and told what it had, whatever is due."""
        while True:
            while not self._all_rest():  # noqa: ASYNC110 - they are looked at, and tell nobody
                await asyncio.sleep(STEP_SECONDS)
            before = await self._last()
            pending = await asyncio.gather(*(f.pending() for one in self._kring.running for f in one.fetchers))
            if not any(pending) and self._all_rest() and await self._last() == before:
                return
            await asyncio.sleep(STEP_SECONDS)

    def _all_rest(self) -> bool:
        return all(one.lane.idle and one.relay.idle and one.timers.idle for one in self._kring.running)

    async def _last(self) -> int:
        said = await api(self._bus, f"STREAM.INFO.{FACTS}")
        return int(said["state"]["last_seq"])
