"""A fact's second version comes into use while everything works: readers first, then tellers, replica by replica."""

import json
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from kring_shared.kernel.clock import SystemClock
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.lane.newer import NotKnownYet
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import PARKED
from kring_shared.testing.audit import kept_facts
from kring_shared.testing.waiting import until
from tests.integration.lane.guestbook import BookRow
from tests.resilience import two_versions
from tests.resilience.replicas import SLOW, Callers, House, Replica, a_house
from tests.resilience.two_versions import AdmitGuest, GuestAdmitted, GuestAdmittedV2

CALLERS, PAUSE_SECONDS = 4, 0.05

pytestmark = SLOW


@dataclass
class Street:
    """A porter, a book, and people who want to be let in."""

    porter: House
    book: House
    callers: Callers

    async def begins(self, teller: str, hearer: str) -> tuple[Replica, Replica]:
        """Start a replica of each."""
        first, second = self.porter.replica(teller), self.book.replica(hearer)
        await first.says("porter.started")
        await second.says("guestbook.started")
        return first, second

    async def noted(self, more: int = 30) -> None:
        """Wait until so many more guests stand in the book."""
        before = len(self.floors())
        await until(lambda: len(self.floors()) >= before + more, f"{more} more guests are noted", within=40)

    def floors(self) -> list[str]:
        """Read what the book says of floors."""
        with self.book.databases() as databases, databases["*"].read() as tx:
            return [floor for row in tx.execute(select(table_of(BookRow))) for floor in json.loads(row.rung)]

    def reasons(self) -> set[str]:
        """Read why facts wait at the book's."""
        with self.book.databases() as databases, databases["*"].read() as tx:
            return {reason.partition(":")[0] for reason in tx.execute(select(PARKED.c.reason)).scalars()}

    async def told(self) -> dict[str, list[int]]:
        """Read the marks of each case in the order they were told, in whatever version."""
        found: dict[str, list[int]] = defaultdict(list)
        for fact in await kept_facts(self.porter.bus):
            if fact.kind in {GuestAdmitted.kind(), GuestAdmittedV2.kind()}:
                found[fact.subject.rpartition(".")[2]].append(json.loads(fact.body)["mark"])
        return dict(found)

    async def all_is_well(self) -> None:
        """Everybody who was let in stands in the book, once, in the order it was told; nothing is left over."""
        let_in = Counter((case_id, mark) for _, case_id, mark in self.callers.answered)

        def all_noted() -> bool:
            return sum(map(len, self.book.marks().values())) >= let_in.total()

        await until(all_noted, f"all {let_in.total()} are in the book", within=40)
        told = await self.told()
        assert self.book.marks() == told
        assert Counter((case_id, mark) for case_id, marks in told.items() for mark in marks) == let_in
        assert self.callers.strange == set()
        for house in (self.porter, self.book):
            await house.is_sound()


@asynccontextmanager
async def a_street(folder: Path) -> AsyncIterator[Street]:
    """Set up a porter and a book that know the first version only."""
    async with a_house("sqlite", folder, serves=("*",)) as book:
        book.service = two_versions.reader(1)
        await book.prepare()
        porter = book.beside(two_versions.porter(1))
        await porter.prepare()
        cases = [("utrecht", new_id(SystemClock().now())) for _ in range(6)]
        yield Street(porter, book, Callers(porter, cases, lambda case_id, mark: AdmitGuest(case_id=case_id, mark=mark)))


async def followed_by(house: House, service: str, before: Replica, *, killed: bool = False) -> Replica:
    """Let the next replica wait beside one, and that one go."""
    after = house.replica(service)
    await after.says(f"{house.service.name}.lease.waits")
    if killed:
        before.kill()
    else:
        await before.stop()
    await after.says(f"{house.service.name}.started")
    return after


async def test_readers_first_then_tellers_and_nothing_is_lost_or_handled_twice(tmp_path: Path) -> None:
    async with a_street(tmp_path) as street:
        teller, reader = await street.begins("porter-1", "reader-1")
        async with street.callers.at_it(CALLERS, pause=PAUSE_SECONDS):
            await street.noted()
            street.book.service = two_versions.reader(2)
            await street.book.prepare()  # the older reader is at work
            reader = await followed_by(street.book, "reader-2", reader)
            await street.noted()
            reader = await followed_by(street.book, "reader-1", reader, killed=True)  # may still go back
            await street.noted()
            reader = await followed_by(street.book, "reader-2", reader)
            teller = await followed_by(street.porter, "porter-2", teller)
            await street.noted()
            teller = await followed_by(street.porter, "porter-1", teller, killed=True)  # and so may tellers
            await street.noted()
            teller = await followed_by(street.porter, "porter-2", teller)
            await street.noted()
        await street.all_is_well()
        floors = Counter(street.floors())
        assert set(floors) == {"nobody asked", "0", "1"}
        assert min(floors.values()) > 20


async def test_a_reader_that_does_not_know_the_new_version_keeps_it_until_one_does(tmp_path: Path) -> None:
    async with a_street(tmp_path) as street:
        teller, reader = await street.begins("porter-1", "reader-1")
        async with street.callers.at_it(CALLERS, pause=PAUSE_SECONDS):
            await street.noted()
            teller = await followed_by(street.porter, "porter-2", teller)  # the order that is forbidden
            await until(lambda: NotKnownYet.code in street.reasons(), "the reader says what it does not know")
            teller = await followed_by(street.porter, "porter-1", teller)
        reader = await followed_by(street.book, "reader-2", reader)
        await street.all_is_well()
        assert set(street.floors()) == {"nobody asked", "0", "1"}
