"""Replicas of a service that divide its offices: each office is worked by one of them, so that order per case is kept.

A replica sits down on the first free of as many numbered seats as there are offices, and keeps that seat as long as it
lives. Whoever looks at the seats knows how many replicas there are and the how-manieth it is, and so how many offices
are its share: all shares together are all offices. It takes free ones up to its share, one after another, and gives
back what is over when somebody sits down beside it. A seat, like the lease of an office, ends with the process.
"""

import asyncio
import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

import structlog

from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.lane.erasure_ledger import destroy_again
from kring_shared.runtime.running import assembly
from kring_shared.runtime.running.divided_databases import apart, check_where_truth_lies, database_beside
from kring_shared.runtime.running.lease import Lease, LeaseHeld
from kring_shared.runtime.running.running import Parts, Running
from kring_shared.runtime.settings import ServiceSettings

log = structlog.get_logger()
LOOK_SECONDS: Final = 0.25


class Share:
    """One replica's share of one service's offices; `start` and `stop` as a service that is not divided."""

    def __init__(self, service: Service, settings: ServiceSettings, given: Parts) -> None:
        """Prepare every office; nothing is opened or taken."""
        self.service, self._settings = service, settings
        self._given = {shared.serves[0]: replace(given, shared=shared) for shared in apart(given.shared)}
        self._shared = given.shared
        self._resting = {office: self._running(office) for office in self._given}
        self.working: dict[str, Running] = {}
        self._leaving: set[asyncio.Task[None]] = set()
        url = settings.database_url.get_secret_value()
        self._seats = [
            Lease(database_beside(url, service.name, f".replica-{n}"), service.name) for n in range(len(self._given))
        ]
        self._seat: Lease | None = None

    @property
    def posts(self) -> Mapping[str, Running]:
        """Give every office, whether it is worked on here or not."""
        return {**self._resting, **self.working}

    @property
    def stands_by(self) -> bool:
        """Tell whether other replicas have every office."""
        return not self.working

    async def start(self) -> None:
        """Look whether every office can be worked, and begin to take.

        Raises:
            WrongSetup, DatabaseTooNew, DatabaseAway: an office's database cannot be used.
        """
        await asyncio.to_thread(check_where_truth_lies, self.service.name, self._settings, self._shared)
        for one in self._resting.values():
            await asyncio.to_thread(assembly.check_current, one)
        self._keeping = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Give everything back in good order; others may sit closer from the first moment."""
        self._keeping.cancel()
        await asyncio.gather(self._keeping, return_exceptions=True)
        if self._seat is not None:
            self._seat.release()
        await asyncio.gather(*self._leaving, *(one.stop() for one in self.working.values()))
        self.working.clear()

    async def failed(self) -> BaseException | None:
        """Give the error that ended the work at any office, if any did."""
        if self._keeping.done() and not self._keeping.cancelled():
            return self._keeping.exception()
        for one in list(self.working.values()):
            if (error := await one.failed()) is not None:
                return error
        return None

    async def _keep(self) -> None:
        while True:
            if (seat := await asyncio.to_thread(self._sit)) is not None:
                share = await asyncio.to_thread(self._share, seat)
                if len(self.working) > share:
                    self._give_back()
                elif len(self.working) < share:
                    await self._take()
            await asyncio.sleep(LOOK_SECONDS)

    def _sit(self) -> Lease | None:
        """Give our seat, or sit down on a free one; more replicas than offices stand by until there is one."""
        if self._seat is None or not self._seat.is_ours():
            self._seat = next((seat for seat in self._seats if _taken(seat)), None)
        return self._seat

    def _share(self, ours: Lease) -> int:
        """Count the seats that are taken, and give how many offices belong to ours."""
        taken = [seat for seat in self._seats if seat is ours or not seat.is_free()]
        at_least, over = divmod(len(self._given), len(taken))
        return at_least + (taken.index(ours) < over)

    async def _take(self) -> None:
        """Take one office that nobody works at."""
        for office, one in list(self._resting.items()):
            if await asyncio.to_thread(_taken, one.lease):
                await assembly.start_one(one)
                self.working[office] = self._resting.pop(office)
                log.info(f"{self.service.name}.office.taken", office=office)
                return

    def _give_back(self) -> None:
        """Let the office go that came last."""
        office, one = self.working.popitem()
        log.info(f"{self.service.name}.office.given-back", office=office)
        leaving = asyncio.create_task(one.stop())
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)
        self._resting[office] = self._running(office)

    def _running(self, office: str) -> Running:
        return Running(self.service, self._settings, self._given[office])


async def start_all(
    configured: Iterable[assembly.Configured], given: Parts, begins: assembly.Begins = assembly.nobody
) -> list[Share]:
    """Begin to share the work of services with their other replicas; when one cannot begin, none does."""
    await asyncio.to_thread(destroy_again, given.ledger, given.vault)
    shares: list[Share] = []
    try:
        for service, settings in configured:
            share = Share(service, settings, given)
            begins(share)
            await share.start()
            shares.append(share)
    except BaseException:
        await assembly.stop_all(shares)
        raise
    return shares


def _taken(lease: Lease) -> bool:
    """Take a lease if nobody has it, and tell whether it is ours now."""
    with contextlib.suppress(LeaseHeld):
        lease.try_take()
        return True
    return False
