"""Two at work on one database: the lease forbids it, and behind the lease every effect is single all the same."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from kring_shared.runtime.declared.routes import Delivery
from kring_shared.runtime.lane.settle import settle
from kring_shared.runtime.running.lease import Lease, LeaseHeld, LeaseLost
from kring_shared.runtime.running.running import Running
from kring_shared.runtime.storage.shelves import StaleVersionError, load, save
from kring_shared.runtime.storage.tables import INBOX, OUTBOX, PARKED
from kring_shared.testing.waiting import until
from tests.integration.lane.desk import BOTH, CASE, COORDINATOR, OTHER, Desk, a_desk, door, guests
from tests.integration.lane.messages import DoorOpened, GuestCame
from tests.integration.lane.stage import on_stage

pytestmark = BOTH


def a_second(desk: Desk) -> Running:
    return Running(desk.service, desk.settings, desk.parts)


def test_the_second_waits_for_the_lease(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        second = a_second(desk)
        desk.running.lease.try_take()
        with pytest.raises(LeaseHeld):
            second.lease.try_take()
        desk.running.lease.release()
        second.lease.try_take()
        second.lease.release()
        second.database.close()


def test_what_was_read_before_another_wrote_cannot_be_written(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door())
        with desk.database.read() as tx:
            stale = load(tx, desk.setup.shelves, [CASE]).loaded
        desk.settle(*guests([1]))
        with pytest.raises(StaleVersionError), desk.database.begin() as tx:
            save(tx, desk.setup.shelves, stale)
        assert desk.marks() == (1,)


def test_two_that_settle_the_same_messages_at_once_have_one_effect_of_each(kind: str, tmp_path: Path) -> None:
    rounds, each = 6, 8
    with a_desk(kind, tmp_path) as desk:
        second = a_second(desk)
        desk.settle(door(), door(OTHER))
        for n in range(rounds):
            batch = guests(range(n * each, (n + 1) * each)) + guests(range(n * each, (n + 1) * each), OTHER)
            at_once = threading.Barrier(2)

            def one(running: Running, mine: list[Delivery], start: threading.Barrier = at_once) -> None:
                start.wait()
                settle(running.setup, mine)

            with ThreadPoolExecutor(2) as pool:
                both = [pool.submit(one, desk.running, batch), pool.submit(one, second, batch)]
                for each_of in both:
                    each_of.result()
            while desk.rows(PARKED):  # whoever came second may have set something apart: it is due in a second
                desk.after(timedelta(seconds=1))
        second.database.close()
        assert sorted(desk.marks() or ()) == list(range(rounds * each))
        assert sorted(desk.marks(OTHER) or ()) == list(range(rounds * each))
        ids = desk.rows(OUTBOX, "id")
        assert len(ids) == len(set(ids)) == 2 * rounds * each
        assert len(desk.rows(INBOX)) == 2 + 2 * rounds * each


async def test_two_services_on_one_database_and_one_consumer_have_one_effect_of_each_fact(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(_: Lease) -> None:
        return

    async def never(_: Lease) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Lease, "take", at_once)
    monkeypatch.setattr(Lease, "watch", never)
    async with on_stage(kind, tmp_path) as stage:
        second = a_second(stage)
        await second.start()
        try:
            await stage.tell(DoorOpened(case_id=CASE, coordinator_id=COORDINATOR))
            await stage.tell(*(GuestCame(case_id=CASE, mark=mark) for mark in range(60)))

            def all_noted() -> bool:
                stage.clock.move_by(timedelta(seconds=1))  # what one sets apart because of the other comes back
                return len(stage.marks() or ()) == 60

            await until(all_noted, "every mark is noted by one or the other", within=30)
        finally:
            await second.stop()
        await stage.rest()
        assert sorted(stage.marks() or ()) == list(range(60))
        assert sorted(fact.id for fact in await stage.on_the_bus()) == sorted(stage.rows(OUTBOX, "id"))
        assert len(stage.rows(OUTBOX)) == 60


async def test_who_loses_the_lease_ends(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        stage.running.lease._hold.held = lambda: False  # type: ignore[method-assign]

        async def ended() -> bool:
            return isinstance(await stage.running.failed(), LeaseLost)

        async def all_ended() -> bool:
            return all(task.done() for task in stage.running._tasks)

        await until(ended, "it stopped by itself")
        await until(all_ended, "what it was at came to its end too", within=5)
