"""A process as somebody outside watches it: asked over HTTP, and its figures read as Prometheus reads them."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from kring_shared.runtime.running.assembly import ServiceAtWork
from kring_shared.runtime.server.ports import free_port
from kring_shared.runtime.telemetry.counts import Counts
from kring_shared.runtime.watched.listener import listening
from kring_shared.runtime.watched.watch import Watch

ASK_SECONDS = 10


@dataclass
class Watched:
    """Where a process answers."""

    port: int

    @property
    def at(self) -> str:
        """Give it as `KRING_WATCH` names it."""
        return f"127.0.0.1:{self.port}"

    def ask(self, path: str, method: str = "GET") -> tuple[int, dict[str, str], str]:
        """Give status, headers and body of an answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=ASK_SECONDS)
        try:
            connection.request(method, path)
            answer = connection.getresponse()
            return answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read().decode()
        finally:
            connection.close()

    async def get(self, path: str) -> tuple[int, str]:
        """Give status and body, while everything else goes on."""
        status, _, body = await asyncio.to_thread(self.ask, path)
        return status, body

    async def states(self) -> dict[str, Any]:
        """Give what `/ready` says of each service; a status that does not fit it is an error."""
        status, body = await self.get("/ready")
        said = json.loads(body)
        assert status == (200 if said["ready"] else 503)
        return {one["service"]: one.get("waitsFor") or one["state"] for one in said["services"]}

    async def figures(self) -> "Figures":
        """Scrape."""
        status, body = await self.get("/metrics")
        assert status == 200, body
        return Figures(body)


class Figures:
    """One scrape."""

    def __init__(self, text: str) -> None:
        """Read it as Prometheus does."""
        self.text = text
        self.families = {family.name: family for family in text_string_to_metric_families(text)}
        samples = [sample for family in self.families.values() for sample in family.samples]
        self._samples = {(sample.name, frozenset(sample.labels.items())): sample.value for sample in samples}
        assert len(self._samples) == len(samples), "a sample is told twice"

    def of(self, name: str, service: str = "guestbook", /, **labels: str) -> float | None:
        """Give one value; none when it is not told."""
        return self._samples.get((name, frozenset({"service": service, **labels}.items())))

    def labels(self, name: str) -> list[dict[str, str]]:
        """Give the labels a sample is told under."""
        return [dict(labels) for found, labels in self._samples if found == name]


@asynccontextmanager
async def watched(*services: ServiceAtWork, counts: Counts, fresh_seconds: float = 0.0) -> AsyncGenerator[Watched]:
    """Watch services that run in this process, and look anew each time somebody asks."""
    watch = Watch([one.service.name for one in services], counts, fresh_seconds=fresh_seconds)
    for one in services:
        watch.begins(one)
    where = Watched(free_port())
    async with listening(where.at, watch):
        yield where
