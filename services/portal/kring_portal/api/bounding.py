"""What stands before every path for systems: how much may be sent, in which form is answered, which version this is."""

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kring_portal.api.bodies import PLAIN_BYTES, takes, too_large
from kring_portal.api.problems import Problem
from kring_portal.api.referrals import MOST_BYTES
from kring_portal.web.numbers import whole

VERSION: Final = "1.0.0"
"""Of the interface, as each answer says it in `API-Version`."""
MANY: Final = "/referrals"
ROWS: Final = "/exports/"


class Spoken:
    """Stands before the interface: counts what comes in, and says of every answer which version it is."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before this."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Turn away, or let through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        request.state.limit = {}

        async def said(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["API-Version"] = VERSION
                headers.update(request.state.limit)
            await send(message)

        try:
            most = self._most(request)
            self._check(request, most)
        except Problem as problem:
            await problem.answer()(scope, receive, said)
            return
        await self._app(scope, _counted(receive, most), said)

    def _most(self, request: Request) -> int:
        return MOST_BYTES if request.url.path.endswith(MANY) else PLAIN_BYTES

    def _check(self, request: Request, most: int) -> None:
        length = whole(Headers(scope=request.scope).get("content-length", "0"))
        if length is None or length > most:
            raise too_large(most)
        if ROWS not in request.url.path:
            takes(request, "application/json", "application/problem+json")


def _counted(receive: Receive, most: int) -> Receive:
    left = most

    async def counted() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        # Whoever said nothing of its length, or not the truth, is cut off.
        return message if left >= 0 else {"type": "http.disconnect"}

    return counted
