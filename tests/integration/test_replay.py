"""A range of facts is read again, or begun at by a new reader, and whoever reads already notices nothing."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from kring_shared.contracts.envelope import Fact
from kring_shared.kernel.errors import Refused
from kring_shared.kernel.work import Work
from kring_shared.runtime.bus.replay import Begin, Range, Told, begin_at, replayed
from kring_shared.runtime.bus.streams import FACTS, StreamAt
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.service import Surroundings
from kring_shared.runtime.running import assembly
from kring_shared.runtime.running.running import durable_of
from kring_shared.testing.waiting import until
from tests.integration.lane.desk import CASE, COORDINATOR, OFFICE, OTHER, Desk, database_urls
from tests.integration.lane.guestbook import Book, Weather, open_door
from tests.integration.lane.messages import DoorOpened, GuestCame, GuestNoted, SignBook
from tests.integration.lane.stage import Stage, on_stage

LONG_AGO: Final = datetime(2026, 1, 1, tzinfo=UTC)
ALL: Final = Range(LONG_AGO)
READERS: Final = 3
MANY: Final = 600
"""More than a page of what is read again."""
HERE: Final = StreamAt(FACTS)


def guests(first: int, last: int, case_id: str = CASE) -> list[Fact]:
    """Give guests with the marks from first to last."""
    return [GuestCame(case_id=case_id, mark=mark) for mark in range(first, last + 1)]


async def read(stage: Stage, wanted: Range) -> list[Told]:
    """Read a range to its end."""
    return [told async for told in replayed(stage.bus, HERE, wanted)]


@asynccontextmanager
async def a_street(folder: Path, **more: Any) -> AsyncGenerator[Stage]:  # noqa: ANN401 - as `on_stage`
    """Run a guestbook with two open books."""
    async with on_stage("sqlite", folder, **more) as stage:
        opened = [DoorOpened(case_id=case, coordinator_id=COORDINATOR) for case in (CASE, OTHER)]
        await stage.tell(*opened)
        yield stage


async def consumer(stage: Stage) -> Any:  # noqa: ANN401 - the client library's
    """Give what the bus knows of the guestbook's own reading."""
    return await stage.bus.jetstream().consumer_info(FACTS, durable_of(stage.service, stage.shared.serves))


async def test_a_range_holds_what_was_told_from_a_moment_on_and_before_another(tmp_path: Path) -> None:
    async with a_street(tmp_path, started=False) as stage:
        ids = await stage.tell(*guests(1, 30))
        everything = await read(stage, ALL)
        assert [told.id for told in everything[2:]] == ids
        since, end = everything[10].at, everything[20].at
        assert since < end
        assert await read(stage, Range(since, end)) == [told for told in everything if since <= told.at < end]
        assert await read(stage, Range(since)) == [told for told in everything if since <= told.at]
        assert await read(stage, Range(datetime(2126, 1, 1, tzinfo=UTC))) == []


async def test_of_one_kind_one_case_or_one_office(tmp_path: Path) -> None:
    async with a_street(tmp_path, started=False) as stage:
        await stage.tell(*guests(1, 3), *guests(7, 8, OTHER))
        opened = await read(stage, replace(ALL, kind=DoorOpened.kind()))
        assert [told.type for told in opened] == [DoorOpened.type()] * 2
        assert len(await read(stage, replace(ALL, key=OTHER))) == 3
        assert len(await read(stage, replace(ALL, key=CASE, kind=GuestCame.kind()))) == 3
        assert len(await read(stage, replace(ALL, office=OFFICE))) == 7
        assert await read(stage, replace(ALL, office="gent")) == []


async def test_what_is_personal_stays_sealed(tmp_path: Path) -> None:
    async with a_street(tmp_path) as stage:
        await stage.rest()
        done = await stage.do(SignBook(case_id=CASE, mark=5, full_name="Rachel van Dam"))
        assert done.status == "done"
        await stage.rest()
        (noted,) = await read(stage, replace(ALL, kind=GuestNoted.kind()))
        assert b'"signed":{' in noted.body
        assert b"Rachel" not in noted.body


