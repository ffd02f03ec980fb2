"""What an outbox of years costs: a look reads only what is new to it, and a line that was down fills no memory."""

import asyncio
from collections.abc import Sequence
from typing import Any, cast

import pytest
from nats.aio.client import Client
from sqlalchemy import select

from kring_shared.kernel.errors import BusAway
from kring_shared.runtime.bus.streams import BACKBONE, FACTS, StreamAt, stream_at
from kring_shared.runtime.bus.wire import Row
from kring_shared.runtime.lane import lost_by_the_bus, relay
from kring_shared.runtime.lane.lost_by_the_bus import Look
from kring_shared.runtime.lane.relay import COLUMNS, Looked, Teller, Told
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import OUTBOX
from tests.unit.runtime.outboxes import Bus, database, keep, rows, tell

__all__ = ["database"]
FAR = stream_at(BACKBONE, "hub")
ROOM = 20


async def no_write(_function: Any) -> Any:  # noqa: ANN401 - whatever it gives
    raise AssertionError


def a_look(database: Database, at: StreamAt) -> Look:
    return Look(database, cast("Client", Bus()), "guestbook", at, no_write, tells_again=True)


def read_through(look: Look, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note behind which row each search for the newest told row begins."""
    began: list[int] = []
    last_told = look._last_told

    def noted(after: int) -> Any:  # noqa: ANN401 - rows
        began.append(after)
        return last_told(after)

    monkeypatch.setattr(look, "_last_told", noted)
    return began


def test_what_was_told_into_another_stream_is_read_through_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(database, rows("backbone", 1, 1), told=True)
    keep(database, rows("office", 2, 50), told=True)
    look = a_look(database, FAR)
    began = read_through(look, monkeypatch)

    newest = [look._newest_told() for _ in range(3)]
    keep(database, rows("backbone", 51, 52), told=True)
    newest.append(look._newest_told())

    assert [row.seq for row in newest if row is not None] == [1, 1, 1, 52]
    assert began == [0, 50, 50, 50]


def test_while_a_line_is_down_nothing_is_read_through_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(database, rows("backbone", 1, 1), told=True)
    keep(database, rows("backbone", 2, 3))
    look = a_look(database, FAR)
    began = read_through(look, monkeypatch)

    before = look._newest_told()
    keep(database, rows("office", 4, 50), told=True)
    during = look._newest_told()
    tell(database, [2])
    after = look._newest_told()
    tell(database, [3])
    last = look._newest_told()

    assert [row.seq for row in (before, during, after, last) if row is not None] == [1, 1, 2, 3]
    assert began == [0, 1, 2]


def test_of_many_rows_that_may_have_been_told_a_page_is_read_before_the_first_question(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lost_by_the_bus, "MOST", ROOM)
    keep(database, rows("backbone", 1, 5 * ROOM))
    pages: list[int] = []
    look = a_look(database, FAR)
    unclear = look._unclear

    def noted(after: int) -> Any:  # noqa: ANN401 - rows
        pages.append(after)
        return unclear(after)

    monkeypatch.setattr(look, "_unclear", noted)

    async def away(*_: object) -> None:
        raise BusAway("away")

    monkeypatch.setattr(lost_by_the_bus, "last_on", away)
    with pytest.raises(BusAway):
        asyncio.run(look.look([]))
    assert pages == [0]

    async def all_there() -> list[int]:
        return [row.seq async for row in look._all_unclear()]

    assert asyncio.run(all_there()) == list(range(1, 5 * ROOM + 1))


@pytest.mark.parametrize("stream", [BACKBONE, FACTS])
@pytest.mark.parametrize("first_up", [True, False])
def test_what_does_not_fit_waits_in_the_outbox_and_goes_in_its_order(
    database: Database, monkeypatch: pytest.MonkeyPatch, stream: str, *, first_up: bool
) -> None:
    """The line is down, or up, while rows come in: more than a teller holds, and a few after them."""
    monkeypatch.setattr(relay, "MOST_WAITING", ROOM)
    monkeypatch.setattr(relay, "MOST", ROOM // 4)
    monkeypatch.setattr(relay, "LONGEST_WAIT_SECONDS", 0.02)
    reach = "backbone" if stream == BACKBONE else "office"
    told: list[int] = []
    held: list[int] = []
    line = asyncio.Event()

    async def publish(_client: Client, some: list[Row]) -> list[Told]:
        held.append(len(teller._waiting))
        await asyncio.sleep(0)
        told.extend(row.seq for row in some)
        await asyncio.to_thread(tell, database, [row.seq for row in some])
        return [Told(row.seq, again=False) for row in some]

    async def look(_learned: Sequence[tuple[int, int]]) -> Looked:
        if not line.is_set():
            raise BusAway("away")
        return Looked(0, 0)

    monkeypatch.setattr(relay, "publish", publish)
    teller = Teller(database, cast("Client", Bus()), "guestbook", stream_at(stream, "hub"), look)

    def is_waiting() -> bool:
        with database.read() as tx:
            return bool(tx.execute(select(*COLUMNS).where(OUTBOX.c.place.is_(None))).all())

    async def story() -> None:
        if first_up:
            line.set()
        running = asyncio.create_task(teller.run())
        for first in range(1, 5 * ROOM, 5):
            some = rows(reach, first, first + 4)
            await asyncio.to_thread(keep, database, some)
            if stream == FACTS and not line.is_set() and len(teller._waiting) >= ROOM:
                line.set()
            async with asyncio.timeout(10):
                await teller.take(some)
        line.set()
        async with asyncio.timeout(10):
            while len(told) < 5 * ROOM or await asyncio.to_thread(is_waiting):  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)
        running.cancel()

    asyncio.run(story())
    assert told == list(range(1, 5 * ROOM + 1))
    assert max(held) <= ROOM + 5
    assert not is_waiting()


def test_what_a_stream_forgot_is_not_remembered_as_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(database, rows("backbone", 1, 5), told=True)

    async def nothing_there(*_: object) -> None:
        return None

    async def write(function: Any) -> Any:  # noqa: ANN401 - whatever it gives
        return function()

    monkeypatch.setattr(lost_by_the_bus, "last_on", nothing_there)
    look = Look(database, cast("Client", Bus()), "guestbook", FAR, write, tells_again=True)

    assert asyncio.run(look.look([])) == Looked(0, 5)
    assert look._newest_told() is None
    tell(database, [1])
    found = look._newest_told()
    assert found is not None
    assert found.seq == 1
