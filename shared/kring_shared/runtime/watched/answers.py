"""The three questions a process answers over HTTP, and nothing else: it needs no framework for that."""

import json
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any, Final, NamedTuple, Protocol

import structlog
from prometheus_client import CONTENT_TYPE_LATEST

from kring_shared.runtime.watched.watch import State, Told

log = structlog.get_logger()
Event = MutableMapping[str, Any]
JSON: Final = "application/json"
GOOD, AWAY, NOT_FOUND, NOT_SO, FAULT = 200, 503, 404, 405, 500


class Answer(NamedTuple):
    """What is answered."""

    status: int
    body: bytes
    form: str = JSON


class Watched(Protocol):
    """Who knows how a process is."""

    async def ended(self) -> Sequence[str]:
        """Name what ended that is meant to be for ever."""

    async def told(self) -> Sequence[Told]:
        """Tell how each part is."""

    async def page(self) -> bytes:
        """Give the metrics."""

    def close(self) -> None:
        """Look no more."""


class Answers:
    """Answers `/live`, `/ready` and `/metrics` of one process (ASGI)."""

    def __init__(self, watch: Watched) -> None:
        """Ask this watch."""
        self._watch = watch
        self._asked: dict[str, Callable[[], Awaitable[Answer]]] = {
            "/live": self._live,
            "/ready": self._ready,
            "/metrics": self._metrics,
        }

    async def __call__(
        self, scope: Event, _receive: Callable[[], Awaitable[Event]], send: Callable[[Event], Awaitable[None]]
    ) -> None:
        """Answer one request."""
        answer = await self._answer(scope["method"], scope["path"])
        headers = [
            (b"content-type", answer.form.encode()),
            (b"content-length", str(len(answer.body)).encode()),
            (b"cache-control", b"no-store"),
            (b"connection", b"close"),
        ]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        body = b"" if scope["method"] == "HEAD" else answer.body
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, method: str, path: str) -> Answer:
        asked = self._asked.get(path)
        if asked is None:
            return Answer(NOT_FOUND, _json({"answered": list(self._asked)}))
        if method not in {"GET", "HEAD"}:
            return Answer(NOT_SO, _json({"answered": ["GET", "HEAD"]}))
        try:
            return await asked()
        except Exception as error:  # noqa: BLE001 - a fault of the watch is no fault of the service
            log.error("watch.fault", path=path, fault=type(error).__name__)
            return Answer(FAULT, _json({"fault": type(error).__name__}))

    async def _live(self) -> Answer:
        ended = await self._watch.ended()
        return (
            Answer(AWAY, _json({"live": False, "ended": list(ended)})) if ended else Answer(GOOD, _json({"live": True}))
        )

    async def _ready(self) -> Answer:
        told = await self._watch.told()
        ready = all(one.state is not State.WAITS for one in told)
        body = {"ready": ready, "services": [one.as_json() for one in told]}
        return Answer(GOOD if ready else AWAY, _json(body))

    async def _metrics(self) -> Answer:
        return Answer(GOOD, await self._watch.page(), CONTENT_TYPE_LATEST)


def _json(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"
