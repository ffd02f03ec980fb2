"""A line between two servers that a test can cut, let swallow everything, and heal; it counts what went over it.

Cutting and healing come back at once. What waits for a server to notice blocks: a test whose services live in the same
event loop hands it to a thread (`asyncio.to_thread`).
"""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Final, Self

from kring_shared.runtime.server.ports import HOST

CHUNK_BYTES: Final = 64 * 1024
ENDS_WITHIN_S: Final = 10.0


class Line:
    """Passes on every connection made to `port` to the first of the servers that answers, in a thread of its own."""

    def __init__(self, *to: int) -> None:
        """Name the ports at the other end; the line has its own port already, and passes nothing on yet."""
        self._socket = socket.create_server((HOST, 0))
        self.port: int = self._socket.getsockname()[1]
        self.sent = self.received = 0
        """Bytes from whoever connects to the servers at the other end, and back."""
        self._to = to
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="kring-line", daemon=True)
        self._whole = True
        self._flows = asyncio.Event()
        self._flows.set()
        self._connections: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    def cut(self) -> None:
        """Break every connection, and every new one until the line is healed."""
        self._call(self._cut())

    def black_hole(self) -> None:
        """Swallow everything: connections stay, new ones are taken, and nothing comes out at either end."""
        self._call(self._hold())

    def heal(self) -> None:
        """Pass everything on again; what lay in a black hole still arrives, as TCP sends again what was not heard."""
        self._call(self._heal())

    def open(self) -> Self:
        """Begin to listen."""
        self._thread.start()
        self._call(self._listen())
        return self

    def close(self) -> None:
        """Break every connection and listen no more."""
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(ENDS_WITHIN_S)
        self._loop.close()

    def __enter__(self) -> Self:
        """Open it."""
        return self.open()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def _call(self, what: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(ENDS_WITHIN_S)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._take, sock=self._socket)

    async def _cut(self) -> None:
        self._whole = False
        for connection in list(self._connections):
            connection.cancel()

    async def _hold(self) -> None:
        self._flows.clear()

    async def _heal(self) -> None:
        self._whole = True
        self._flows.set()

    async def _end(self) -> None:
        if self._server is not None:
            self._server.close()
        tasks = list(self._connections)
        for connection in tasks:
            connection.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        there: asyncio.StreamWriter | None = None
        try:
            if self._whole:
                await self._flows.wait()
                back, there = await self._other_end()
                async with asyncio.TaskGroup() as both:
                    both.create_task(self._pass_on(reader, there, sent=True))
                    both.create_task(self._pass_on(back, writer, sent=False))
        except (asyncio.CancelledError, OSError, ExceptionGroup):
            pass  # cut, or one of the ends is gone: the other end is to notice
        finally:
            self._connections.discard(task)
            for end in (writer, there):
                if end is not None:
                    end.transport.abort()

    async def _other_end(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        for port in self._to:
            with contextlib.suppress(OSError):
                return await asyncio.open_connection(HOST, port)
        raise ConnectionRefusedError("nobody answers at the other end of the line")

    async def _pass_on(self, here: asyncio.StreamReader, there: asyncio.StreamWriter, *, sent: bool) -> None:
        while chunk := await here.read(CHUNK_BYTES):
            await self._flows.wait()
            there.write(chunk)
            await there.drain()
            if sent:
                self.sent += len(chunk)
            else:
                self.received += len(chunk)
        raise ConnectionResetError("one end is gone")
