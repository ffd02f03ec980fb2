"""What a teller may tell, and when it has to look first; the bus is a list here."""

import asyncio
from collections.abc import Sequence
from typing import cast

import pytest
from nats.aio.client import Client

from kring_shared.runtime.bus.streams import FACTS, StreamAt
from kring_shared.runtime.bus.wire import Row
from kring_shared.runtime.lane import relay
from kring_shared.runtime.lane.relay import Looked, Teller, Told
from kring_shared.runtime.storage.database import Database
from tests.unit.runtime.outboxes import Bus, database, keep, rows

__all__ = ["database"]
LAST = 10


class Story:
    """A teller at work, what it told and how often it looked."""

    def __init__(self, database: Database, places: Sequence[int]) -> None:
        """Give what is told these places, one after another, and any after them in order."""
        self.bus, self.told, self.looks = Bus(), list[int](), 0
        self._places = list(places)
        self.teller = Teller(database, cast("Client", self.bus), "guestbook", StreamAt(FACTS), self._look)

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


def a_story(database: Database, monkeypatch: pytest.MonkeyPatch, places: Sequence[int] = ()) -> Story:
    story = Story(database, places)
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
