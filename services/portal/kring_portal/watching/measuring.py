"""Every request counted, with how long it took until its answer began; whatever turned it away."""

import time
from collections.abc import Iterable, Iterator
from typing import Final

from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kring_portal.web.counting import PortalCounts

FAULT: Final = 500


class Measured:
    """Stands before everything else, and changes nothing."""

    def __init__(self, app: ASGIApp, counts: PortalCounts) -> None:
        """Stand before this."""
        self._app, self._counts = app, counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, and look at the clock."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, answered = time.monotonic(), False

        async def said(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start" and not answered:
                answered = True
                self._counts.answered(scope["path"], message["status"], time.monotonic() - began)
            await send(message)

        try:
            await self._app(scope, receive, said)
        except Exception:  # whatever it was is counted, and raised again
            if not answered:
                self._counts.answered(scope["path"], FAULT, time.monotonic() - began)
            raise


def paths_of(routes: Iterable[BaseRoute], before: str = "") -> Iterator[str]:
    """Give the addresses that routes have, as they are written in the code; those of routers inside too."""
    for route in routes:
        inside = getattr(route, "original_router", None)
        if inside is None:
            yield before + str(getattr(route, "path", ""))
        else:
            context = getattr(route, "include_context", None)
            yield from paths_of(inside.routes, before + getattr(context, "prefix", ""))
