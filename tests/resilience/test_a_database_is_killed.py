"""The same over PostgreSQL: a service killed between commit and telling, and the whole server killed in mid-run."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from kring_shared.contracts.intake import ConsentGiven
from kring_shared.runtime.lane.instants import Instant
from kring_shared.testing.chaos.fleet import Fleet
from kring_shared.testing.people.case import Temper
from kring_shared.testing.servers import Postgres, for_sqlalchemy, postgres, programs_missing
from tests.resilience.books import must_be_clean, read_books, readable
from tests.resilience.town import WORDS, Town, some_stop

pytestmark = pytest.mark.skipif(bool(programs_missing()), reason=programs_missing() or "there is one")

TOGETHER = (("intake",), ("matching", "conference", "notifications", "registry"))


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres() as cluster:
        yield cluster


async def test_a_service_on_postgresql_killed_after_its_commit_loses_and_doubles_nothing(
    tmp_path: Path, server: Postgres
) -> None:
    async with Fleet(tmp_path / "kring", TOGETHER, url_of=_one_database(server)) as fleet:
        town = Town(fleet, lambda _: Temper(withdraws_after=ConsentGiven.kind()))
        fleet.plan_deaths("intake", [f"{Instant.AFTER_COMMIT}:{n}" for n in (1, 2, 3)])
        fleet.kill9("intake")
        await town.refer(3, every=0.1)
        await _balance(fleet, town)
        assert fleet.deaths["intake"] == 4
    assert readable(server._folder, WORDS) == []


async def test_postgresql_killed_in_mid_run_loses_and_doubles_nothing(tmp_path: Path, server: Postgres) -> None:
    async with Fleet(tmp_path / "kring", TOGETHER, url_of=_one_database(server)) as fleet:
        town = Town(fleet, some_stop)
        await town.open_register()
        referring = asyncio.create_task(town.refer(3, every=0.3))
        await town.live(until=town.never, in_mid_run=partial(town.has_seen, 30))
        await asyncio.to_thread(server.kill9)
        await asyncio.to_thread(server.restart)
        await referring
        await _balance(fleet, town)


async def _balance(fleet: Fleet, town: Town) -> None:
    await town.live(until=town.everybody_is_through)
    await fleet.settle()
    books = await read_books(fleet, town.references, WORDS)
    must_be_clean(books)
    assert set(town.locked.values()) == {1}


def _one_database(server: Postgres) -> Callable[[str], str]:
    """Keep all services apart by schema, in one database."""
    url = for_sqlalchemy(server.create_database())
    return lambda _service: url
