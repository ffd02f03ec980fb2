"""kill -9 of a service's process at each named instant of the lane, while referrals come in and people act."""

import asyncio
from pathlib import Path

import pytest

from kring_shared.runtime.lane.instants import Instant
from kring_shared.testing.chaos.fleet import Fleet
from tests.resilience.books import must_be_clean, read_books
from tests.resilience.town import WORDS, Town, some_stop

LANE = tuple(i for i in Instant if i not in {Instant.BEFORE_ERASE, Instant.DURING_ERRAND, Instant.AFTER_ERRAND})
REST = {
    "intake": ("matching", "conference", "notifications", "registry"),
    "matching": ("intake", "conference", "notifications", "registry"),
    "notifications": ("intake", "matching", "conference", "registry"),
}


@pytest.mark.parametrize("instant", LANE)
@pytest.mark.parametrize("service", ["intake", "matching"])
async def test_a_service_killed_at_an_instant_loses_and_doubles_nothing(
    tmp_path: Path, service: str, instant: Instant
) -> None:
    await _killed(tmp_path, service, [f"{instant}:{n}" for n in (1, 2, 3)])


async def test_notifications_killed_while_carrying_out_letters_sends_none_twice(tmp_path: Path) -> None:
    await _killed(
        tmp_path,
        "notifications",
        [f"{Instant.DURING_ERRAND}:1", f"{Instant.AFTER_ERRAND}:1", f"{Instant.DURING_ERRAND}:2"],
    )


async def _killed(folder: Path, service: str, deaths: list[str]) -> None:
    async with Fleet(folder / "kring", [(service,), REST[service]]) as fleet:
        town = Town(fleet, some_stop)
        await town.open_register()
        fleet.plan_deaths(service, deaths)
        fleet.kill9(service)  # from now on it dies where it was told to
        referring = asyncio.create_task(town.refer(3, every=0.1))
        await town.live(until=lambda: referring.done() and town.everybody_is_through())
        await fleet.settle()
        books = await read_books(fleet, town.references, WORDS)
        must_be_clean(books)
        assert fleet.deaths[service] == 1 + len(deaths)
        assert set(town.locked.values()) == {1}
