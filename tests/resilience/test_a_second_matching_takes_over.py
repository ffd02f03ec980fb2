"""A matching that somebody else wrote takes over from ours, in the middle of the route, with the credential of ours."""

import asyncio
import dataclasses
from collections import Counter
from datetime import date
from pathlib import Path

from kring_shared.contracts import matching as m
from kring_shared.testing.audit import kept_facts
from kring_shared.testing.chaos.fleet import Fleet
from kring_shared.testing.conformance.candidate import Candidate
from kring_shared.testing.conformance.scenarios import matching as played
from kring_shared.testing.conformance.stage import a_stage
from kring_shared.testing.conformance.steps import Do
from tests.example_service import PROGRAM, READS_AS_ADMIN
from tests.resilience.books import case_of, must_be_clean, read_books
from tests.resilience.second_matching import GuardedFleet, SecondMatching, confirm_screenings, lay_together
from tests.resilience.town import WORDS, Town, some_stop

REST = ("intake", "conference", "notifications", "registry")
COMPLETED, STARTED = m.AssignmentCompleted.kind(), m.SearchStarted.kind()


async def test_families_that_were_under_way_and_those_that_come_later_reach_their_end(tmp_path: Path) -> None:
    async with GuardedFleet(tmp_path / "kring", [("matching",), REST]) as fleet:
        second = SecondMatching(fleet)
        town = Town(second, some_stop)
        await town.open_register()
        await town.refer(3)
        await town.live(until=town.never, in_mid_run=lambda: town.kinds["assignment-activated"] > 0)
        before = await _told(fleet, STARTED)
        assert len(before) == 2, "the third stopped after its consent: both others are under way"
        assert "read " in await second.take_over()
        await second.start()
        await confirm_screenings(fleet, town.desk)
        referring = asyncio.create_task(town.refer(3, every=0.1))
        await town.live(until=town.never, in_mid_run=lambda: town.kinds["search-started"] > len(before), within=90)
        await second.kill()
        await second.start()
        await town.live(until=lambda: referring.done() and town.everybody_is_through(), within=90)
        await fleet.settle()
        started, completed = await _told(fleet, STARTED), await _told(fleet, COMPLETED)
        await second.stop()
        assert fleet.denied() == []
        assert lay_together(fleet.folder.db / "matching.db", second.file) > 0
        books = await read_books(fleet, town.references, WORDS)
        must_be_clean(books)
        assert set(town.locked.values()) == {1}
        assert set(before) < set(started) == set(completed)
        assert set(completed.values()) == {1}


async def _told(fleet: Fleet, kind: str) -> Counter[str]:
    return Counter(case_of(fact.subject) for fact in await kept_facts(fleet.connection) if fact.kind == kind)


async def test_with_the_same_credential_and_consumer_a_search_goes_on_where_ours_left_it(tmp_path: Path) -> None:
    async with a_stage(tmp_path / "bus", "matching") as stage:
        play, house = stage.play(), stage.house
        some = play.some
        steps = (*played.enters(some, "rachel"), *played.is_accepted(some), *played.is_asked(some, "rachel"))
        await play.run(steps)
        await stage.candidate.settled()
        await stage.candidate.stop()
        own = {"KRING_MATCHING_DATABASE_URL": f"sqlite:///{tmp_path}/second.db"}
        house = dataclasses.replace(house, settings=dict(house.settings) | own)
        reading = await asyncio.create_subprocess_exec(
            *PROGRAM, *READS_AS_ADMIN, env=house.environment(KRING_NATS_CREDS=str(house.admins))
        )
        assert await reading.wait() == 0
        second = Candidate(house, PROGRAM)
        await second.start()
        try:
            good_until = date(some.today.year + 2, 1, 1)
            seen = m.ConfirmScreening(coordinator_id=some.id("rachel"), checked_on=some.today, valid_until=good_until)
            rest = (Do(seen, some.manager), *played.says_yes(some, "rachel"), *played.begins(some, "rachel"))
            await play.run(rest)
            await second.settled()
            assert (await play.told())[f"{m.CoordinatorProposed.kind()} about case"] == 1
            assert house.denied() == []
        finally:
            await second.stop()
