"""A replica under load is told to stop: it answers what it took, ends well, and the next one goes on."""

from collections import Counter
from pathlib import Path

from kring_shared.testing.waiting import until
from tests.integration.lane.desk import BOTH
from tests.resilience.replicas import SLOW, Callers, House, a_house

pytestmark = SLOW

MANY = 400
"""So many that some always lie in the client's queue, behind what the lane settles."""
HANDED_OVER_MS = 5000


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
            await callers.more(2 * MANY)
            assert await first.stop() < 10
            await callers.more(2 * MANY)
        assert await second.stop() < 10
        assert (callers.silent, callers.strange) == (0, set())
        assert callers.nobody > 0
        assert callers.longest_gap_ms() < HANDED_OVER_MS
        print(f"{kind}: {callers.longest_gap_ms():.0f} ms without an answer")  # noqa: T201 - read with -s
        _each_once(house, callers)
        assert await house.problems() == []


async def test_a_bus_that_is_away_does_not_keep_it(tmp_path: Path) -> None:
    async with a_house("sqlite", tmp_path, serves=("*",)) as house:
        replica = house.replica()
        await replica.says("guestbook.started")
        house.server.kill9()
        assert await replica.stop() < 10


def _each_once(house: House, callers: Callers) -> None:
    """Everything that was answered was done, once, and nothing else."""
    done = Counter((case_id, mark) for case_id, marks in house.marks().items() for mark in marks)
    assert done == Counter((case_id, mark) for _, case_id, mark in callers.answered)
