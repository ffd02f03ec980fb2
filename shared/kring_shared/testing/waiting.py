"""Waiting until something is so, never for a time: a test that sleeps is slow when all is well, and wrong when not."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Final

PATIENCE_SECONDS: Final = 15.0
STEP_SECONDS: Final = 0.01


class NeverHappened(AssertionError):
    """What was waited for did not become so in time."""


async def until(true: Callable[[], object | Awaitable[object]], what: str, *, within: float = PATIENCE_SECONDS) -> None:
    """Come back as soon as `true()` (or what it gives to await) is so.

    Args:
        true: Looked at again and again.
        what: Says in the error what was waited for.
        within: How long at most, seconds.

    Raises:
        NeverHappened: it did not become so.
    """
    loop = asyncio.get_running_loop()
    give_up_at = loop.time() + within
    while True:
        found = true()
        if await found if inspect.isawaitable(found) else found:
            return
        if loop.time() > give_up_at:
            raise NeverHappened(f"not so after {within:g} s: {what}")
        await asyncio.sleep(STEP_SECONDS)
