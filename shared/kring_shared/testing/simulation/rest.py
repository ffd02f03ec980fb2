"""Waits until nothing is under way in an embedded Kring, asking the bus once for all services instead of one by one."""

import asyncio
from datetime import datetime, timedelta
from typing import Final

from nats.aio.client import Client as Nats

from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.errors import KringError
from kring_shared.runtime.bus.streams import OF_FACTS, api
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.runtime.storage.tables import from_ms
from kring_shared.testing.simulation.second import Second, all_rest, look, nothing_comes

STEP_SECONDS: Final = 0.002
LONGEST_STEP_SECONDS: Final = 0.016
WITHIN_SECONDS: Final = 300.0
SOON: Final = timedelta(minutes=2)
"""What waits for less was out of order, or could not be sent: it belongs to this moment."""


class Rest:
    """Looks whether a Kring on a driven clock is at rest, in this process and in the second where there is one."""

    def __init__(self, kring: Embedded, bus: Nats, clock: DrivenClock, second: Second | None = None) -> None:
        """Look at one Kring."""
        self._kring, self._bus, self._clock, self._second = kring, bus, clock, second
        self._second_due: datetime | None = None

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
                    await look(self._kring.running, self._clock.now())
        except TimeoutError as error:
            raise KringError(f"Kring did not come to rest within {WITHIN_SECONDS:g} s") from error

    def next_due(self) -> datetime | None:
        """Give the earliest moment Kring itself waits for, as it was when all was at rest."""
        own = self._kring.next_due()
        waits = [from_ms(own)] if own is not None else []
        return min([*waits, *([self._second_due] if self._second_due is not None else [])], default=None)

    async def nothing_moves(self) -> None:
        """Wait until every service handled and told what it had, whatever is due."""
        running, step = self._kring.running, STEP_SECONDS
        while True:
            while not all_rest(running):  # noqa: ASYNC110 - they are looked at, and tell nobody
                await asyncio.sleep(STEP_SECONDS)
            before = await self._last()
            quiet = await self._second_rests() and await nothing_comes(running) and all_rest(running)
            if quiet and await self._last() == before:
                return
            await asyncio.sleep(step)
            step = min(step * 2, LONGEST_STEP_SECONDS)  # asking costs the one that is at work

    async def _second_rests(self) -> bool:
        if self._second is None:
            return True
        rests, self._second_due = await self._second.rests()
        return rests

    async def _last(self) -> int:
        said = [await api(self._bus, f"STREAM.INFO.{stream}") for stream in OF_FACTS]
        return sum(int(each["state"]["last_seq"]) for each in said)
