"""Commands that stay until they are told to stop, and what they look after meanwhile."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar

import structlog

from kring_shared.runtime.logs import fault_of
from kring_shared.runtime.running.assembly import ServiceAtWork
from kring_shared.runtime.server.nats_server import NatsServer

log = structlog.get_logger()
LOOK_SECONDS: Final = 0.5
SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
W = TypeVar("W", bound=ServiceAtWork)


def told_to_stop() -> asyncio.Event:
    """Give an event that Ctrl-C or a SIGTERM sets; from now on neither ends the process by itself."""
    stop = asyncio.Event()
    for number in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def unless_stopped(stop: asyncio.Event, start: Awaitable[Sequence[W]]) -> Sequence[W]:
    """Wait for services to start, or give up when told to stop; nothing runs then."""
    starting, stopping = asyncio.ensure_future(start), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((starting, stopping), return_when=asyncio.FIRST_COMPLETED)
        if not starting.done():
            starting.cancel()
            await asyncio.wait((starting,))
        return () if starting.cancelled() else starting.result()
    finally:
        stopping.cancel()


async def look_after(running: Sequence[ServiceAtWork], stop: asyncio.Event, server: NatsServer | None = None) -> None:
    """Come back when told to stop; a service that cannot go on is an error, a bus that ended is started again."""
    while not stop.is_set():
        for one in running:
            if (error := await one.failed()) is not None:
                log.error(f"{one.service.name}.ended", service=one.service.name, **fault_of(error))
                raise error
        if server is not None and not server.alive:
            log.warning("bus.ended", then="started again")
            await asyncio.to_thread(server.restart)
        await _within(LOOK_SECONDS, stop.wait)


async def _within(seconds: float, wait: Callable[[], Awaitable[object]]) -> None:
    try:
        async with asyncio.timeout(seconds):
            await wait()
    except TimeoutError:
        return
