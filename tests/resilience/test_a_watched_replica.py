"""A replica that is watched while it works under load: a rolling upgrade by what replicas tell of themselves."""

import asyncio
from pathlib import Path

from kring_shared.runtime.server.ports import free_port
from kring_shared.testing.waiting import until
from tests.integration.watched import Watched
from tests.resilience.replicas import PATIENCE_SECONDS, SLOW, Callers, Replica, a_house

pytestmark = SLOW
MANY = 500


async def test_the_next_one_is_ready_before_the_first_stops_and_the_first_answers_what_it_took(tmp_path: Path) -> None:
    async with a_house("sqlite", tmp_path, serves=("*",)) as house:
        watched = [Watched(free_port()) for _ in range(2)]
        first = house.replica(KRING_WATCH=watched[0].at)
        await first.says("guestbook.started")
        cases = await house.open_doors(["utrecht", "gent"], 5)
        await until(lambda: len(house.marks()) == len(cases), "every book is there")
        second = house.replica(KRING_WATCH=watched[1].at)
        await _is(watched[1], "stands by")
        assert await watched[0].states() == {"guestbook": "ready"}
        callers = Callers(house, cases)
        async with callers.at_it(MANY):
            await callers.more(MANY)
            scraping = asyncio.create_task(_scrape(watched[0]))
            await first.stop()
            assert (await scraping) > 0
            await _is(watched[1], "ready")
            await callers.more(MANY)
        assert (callers.silent, callers.strange) == (0, set())
        await until(lambda: _at_work(watched[1]), "its figures say that it works", within=PATIENCE_SECONDS)
        assert (await watched[1].figures()).of("kring_faults_total") == 0
        await second.stop()
        await house.is_sound()


async def test_a_port_that_is_taken_ends_it_with_its_own_code(tmp_path: Path) -> None:
    async with a_house("sqlite", tmp_path, serves=("*",)) as house:
        where = Watched(free_port())
        first = house.replica(KRING_WATCH=where.at)
        await first.says("watch.listens")
        second: Replica = house.replica(KRING_WATCH=where.at)
        assert await second.ends() == 7
        assert "kring.port-taken" in second.log.read_text()


async def _at_work(where: Watched) -> bool:
    """Say whether the figures tell it; a scrape may be of a look some seconds ago, when it still stood by."""
    return (await where.figures()).of("kring_at_work") == 1


async def _is(where: Watched, state: str) -> None:
    async def told() -> bool:
        try:
            return await where.states() == {"guestbook": state}
        except ConnectionError:
            return False

    await until(told, f"it says: {state}", within=PATIENCE_SECONDS)


async def _scrape(where: Watched) -> int:
    """Scrape again and again until nobody is there any more; give how often."""
    scraped = 0
    while True:
        try:
            await where.figures()
        except ConnectionError:
            return scraped
        scraped += 1
