"""Services at work together, seen from outside: whether anything is under way, and what they wait for next."""

import asyncio

from kring_shared.kernel.errors import KringError
from kring_shared.runtime.running.running import Running


class AtWork:
    """Whatever holds running services: an embedded Kring, an office, or several offices at once."""

    running: list[Running]

    async def idle(self) -> bool:
        """Tell whether nothing is under way in any service."""
        for _ in range(2):  # what one told while another was looked at shows the second time
            for one in self.running:
                if not await one.idle():
                    return False
        return True

    async def settle(self, *, within: float = 60.0) -> None:
        """Wait until nothing is under way.

        Raises:
            KringError: something is still under way after `within` seconds.
        """
        try:
            async with asyncio.timeout(within):
                while not await self._is_at_rest():  # noqa: ASYNC110 - the bus is asked
                    await asyncio.sleep(0.005)
        except TimeoutError as error:
            raise KringError(f"Kring did not come to rest within {within:g} s") from error

    def next_due(self) -> int | None:
        """Give the earliest moment, milliseconds since 1970, anything waits for; none when nothing does."""
        return min((due for one in self.running if (due := one.timers.next_due()) is not None), default=None)

    def next_due_but_terms(self) -> int | None:
        """Give the same, but for the end of how long something is kept."""
        return min((due for one in self.running if (due := one.timers.next_due_but_terms()) is not None), default=None)

    async def _is_at_rest(self) -> bool:
        """Tell whether nothing is under way, and nothing is due.

        Services look at what is due by themselves, too. What one takes on after we saw it idle, our look does not find.
        """
        before = self._handed_over()
        if not await self.idle():
            return False
        for one in self.running:
            await one.timers.look()
        return self._handed_over() == before

    def _handed_over(self) -> list[int]:
        return [one.timers.handed_over for one in self.running]
