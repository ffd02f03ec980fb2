"""A real HTTP server for tests, on this machine: keeps what it is asked, and behaves well or badly as it is told."""

import asyncio
import contextlib
import json
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.parser import Parser
from typing import Any

from kring_shared.runtime.server.ports import HOST


@dataclass(frozen=True)
class Asked:
    """One request, as it came in; header names in small letters."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.body)


@dataclass(frozen=True)
class Says:
    """What the server does with a request, once it has read it."""

    status: int = 202
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    hangs_up: bool = False
    says_nothing: bool = False
    breaks_off: bool = False
    """Promises more than `body`, and hangs up."""
    endless: bool = False
    """Goes on writing for as long as somebody reads."""


@dataclass
class Gateway:
    """What came in, and what is answered: each answer once, the last one from then on."""

    answers: list[Says] = field(default_factory=lambda: [Says()])
    asked: list[Asked] = field(default_factory=list)
    arrived: dict[str, bytes] = field(default_factory=dict)
    """What went on to a telephone: each Idempotency-Key once, however often it came."""
    connections: int = 0
    written: int = 0
    """Bytes of endless answers that somebody read."""
    port: int = 0
    is_safe: bool = False

    @property
    def url(self) -> str:
        return f"{'https' if self.is_safe else 'http'}://{HOST}:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer on one connection until it closes."""
        self.connections += 1
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while (asked := await _read(reader)) is not None:
                self.asked.append(asked)
                self.arrived.setdefault(asked.headers.get("idempotency-key", str(len(self.asked))), asked.body)
                says = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                if not await self._say(says, writer):
                    break
        writer.close()

    async def _say(self, says: Says, writer: asyncio.StreamWriter) -> bool:
        if says.hangs_up:
            writer.transport.abort()
            return False
        if says.says_nothing:
            await asyncio.Event().wait()
        length = len(says.body) + 10 * says.breaks_off
        lines = [f"HTTP/1.1 {says.status} So", *(f"{name}: {value}" for name, value in says.headers.items())]
        lines += [] if says.endless else [f"content-length: {length}"]
        writer.write("\r\n".join([*lines, "", ""]).encode() + says.body)
        await writer.drain()
        while says.endless:
            writer.write(b"x" * 4096)
            await writer.drain()
            self.written += 4096
        return not says.breaks_off


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    head = await reader.readuntil(b"\r\n\r\n")
    first, _, rest = head.decode("latin-1").partition("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value for name, value in Parser().parsestr(rest, headersonly=True).items()}
    return Asked(method, path, headers, await reader.readexactly(int(headers.get("content-length", 0))))


@asynccontextmanager
async def http_gateway(*answers: Says, tls: ssl.SSLContext | None = None) -> AsyncGenerator[Gateway]:
    """Listen on a free port of this machine until the context ends."""
    gateway = Gateway(list(answers) or [Says()], is_safe=tls is not None)
    talks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        with contextlib.suppress(asyncio.CancelledError):  # the context ended
            await gateway.serve(reader, writer)

    server = await asyncio.start_server(serve, HOST, 0, ssl=tls)
    gateway.port = server.sockets[0].getsockname()[1]
    try:
        yield gateway
    finally:
        server.close()
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
