"""Many errands at once: no more are begun than can be under way, and one way that hangs holds up no other."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from kring_shared.kernel.ids import derived_id
from kring_shared.runtime.lane.lane import Lane
from kring_shared.runtime.lane.timers import AT_ONCE, Timers
from kring_shared.runtime.storage.tables import ERRAND, INBOX, OUTBOX, to_ms
from kring_shared.testing.waiting import until
from tests.integration.lane.desk import BOTH, CASE, START, Desk, a_desk, door
from tests.integration.lane.guestbook import Weather
from tests.integration.lane.messages import Bell

pytestmark = BOTH
MANY = 100
HANGS, WORKS = "hangs", "works"


class Ringers:
    """Bells outside, of which some never end, or end when they may."""

    def __init__(self) -> None:
        self.rung: Counter[str] = Counter()
        self.ends = asyncio.Event()

    async def ring(self, bell: Bell) -> str:
        way = bell.case_id
        self.rung[way] += 1
        if way == HANGS:
            await self.ends.wait()
        return "kring.done"


async def test_what_waits_for_its_turn_is_not_begun_and_after_a_kill_not_unclear(kind: str, tmp_path: Path) -> None:
    bells = Ringers()
    with a_desk(kind, tmp_path, weather=Weather(ring=bells.ring)) as desk:
        send_out(desk, HANGS, MANY)
        async with at_work(desk):
            await until(lambda: bells.rung[HANGS] == AT_ONCE, "the places are taken")
            assert states(desk) == {"begun": AT_ONCE, "waiting": MANY - AT_ONCE}
        bells.ends.set()
        async with at_work(desk):
            await until(lambda: states(desk) == {}, "all came to an end")
        assert bells.rung[HANGS] == MANY  # what was under way at the kill is not done again
        assert outcomes(desk) == {"kring.unclear": AT_ONCE, "kring.done": MANY - AT_ONCE}


async def test_a_way_that_hangs_holds_up_no_other_however_much_of_it_waits(kind: str, tmp_path: Path) -> None:
    bells = Ringers()
    with a_desk(kind, tmp_path, weather=Weather(ring=bells.ring)) as desk:
        send_out(desk, HANGS, 4 * MANY)
        async with at_work(desk):
            await until(lambda: bells.rung[HANGS] == AT_ONCE, "the places are taken")
            send_out(desk, WORKS, MANY)
            await until(lambda: bells.rung[WORKS] == MANY, "the other way goes on")
            assert bells.rung[HANGS] == AT_ONCE


async def test_a_service_says_how_many_go_by_one_way_at_the_same_time(kind: str, tmp_path: Path) -> None:
    bells = Ringers()
    with a_desk(kind, tmp_path, weather=Weather(ring=bells.ring)) as desk:
        (name,) = desk.setup.routes.runners
        desk.setup.routes.places[name] = {HANGS: 3, WORKS: 5}.__getitem__
        send_out(desk, HANGS, MANY)
        async with at_work(desk):
            await until(lambda: bells.rung[HANGS] == 3, "the places are taken")
            send_out(desk, WORKS, MANY)
            await until(lambda: bells.rung[WORKS] == MANY, "the other way goes on")
            await until(lambda: states(desk) == {"begun": 3, "waiting": MANY - 3}, "only the first way waits")


async def test_a_stop_begins_nothing_more_and_leaves_what_waits(kind: str, tmp_path: Path) -> None:
    bells = Ringers()
    with a_desk(kind, tmp_path, weather=Weather(ring=bells.ring)) as desk:
        send_out(desk, HANGS, MANY)
        async with at_work(desk) as timers:
            await until(lambda: bells.rung[HANGS] == AT_ONCE, "the places are taken")
            stopping = asyncio.create_task(timers.stop())
            await until(lambda: timers._stopping, "it began to stop")
            bells.ends.set()
            await stopping
            await until(lambda: states(desk) == {"waiting": MANY - AT_ONCE}, "what was begun ended")
        assert bells.rung[HANGS] == AT_ONCE
        assert outcomes(desk) == {"kring.done": AT_ONCE}


async def test_errands_that_begin_together_share_a_write(kind: str, tmp_path: Path) -> None:
    bells, writes = Ringers(), Counter[int]()
    with a_desk(kind, tmp_path, weather=Weather(ring=bells.ring)) as desk:
        send_out(desk, HANGS, AT_ONCE)
        async with at_work(desk, writes):
            await until(lambda: bells.rung[HANGS] == AT_ONCE, "all were begun")
        assert writes.total() <= 3
        assert sum(many * times for many, times in writes.items()) == AT_ONCE


@asynccontextmanager
async def at_work(desk: Desk, writes: Counter[int] | None = None) -> AsyncGenerator[Timers]:
    """Let lane and timers work; whatever is on its way at the end is dropped where it stands, as by kill -9."""
    lane = Lane(desk.setup, None)
    timers = Timers(desk.setup, lane)
    begin = timers._begin

    def counted(errand_ids: list[str]) -> set[str]:
        if writes is not None:
            writes[len(errand_ids)] += 1
        return begin(errand_ids)

    timers._begin = counted  # type: ignore[method-assign,assignment]
    loops = [asyncio.create_task(loop) for loop in (lane.run(), timers.run())]
    try:
        yield timers
    finally:
        dropped = [*loops, *timers._errands]
        for task in dropped:
            task.cancel()
        await asyncio.gather(*dropped, return_exceptions=True)
        lane.close()


def send_out(desk: Desk, way: str, count: int) -> None:
    """Write errands down as a batch does; the book they are about is there."""
    if not desk.rows(INBOX):
        desk.settle(door())
    rows = [
        {
            "id": derived_id(CASE, f"{way}/{n}"),
            "name": "bell",
            "via": way,
            "key": CASE,
            "office": "utrecht",
            "body": Bell(case_id=way).model_dump_json(by_alias=True),
            "due_ms": to_ms(START),
            "state": "waiting",
        }
        for n in range(count)
    ]
    with desk.database.begin() as tx:
        tx.execute(ERRAND.insert(), rows)


def states(desk: Desk) -> Counter[str]:
    """Count errands by where they stand."""
    return Counter(desk.rows(ERRAND, "state"))


def outcomes(desk: Desk) -> Counter[str]:
    """Count what was told of the bells that rang."""
    told = (body for body in desk.rows(OUTBOX, "body") if '"code"' in body)
    return Counter(body.partition('"code":"')[2].partition('"')[0] for body in told)
