"""uvicorn in an event loop that has other work: it is up before the block begins, and ends with it."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import uvicorn


class _Server(uvicorn.Server):
    """Ends when we say so: signals are the process's own."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.up.set()


def opened_at(at: str) -> socket.socket:
    """Listen at `host:port`, of either family; raises `OSError` where nobody can. Whoever opened it closes it."""
    host, _, port = at.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, int(port)), family=family, dualstack_ipv6=host == "::")


@asynccontextmanager
async def serving(config: uvicorn.Config, opened: socket.socket) -> AsyncIterator[None]:
    """Answer on a socket until the end of the block."""
    server = _Server(config)
    at_it = asyncio.create_task(server.serve(sockets=[opened]))
    try:
        await server.up.wait()
        yield
    finally:
        server.should_exit = True
        await at_it
