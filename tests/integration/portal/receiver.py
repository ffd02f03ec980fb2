"""A real receiver of webhooks on this machine: it keeps what came, and answers as it is told."""

import asyncio
import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks import Webhook


@dataclass
class Receiver:
    """What came, with its headers; `answers` says with which status the next ones are answered."""

    url: str = ""
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    always: int = 204
    redirect: str = ""

    def ids(self) -> list[str]:
        """Name what came, in order."""
        return [headers["webhook-id"] for headers, _ in self.came]

    def verified(self, secret: str) -> list[dict[str, Any]]:
        """Read what came as a receiver should: signature first."""
        return [Webhook(secret).verify(body, headers) for headers, body in self.came]

    async def until(self, so: Callable[[], bool], *, within: float = 30.0) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(within):
            while not so():  # noqa: ASYNC110 - a thread of its own changes it
                await asyncio.sleep(0.02)


@contextmanager
def a_receiver() -> Iterator[Receiver]:
    """Listen on a free port until the end of the block."""
    receiver = Receiver()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(receiver.answers.pop(0) if receiver.answers else receiver.always)
            if receiver.redirect:
                self.send_header("location", receiver.redirect)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://localhost:{server.server_address[1]}/kring"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
