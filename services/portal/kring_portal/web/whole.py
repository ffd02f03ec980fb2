"""An answer that broke off midway does not look whole: its end is said once whoever makes it has come to an end.

What stands between ends an answer by itself when a page of a long file could not be had, and only then says so; a
browser would keep half a file as if it were all there is.
"""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY: Final = "http.response.body"


class Whole:
    """Stands before what makes answers, and keeps their end back until it is sure."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before this."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through; where something went wrong midway the end is never said, and the line is cut."""
        ends: list[Message] = []

        async def said(message: Message) -> None:
            if message["type"] != BODY or message.get("more_body", False):
                await send(message)
                return
            if message.get("body"):
                await send({**message, "more_body": True})
            ends.append({"type": BODY, "body": b"", "more_body": False})

        await self._app(scope, receive, said)
        for end in ends:
            await send(end)
