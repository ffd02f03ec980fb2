"""The same run over lanes that are wrong on purpose: the books must not balance, or they are worth nothing."""

import asyncio
from pathlib import Path

import pytest

from kring_shared.contracts.matching import CoordinatorProposed
from kring_shared.runtime.bus.streams import FACTS, api
from kring_shared.runtime.lane.instants import Instant
from kring_shared.testing.audit import Audit
from kring_shared.testing.chaos.fleet import Fleet
from tests.resilience import wrong_lanes
from tests.resilience.books import Books, must_be_clean, read_books
from tests.resilience.town import Town

SECOND = 1_000_000_000
EVERYTHING = (("intake",), ("matching",), ("notifications", "registry", "conference"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (Books(Audit(), ["a letter 2 times to one person"]), "a letter 2 times"),
        (Books(Audit(lost=1)), "1 facts were lost"),
        (Books(Audit(doubled=1)), "1 came twice"),
    ],
    ids=["a problem", "lost", "doubled"],
)
def test_books_in_which_anything_is_wrong_are_not_clean(wrong: Books, said: str) -> None:
    must_be_clean(Books(Audit(told=7, heard=7)))
    with pytest.raises(AssertionError, match=said):
        must_be_clean(wrong)


async def test_a_lane_that_acknowledges_before_its_commit_is_found_to_lose(tmp_path: Path) -> None:
    books = await _run(tmp_path, "acknowledge_before_commit", "notifications", f"{Instant.BEFORE_COMMIT}:1")
    assert books.facts.lost > 0
    assert any("not heard by" in problem for problem in books.problems)


async def test_a_lane_without_an_outbox_is_found_to_lose(tmp_path: Path) -> None:
    books = await _run(tmp_path, "publish_without_outbox", "intake", f"{Instant.AFTER_COMMIT}:1")
    assert any("requests are kept, but 0 were told" in problem for problem in books.problems)


async def test_a_stream_that_forgets_message_ids_is_found_to_double(tmp_path: Path) -> None:
    async with Fleet(tmp_path / "kring", EVERYTHING) as fleet:
        said = await api(fleet.connection, f"STREAM.INFO.{FACTS}")
        forgetful = said["config"] | {"duplicate_window": SECOND // 10}
        assert "error" not in await api(fleet.connection, f"STREAM.UPDATE.{FACTS}", forgetful)
        books = await _referred(fleet, "intake", f"{Instant.AFTER_PUBLISH}:1")
        assert books.facts.doubled > 0
        assert any("in the stream twice" in problem for problem in books.problems)


async def test_a_service_that_begins_letters_again_is_found_to_send_twice(tmp_path: Path) -> None:
    environment = {wrong_lanes.WRONG: wrong_lanes.carry_out_again.__name__}
    async with Fleet(tmp_path / "kring", EVERYTHING, module=wrong_lanes.__name__, environment=environment) as fleet:
        town = Town(fleet)
        await town.open_register()
        await town.refer(1)
        await fleet.hold("notifications")
        # The letter is out, and what became of it is never kept.
        fleet.plan_deaths("notifications", [f"{Instant.AFTER_ERRAND}:1"])
        await town.live(until=town.never, in_mid_run=lambda: town.kinds[CoordinatorProposed.name] > 0)
        fleet.start_services()
        await _died_and_at_rest(fleet, 1)
        books = await read_books(fleet, town.references)
        assert any("times to one person" in problem for problem in books.problems)


async def _run(folder: Path, wrong: str, service: str, death: str) -> Books:
    module, environment = wrong_lanes.__name__, {wrong_lanes.WRONG: wrong}
    async with Fleet(folder / "kring", EVERYTHING, module=module, environment=environment) as fleet:
        return await _referred(fleet, service, death)


async def _referred(fleet: Fleet, service: str, death: str) -> Books:
    """Refer once while a service is down, let it come up and die there, and read the books when all are at rest."""
    town = Town(fleet)
    await fleet.hold(service)
    fleet.plan_deaths(service, [death])
    await town.refer(1)
    fleet.start_services()
    await _died_and_at_rest(fleet, 1)
    return await read_books(fleet, town.references)


async def _died_and_at_rest(fleet: Fleet, times: int) -> None:
    async with asyncio.timeout(20):
        for _ in range(2):  # some of the wrong ones say that they are at rest before they are
            while fleet.deaths.total() < times or not await fleet.at_rest():  # noqa: ASYNC110 - asks other processes
                await asyncio.sleep(0.02)
            await asyncio.sleep(0.5)
