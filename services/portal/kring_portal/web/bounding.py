"""What is turned away before anybody looks at it: a request that is too large, or for another host."""

import re
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kring_portal.web.numbers import whole

TOO_LARGE: Final = 413
NOT_READ: Final = 415
MISDIRECTED: Final = 421
UTF_8: Final = re.compile(r"charset\s*=\s*(\"?)utf-?8\1\s*(;|$)")
PROBES: Final = frozenset({"/live", "/ready"})
"""Asked by whoever keeps the process alive, under whatever name they know it."""
SYSTEMS: Final = "/v1/"


def _is_read(content_type: str) -> bool:
    """Tell whether a form in parts is in letters that are read; of those Python knows, some make what is no text."""
    kind, _, more = content_type.lower().partition(";")
    if kind.strip() != "multipart/form-data" or "charset" not in more:
        return True
    return more.count("charset") == 1 and UTF_8.search(more) is not None


class Bounded:
    """Stands before everything else; counts what comes in, whatever its length says."""

    def __init__(self, app: ASGIApp, most_bytes: int, hosts: tuple[str, ...]) -> None:
        """Let in so many bytes, for these hosts; for every host where none is named."""
        self._app, self._most, self._hosts = app, most_bytes, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Turn away, or let through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not _is_read(headers.get("content-type", "")):
            await PlainTextResponse("Send a form in UTF-8.\n", NOT_READ)(scope, receive, send)
            return
        if self._hosts and headers.get("host", "") not in self._hosts and scope["path"] not in PROBES:
            await PlainTextResponse("This is another host.\n", MISDIRECTED)(scope, receive, send)
            return
        if scope["path"].startswith(SYSTEMS):  # which counts by itself: up to 500 referrals come at once there
            await self._app(scope, receive, send)
            return
        length = whole(headers.get("content-length", "0"))
        if length is None or length > self._most:
            await PlainTextResponse("That is too large.\n", TOO_LARGE)(scope, receive, send)
            return
        await self._app(scope, self._counted(receive), send)

    def _counted(self, receive: Receive) -> Receive:
        left = self._most

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:  # whoever said nothing of its length, or not the truth, is cut off
                return {"type": "http.disconnect"}
            return message

        return counted
