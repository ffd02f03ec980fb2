"""What a teller may tell, and when it has to look first; the bus is a list here."""

import asyncio
from collections.abc import Sequence
from typing import cast

import pytest
from nats.aio.client import Client

from kring_shared.runtime.bus.streams import BACKBONE, FACTS, StreamAt, stream_at
from kring_shared.runtime.bus.wire import Row
from kring_shared.runtime.lane import lost_by_the_bus, relay
from kring_shared.runtime.lane.lost_by_the_bus import Last, Look, Writes
from kring_shared.runtime.lane.relay import Looked, Teller, Told
from kring_shared.runtime.storage.database import Database
from tests.unit.runtime.outboxes import Bus, database, keep, rows, tell

__all__ = ["database"]
LAST = 10
HERE = StreamAt(FACTS)


class Story:
    """A teller at work, what it told and how often it looked."""

    def __init__(self, database: Database, places: Sequence[int], at: StreamAt) -> None:
        """Give what is told these places, one after another, and any after them in order."""
        self.bus, self.told, self.looks = Bus(), list[int](), 0
        self._places = list(places)
        self.teller = Teller(database, cast("Client", self.bus), "guestbook", at, self._look)

    async def publish(self, _client: Client, some: list[Row]) -> list[Told]:
        self.told += [row.seq for row in some]
        return [Told(self._places.pop(0) if self._places else 1000 + row.seq, again=False) for row in some]

    async def rest(self) -> None:
        """Wait until it has told what it may."""
        async with asyncio.timeout(10):
            while not self.teller.idle:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)

    async def _look(self, _learned: Sequence[tuple[int, int]]) -> Looked:
        self.looks += 1
        return Looked(LAST, 0)


def a_story(
    database: Database, monkeypatch: pytest.MonkeyPatch, places: Sequence[int] = (), at: StreamAt = HERE
) -> Story:
    story = Story(database, places, at)
    monkeypatch.setattr(relay, "publish", story.publish)
    return story


def test_a_row_that_gets_a_place_of_before_makes_it_look_and_tell_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(database, rows("office", 1, 2))

    async def telling() -> Story:
        story = a_story(database, monkeypatch, places=[LAST - 1, LAST + 1])
        await story.teller.take(rows("office", 1, 2))
        running = asyncio.create_task(story.teller.run())
        await story.rest()
        running.cancel()
        return story

    story = asyncio.run(telling())
    assert story.looks == 2
    assert story.told == [1, 2, 1, 2]
    assert story.teller.marks == [(1, 1001), (2, 1002)]


def test_a_row_that_was_not_handed_over_yet_is_not_told_by_a_look(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An order to erase stands in the ledger before anybody hears of it, and is handed over only then."""
    keep(database, rows("office", 1, 3))

    async def telling() -> list[list[int]]:
        story, seen = a_story(database, monkeypatch), list[list[int]]()
        await story.teller.take(rows("office", 1, 2))
        running = asyncio.create_task(story.teller.run())
        await story.rest()
        seen.append(list(story.told))
        await story.teller.take(rows("office", 3, 3))
        await story.rest()
        seen.append(list(story.told))
        running.cancel()
        return seen

    assert asyncio.run(telling()) == [[1, 2], [1, 2, 3]]


def test_a_connection_that_was_made_anew_makes_it_look_before_it_tells_more(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(database, rows("office", 1, 1))

    async def telling() -> Story:
        story = a_story(database, monkeypatch)
        running = asyncio.create_task(story.teller.run())
        await story.rest()
        story.bus.stats["reconnects"] += 1
        await story.teller.take(rows("office", 1, 1))
        await asyncio.sleep(0)
        await story.rest()
        running.cancel()
        return story

    story = asyncio.run(telling())
    assert (story.looks, story.told) == (2, [1])


def test_who_tells_nothing_looks_now_and_then_whether_the_line_is_up(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "LOOK_SECONDS", 0.01)

    async def looking() -> None:
        story = a_story(database, monkeypatch, at=stream_at(BACKBONE, "hub"))
        running = asyncio.create_task(story.teller.run())
        async with asyncio.timeout(10):
            while story.looks < 3:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)
        running.cancel()

    asyncio.run(looking())


@pytest.mark.parametrize(("place", "is_there"), [(9, False), (11, True)])
def test_a_later_row_says_that_one_before_it_is_there_only_from_behind_its_place(
    database: Database, monkeypatch: pytest.MonkeyPatch, place: int, *, is_there: bool
) -> None:
    """At an earlier place it stands in a stream made anew, that never had the other."""
    first, later = rows("office", 10, 11)
    keep(database, [first, later], told=True)

    async def last_on(*_: object) -> Last:
        return Last(later.id, place)

    monkeypatch.setattr(lost_by_the_bus, "last_on", last_on)
    never = cast("Writes", None)
    look = Look(database, cast("Client", Bus()), "guestbook", StreamAt(FACTS), never, tells_again=True)
    row = look._told_before(first.seq)

    assert row is not None
    assert (asyncio.run(look._find(row)) is not None) is is_there


@pytest.mark.parametrize(("place", "is_there"), [(11, False), (12, True)])
def test_a_later_row_that_stands_too_near_was_told_into_a_stream_made_anew(
    database: Database, monkeypatch: pytest.MonkeyPatch, place: int, *, is_there: bool
) -> None:
    """Between the tenth and the twelfth we told the eleventh, so the twelfth stands two places behind the tenth."""
    first, *_, later = some = rows("office", 10, 12)
    keep(database, some)
    tell(database, [first.seq])

    async def last_on(*_: object) -> Last:
        return Last(later.id, place)

    monkeypatch.setattr(lost_by_the_bus, "last_on", last_on)
    never = cast("Writes", None)
    look = Look(database, cast("Client", Bus()), "guestbook", StreamAt(FACTS), never, tells_again=True)
    row = look._told_before(first.seq)

    assert row is not None
    assert (asyncio.run(look._find(row)) is not None) is is_there


def test_what_a_look_found_forgotten_is_told_also_when_nothing_arrives_at_first(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second look finds nothing that is known to be told, and has to read as far as the first."""
    keep(database, rows("office", 1, 2))

    async def telling() -> list[int]:
        story, newest = a_story(database, monkeypatch), [2, 0]
        publish = story.publish

        async def look(_learned: Sequence[tuple[int, int]]) -> Looked:
            return Looked(0, newest.pop(0))

        async def fails_once(client: Client, some: list[Row]) -> list[Told]:
            monkeypatch.setattr(relay, "publish", publish)
            raise TimeoutError

        monkeypatch.setattr(relay, "publish", fails_once)
        story.teller._look = look
        running = asyncio.create_task(story.teller.run())
        await story.rest()
        running.cancel()
        return story.told

    assert asyncio.run(telling()) == [1, 2]
