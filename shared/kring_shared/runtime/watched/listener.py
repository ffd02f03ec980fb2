"""The one HTTP listener of a process: uvicorn in the same event loop, without its signal handlers and its log."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, cast

import prometheus_client
import structlog
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.start_errors import PortTaken
from kring_shared.runtime.watched.answers import Answers, Watched
from kring_shared.runtime.watched.own_loop import opened_at, serving

log = structlog.get_logger()
MOST_CONNECTIONS: Final = 256
LASTS_SECONDS: Final = 10.0
"""A connection is for one question. Whoever opens many and says nothing must not use up what the process may open."""
ENDS_WITHIN_SECONDS: Final = 1
HIGHEST_PORT: Final = 65535


class _OneQuestion(H11Protocol):
    """A connection that ends by itself, and makes room for a new one when there are too many.

    So whoever asks is answered, however many others say nothing; an orchestrator that is not answered kills us.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as its own is
        super().connection_made(transport)
        self.end = asyncio.get_running_loop().call_later(LASTS_SECONDS, transport.abort)
        if len(self.connections) > MOST_CONNECTIONS:
            oldest = min(cast("set[_OneQuestion]", self.connections), key=lambda one: one.end.when())
            self.connections.discard(oldest)
            oldest.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self.end.cancel()
        super().connection_lost(exc)


@asynccontextmanager
async def listening(at: str, watch: Watched) -> AsyncIterator[None]:
    """Answer at `host:port` until the end of the block; nowhere when it is empty.

    Raises:
        PortTaken: another program listens there.
        WrongSetup: nobody can listen there.
    """
    with contextlib.closing(watch):
        if not at:
            yield
            return
        with _opened(at) as opened:
            prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call] # the library's
            async with serving(_config(watch), opened):
                log.info("watch.listens", at=at)
                yield


def _config(watch: Watched) -> uvicorn.Config:
    return uvicorn.Config(
        Answers(watch),
        lifespan="off",
        http=_OneQuestion,
        ws="none",
        log_config=None,
        log_level="critical",  # what it says of a connection is of no use, and could hold what was sent
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=ENDS_WITHIN_SECONDS,
    )


def _opened(at: str) -> socket.socket:
    if int(at.rpartition(":")[2]) > HIGHEST_PORT:
        raise WrongSetup(f"KRING_WATCH {at} names a port above {HIGHEST_PORT}: choose a lower one")
    try:
        return opened_at(at)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(f"another program listens at {at}: stop it, or name another port in KRING_WATCH") from error
        raise WrongSetup(
            f"nobody can listen at {at} ({error.strerror}): KRING_WATCH is host:port, with an address of this machine"
        ) from error
