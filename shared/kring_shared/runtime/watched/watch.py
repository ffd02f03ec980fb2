"""How the services of one process are: alive, ready, and in figures; looked at anew at most every few seconds."""

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Final

from prometheus_client import GCCollector, PlatformCollector, ProcessCollector, generate_latest

from kring_shared.runtime.bus.address import runs_out
from kring_shared.runtime.running.assembly import ServiceAtWork
from kring_shared.runtime.running.running import Running
from kring_shared.runtime.running.standing import Standing
from kring_shared.runtime.telemetry.counts import Counts
from kring_shared.runtime.watched.onlooker import Onlooker
from kring_shared.runtime.watched.samples import Found, Samples

FRESH_SECONDS: Final = 3.0
"""Whoever asks again within these is told the same: however many ask, a service is looked at no more often."""
THREADS: Final = 8
VERSION: Final = version("kring-shared")


class State(StrEnum):
    """How one service is."""

    READY = "ready"
    STANDS_BY = "stands by"
    WAITS = "waits"


@dataclass(frozen=True)
class Told:
    """What is told of one service."""

    service: str
    state: State
    waits_for: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Give it as it is answered."""
        waits = {"waitsFor": list(self.waits_for)} if self.waits_for else {}
        return {"service": self.service, "state": self.state.value, **waits}


class Watch:
    """Knows the services of a process from before they start until they have stopped."""

    def __init__(
        self, names: Sequence[str], counts: Counts, *, creds: Path | None = None, fresh_seconds: float = FRESH_SECONDS
    ) -> None:
        """Expect these services, in the order they will start."""
        self._names, self._counts, self._creds, self._fresh = tuple(names), counts, creds, fresh_seconds
        self._begun: list[ServiceAtWork] = []
        self._onlookers: dict[Running, Onlooker] = {}
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="watch")
        self._one_at_a_time = asyncio.Lock()
        self._looked_at: float | None = None
        self._stops = self._over = False
        self._found, self._page = Found(), b""
        counts.registry.register(self._found)
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=counts.registry)

    def begins(self, service: ServiceAtWork) -> None:
        """Hear of a service that is about to start."""
        self._begun.append(service)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Hear how the work ends: as it was told to, or because something failed and the process cannot go on."""
        try:
            yield
        except BaseException:
            self._over = True
            raise
        finally:
            self._stops = True

    def close(self) -> None:
        """Look no more; a look that hangs is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def ended(self) -> list[str]:
        """Name the services of which something ended that is meant to be for ever; none when the process is alive."""
        failed = [one.service.name for one in self._begun if await one.failed() is not None]
        return failed or (["the process"] if self._over else [])

    async def told(self) -> list[Told]:
        """Tell how each service is."""
        await self._look()
        return await self._all_told()

    async def page(self) -> bytes:
        """Give the metrics, in the text form of Prometheus."""
        await self._look()
        return self._page

    async def _all_told(self) -> list[Told]:
        found: list[Told] = []
        for name in self._names:
            begun = [one for one in self._begun if one.service.name == name]
            if self._stops:
                found.append(Told(name, State.WAITS, ("the end of this process",)))
            elif begun:
                found.append(await self._told_of(name, begun))
            elif any(told.state is State.STANDS_BY for told in found):
                found.append(Told(name, State.STANDS_BY))  # it starts behind one that waits for its lease
            else:
                found.append(Told(name, State.WAITS, ("its turn to start",)))
        return found

    async def _told_of(self, name: str, begun: Sequence[ServiceAtWork]) -> Told:
        waits: list[str] = []
        for one in begun:
            if one.stands_by:
                return Told(name, State.STANDS_BY)
            working = _working(one)
            waits += [] if working else ["its start"]
            for post in working:
                waits += await post.waits_for()
                waits += [] if self._onlooker(post).database_answers else ["its database"]
        return Told(name, State.WAITS if waits else State.READY, tuple(dict.fromkeys(waits)))

    async def _look(self) -> None:
        """Look at everything, unless that was done a moment ago; who asks meanwhile waits for the same look."""
        loop = asyncio.get_running_loop()
        async with self._one_at_a_time:
            if self._looked_at is not None and loop.time() - self._looked_at < self._fresh:
                return
            samples = Samples()
            posts = [post for one in self._begun for post in _working(one)]
            self._onlookers = {post: self._onlooker(post) for post in posts}
            await asyncio.gather(*(onlooker.look(samples) for onlooker in self._onlookers.values()))
            await self._add_standing(samples)
            self._found.samples = samples
            self._page = generate_latest(self._counts.registry)
            self._looked_at = loop.time()

    async def _add_standing(self, samples: Samples) -> None:
        """Add what is known without asking anybody."""
        expires = runs_out(self._creds) if self._creds is not None else None
        for told in await self._all_told():
            samples.add("kring_ready", told.service, float(told.state is not State.WAITS))
            samples.add("kring_build_info", told.service, 1.0, VERSION)
            unclear = self._counts.of(told.service).unclear_of_late()
            samples.add("kring_errands_unclear", told.service, float(unclear))
            if expires is not None:
                samples.add("kring_credential_expires_timestamp_seconds", told.service, float(expires))
            begun = [one for one in self._begun if one.service.name == told.service]
            samples.add("kring_at_work", told.service, float(any(map(_working, begun))))
            for one in begun:
                for office, post in one.posts.items():
                    if office:
                        works = post.standing is Standing.WORKS
                        samples.add("kring_office_at_work", told.service, float(works), office)

    def _onlooker(self, post: Running) -> Onlooker:
        return self._onlookers.get(post) or Onlooker(post, self._threads)


def _working(one: ServiceAtWork) -> list[Running]:
    return [post for post in one.posts.values() if post.standing is Standing.WORKS]