async def test_nobody_who_reads_or_works_notices_it(tmp_path: Path) -> None:
    async with a_street(tmp_path) as stage:
        over = asyncio.Event()
        reading = asyncio.create_task(_again_and_again(stage, over))
        for first in range(1, MANY, 100):
            await stage.tell(*guests(first, first + 99))
        await stage.rest()
        over.set()
        lengths, floors = await reading
        assert len(lengths) >= READERS
        assert lengths == sorted(lengths)
        assert floors == sorted(floors)
        after = await consumer(stage)
        assert (after.num_redelivered, after.num_pending, after.num_ack_pending) == (0, 0, 0)
        assert after.ack_floor.stream_seq == after.delivered.stream_seq
        assert after.delivered.consumer_seq == MANY + 2
        assert stage.marks() == tuple(range(1, MANY + 1))
        assert stage.reasons() == {}
        assert len(await read(stage, ALL)) == 2 * MANY + 2


async def _again_and_again(stage: Stage, over: asyncio.Event) -> tuple[list[int], list[int]]:
    """Read everything by several at once until it is over; give how much they read, and how far the service was."""
    lengths, floors = list[int](), list[int]()
    while not over.is_set():
        read_by_each = await asyncio.gather(*(read(stage, ALL) for _ in range(READERS)))
        lengths.append(min(map(len, read_by_each)))
        floors.append((await consumer(stage)).ack_floor.stream_seq)
    return lengths, floors


async def test_a_bus_that_is_killed_meanwhile_costs_no_fact_and_doubles_none(tmp_path: Path) -> None:
    async with a_street(tmp_path, started=False) as stage:
        await stage.tell(*guests(1, MANY))
        places = list[int]()
        async for told in replayed(stage.bus, HERE, ALL):
            places.append(told.place)
            if len(places) == MANY - 50:
                stage.server.kill9()
                stage.server.restart()
        assert places == list(range(1, MANY + 3))


async def test_a_new_reader_begins_where_it_was_told_and_goes_on_from_there(tmp_path: Path) -> None:
    async with a_street(tmp_path, started=False) as stage:
        await stage.tell(*guests(1, 20))
        since = (await read(stage, ALL))[12].at
        first, *_ = await read(stage, Range(since))
        assert 1 < first.place <= 13
        begin = Begin(place=first.place, waiting=23 - first.place)
        assert await begin_at(stage.bus, HERE, "onderzoek", Range(since)) == begin
        with pytest.raises(Refused, match="a reader called onderzoek is there already"):
            await begin_at(stage.bus, HERE, "onderzoek", ALL)
        reader = await stage.bus.jetstream().pull_subscribe_bind(consumer="onderzoek", stream=FACTS)
        page = await reader.fetch(begin.waiting, timeout=5)
        assert [message.metadata.sequence.stream for message in page] == list(range(begin.place, 23))
        await page[-1].ack_sync()
        await stage.tell(*guests(21, 21))
        (later,) = await reader.fetch(10, timeout=1)
        assert later.metadata.sequence.stream == 23


async def test_a_reader_takes_the_place_of_no_consumer_of_a_service(tmp_path: Path) -> None:
    async with a_street(tmp_path) as stage:
        before = (await consumer(stage)).config
        with pytest.raises(Refused, match="choose another name"):
            await begin_at(stage.bus, HERE, durable_of(stage.service, stage.shared.serves), ALL)
        assert (await consumer(stage)).config == before


async def test_a_service_that_comes_later_hears_the_past_in_order_while_the_others_work(tmp_path: Path) -> None:
    async with a_street(tmp_path) as stage:
        await stage.tell(*guests(1, MANY // 2))
        await stage.rest()
        newcomer = Desk(
            database_urls("sqlite", tmp_path / "newcomer"),
            nats_url=stage.server.url,
            service=replace(Weather().service(), name="newcomer", subscribe=_hears),
        )
        joining = [(newcomer.service, newcomer.settings)]
        try:
            await assembly.provision(stage.bus, newcomer.shared, joining, newcomer.parts)
            running = await assembly.start_all(joining, newcomer.parts)
            for mark in range(MANY // 2 + 1, MANY + 1, 100):
                await stage.tell(*guests(mark, mark + 99))
            await until(lambda: (newcomer.marks() or ())[-1:] == (MANY,), "the newcomer has caught up")
            await stage.rest()
            await assembly.stop_all(running)
            assert newcomer.marks() == stage.marks() == tuple(range(1, MANY + 1))
            assert newcomer.reasons() == stage.reasons() == {}
            assert (await consumer(stage)).num_redelivered == 0
        finally:
            newcomer.close()


def _hears(broker: LaneBroker, _around: Surroundings) -> None:
    broker.hears(DoorOpened, open_door)
    broker.hears(GuestCame, _note)


def _note(message: GuestCame, work: Work) -> None:
    """Keep the mark, and tell nobody."""
    book = work.need(Book, message.case_id)
    work.save(replace(book, marks=(*book.marks, message.mark)))
