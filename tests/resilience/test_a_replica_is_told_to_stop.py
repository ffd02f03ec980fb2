"""A replica under load is told to stop: it answers what it took, ends well, and the next one goes on."""

from collections import Counter
from pathlib import Path

from kring_shared.testing.waiting import until
from tests.integration.lane.desk import BOTH
from tests.resilience.replicas import SLOW, Callers, House, a_house

pytestmark = SLOW

MANY = 4000
"""More than a lane takes in, so that thousands lie in the client's queue, where ending a subscription drops them."""


@BOTH
async def test_what_it_took_is_answered_and_the_next_one_goes_on(kind: str, tmp_path: Path) -> None:
    async with a_house(kind, tmp_path, serves=("*",)) as house:
        first = house.replica()
        await first.says("guestbook.started")
        cases = await house.open_doors(["utrecht", "gent"], 20)
        second = house.replica()
        await second.says("guestbook.lease.waits")
        await until(lambda: len(house.marks()) == len(cases), "every book is there")
        callers = Callers(house, cases)
        async with callers.at_it(MANY):
            await callers.more(MANY)
            await first.stop()
            await callers.more(MANY)
        await second.stop()
        assert (callers.silent, callers.strange) == (0, set())
        assert callers.nobody > 0
        print(f"{kind}: {callers.longest_gap_ms():.0f} ms without an answer")  # noqa: T201 - read with -s
        _each_once(house, callers)
        assert await house.problems() == []


async def test_a_bus_that_is_away_does_not_keep_it(tmp_path: Path) -> None:
    async with a_house("sqlite", tmp_path, serves=("*",)) as house:
        replica = house.replica()
        await replica.says("guestbook.started")
        house.server.kill9()
        await replica.stop()


def _each_once(house: House, callers: Callers) -> None:
    """Everything that was answered was done, once, and nothing else."""
    done = Counter((case_id, mark) for case_id, marks in house.marks().items() for mark in marks)
    assert done == Counter((case_id, mark) for _, case_id, mark in callers.answered)
