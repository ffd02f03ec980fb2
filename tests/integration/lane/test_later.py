"""What comes back by itself: deadlines strike once, errands are carried out once or are said to be unclear."""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from kring_shared.contracts.actor import Role
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.lane.timers import Timers
from kring_shared.runtime.storage.tables import DEADLINE, ERRAND, INBOX, PARKED
from kring_shared.testing.waiting import until
from tests.integration.lane.desk import BOTH, CASE, COORDINATOR, MANAGER, OFFICE, OTHER, Desk, a_command, a_desk, door
from tests.integration.lane.guestbook import PRIVATE, Weather
from tests.integration.lane.messages import (
    Bell,
    BookShown,
    DoorOpened,
    HourStruck,
    KeepBook,
    LendBook,
    RingBell,
    ShowBook,
)
from tests.integration.lane.stage import Stage, on_stage

pytestmark = BOTH
HOUR = timedelta(hours=1)
OPENED = DoorOpened(case_id=CASE, coordinator_id=COORDINATOR)
CLOSED = "guestbook.book-closed.v1"
RANG = "guestbook.bell-rang.v1"


def test_a_deadline_strikes_when_it_is_due_and_once_however_often_it_is_delivered(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door(), a_command(LendBook(case_id=CASE, hours=1), desk.signed()))
        desk.clock.move_by(HOUR - timedelta(milliseconds=1))
        assert desk.due() == []
        desk.clock.move_by(timedelta(milliseconds=1))
        due = desk.due()
        desk.settle(*due, *due)
        desk.settle(*due)
        assert desk.told() == [CLOSED]
        assert desk.rows(DEADLINE) == desk.due() == []


def test_a_deadline_that_is_dropped_does_not_strike_also_when_dropped_in_the_same_batch(
    kind: str, tmp_path: Path
) -> None:
    with a_desk(kind, tmp_path) as desk:
        lend, keep = LendBook(case_id=CASE, hours=1), KeepBook(case_id=CASE)
        lend_other = LendBook(case_id=OTHER, hours=1)
        desk.settle(door(), door(OTHER), *(a_command(c, desk.signed()) for c in (lend, keep, lend_other)))
        assert desk.rows(DEADLINE, "key") == [OTHER]
        desk.settle(a_command(lend, desk.signed()))
        desk.settle(*(a_command(c, desk.signed()) for c in (keep, lend)))  # dropped, and set anew after that
        assert sorted(desk.rows(DEADLINE, "key")) == [CASE, OTHER]


def test_a_deadline_that_is_dropped_while_it_is_on_its_way_does_not_strike(kind: str, tmp_path: Path) -> None:
    """The timers hand it to the lane, and what calls it off comes before it: in the same batch, or in one before."""
    lend, keep = LendBook(case_id=CASE, hours=1), KeepBook(case_id=CASE)
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door(), a_command(lend, desk.signed()))
        desk.clock.move_by(HOUR)
        due = desk.due()
        desk.settle(a_command(keep, desk.signed()), *due)
        assert (len(due), desk.told()) == (1, [])
        desk.settle(a_command(lend, desk.signed()))
        desk.clock.move_by(HOUR)
        due = desk.due()
        desk.settle(a_command(keep, desk.signed()))
        desk.settle(*due)
        assert (len(due), desk.told(), desk.reasons()) == (1, [], {})


def test_a_deadline_that_is_dropped_while_it_stands_apart_does_not_strike(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(a_deadline(desk))
        assert len(desk.rows(PARKED)) == 1
        desk.settle(door(), a_command(LendBook(case_id=CASE, hours=2), desk.signed()))
        desk.settle(a_command(KeepBook(case_id=CASE), desk.signed()))
        desk.after(timedelta(seconds=1))
        assert (desk.told(), desk.rows(PARKED)) == ([], [])


def a_deadline(desk: Desk) -> Delivery:
    """Set one that is due, before the book is there that it is of."""
    hour = HourStruck(case_id=CASE)
    due = Delivery(secrets.token_hex(16), hour.kind(), hour.to_json(), Origin.DEADLINE, OFFICE)
    row = {"id": due.id, "key": hour.key(), "kind": due.kind, "office": OFFICE, "body": due.body.decode()}
    with desk.setup.database.begin() as tx:
        tx.execute(DEADLINE.insert().values(**row, due_ms=0))
    return due


def test_a_deadline_whose_handler_fails_is_parked_and_tried_again(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        early = a_deadline(desk)
        desk.settle(early)
        assert desk.reasons() == {early.id: "kring.not-yet: book not there yet"}
        desk.settle(door())
        desk.after(timedelta(seconds=1))
        assert desk.told() == [CLOSED]
        assert desk.rows(PARKED) == []


async def test_a_deadline_strikes_once_after_a_restart(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        await stage.tell(OPENED)
        await stage.rest()
        await stage.do(LendBook(case_id=CASE, hours=1))
        await stage.kill()
        stage.clock.move_by(2 * HOUR)
        await stage.start()
        await until(lambda: stage.told() == [CLOSED], "the hour struck")
        await stage.kill()
        await stage.start()
        await stage.rest()
        assert stage.told() == [CLOSED]


class Ringer:
    """A bell outside that can be slow, or broken."""

    def __init__(self) -> None:
        self.rung: list[str] = []
        self.may_end = asyncio.Event()
        self.error: Exception | None = None

    async def ring(self, bell: Bell) -> str:
        self.rung.append(bell.case_id)
        await self.may_end.wait()
        if self.error is not None:
            raise self.error
        return "kring.done"


async def ring(stage: Stage) -> None:
    await stage.tell(OPENED)
    await stage.rest()
    assert (await stage.do(RingBell(case_id=CASE))).code == "kring.done"


async def test_an_errand_is_carried_out_once_and_its_outcome_is_told(kind: str, tmp_path: Path) -> None:
    ringer = Ringer()
    ringer.may_end.set()
    async with on_stage(kind, tmp_path, weather=Weather(ring=ringer.ring)) as stage:
        await ring(stage)
        await until(lambda: stage.told() == [RANG], "the bell rang")
        await stage.kill()
        await stage.start()
        await stage.rest()
        assert ringer.rung == [CASE]
        assert stage.told() == [RANG]
        assert stage.rows(ERRAND) == []


async def test_an_errand_that_was_begun_by_a_killed_service_is_unclear_and_not_done_again(
    kind: str, tmp_path: Path
) -> None:
    ringer = Ringer()
    async with on_stage(kind, tmp_path, weather=Weather(ring=ringer.ring)) as stage:
        await ring(stage)
        await until(lambda: ringer.rung, "it was begun")
        await stage.kill()
        await stage.start()
        await until(lambda: stage.told() == [RANG], "the outcome was told")
        assert ringer.rung == [CASE]
        assert await outcome(stage) == ("kring.unclear",)


async def test_a_stop_in_good_order_lets_what_was_begun_end(kind: str, tmp_path: Path) -> None:
    ringer = Ringer()
    async with on_stage(kind, tmp_path, weather=Weather(ring=ringer.ring)) as stage:
        await ring(stage)
        await until(lambda: ringer.rung, "it was begun")
        stopping = asyncio.create_task(stage.stop())
        await until(lambda: all(task.done() for task in stage.running._coming_in), "nothing new is begun any more")
        ringer.may_end.set()
        await stopping
        assert stage.told() == [RANG]
        await stage.start()
        await stage.rest()
        assert await outcome(stage) == ("kring.done",)


async def test_an_errand_that_fails_is_told_without_the_words_of_its_error(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ringer = Ringer()
    ringer.error = RuntimeError(PRIVATE)
    ringer.may_end.set()
    async with on_stage(kind, tmp_path, weather=Weather(ring=ringer.ring)) as stage:
        await ring(stage)
        await until(lambda: stage.told() == [RANG], "the outcome was told")
        assert await outcome(stage) == ("kring.errand-failed",)
    assert PRIVATE not in "".join(capsys.readouterr())


async def test_an_errand_nobody_carries_out_any_more_is_handed_in_as_failed(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        stage.running.setup.routes.runners.pop("bell")
        stage.running.setup.routes.runners["whistle"] = (Bell, Ringer().ring)
        await ring(stage)
        await until(lambda: stage.told() == [RANG], "the outcome was told")
        assert await outcome(stage) == ("kring.errand-failed",)


async def test_an_errand_called_back_before_it_begins_stays_undone(kind: str, tmp_path: Path) -> None:
    ringer = Ringer()
    with a_desk(kind, tmp_path, weather=Weather(ring=ringer.ring)) as desk:
        desk.settle(door(), a_command(RingBell(case_id=CASE), desk.signed()))
        assert desk.rows(ERRAND, "state") == ["waiting"]
        desk.settle(a_command(KeepBook(case_id=CASE), desk.signed()))
        assert desk.rows(ERRAND) == []
        desk.settle(*(a_command(c, desk.signed()) for c in (RingBell(case_id=CASE), KeepBook(case_id=CASE))))
        assert desk.rows(ERRAND) == []


async def test_an_outcome_that_is_parked_is_kept_and_not_overwritten_by_a_restart(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        desk.settle(door(), a_command(RingBell(case_id=CASE), desk.signed()))
        [errand] = desk.rows(ERRAND)
        with desk.database.begin() as tx:
            tx.execute(ERRAND.update().values(state="begun"))
        done = f'{{"errandId": "{errand.id}", "caseId": "{OTHER}", "code": "kring.done", "body": ""}}'
        desk.settle(Delivery(f"{errand.id}-done", "errand/bell", done.encode(), Origin.ERRAND, "utrecht"))
        assert desk.rows(PARKED, "reason") == ["kring.not-yet: book not there yet"]
        assert desk.rows(ERRAND) == []  # the parked row is its place now


async def test_an_errand_the_database_could_not_begin_is_looked_at_again(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ringer = Ringer()
    ringer.may_end.set()
    away = [True]
    begin = Timers._begin

    def begins(self: Timers, errand_ids: Sequence[str]) -> set[str]:
        if away:
            away.clear()
            raise OperationalError("", {}, RuntimeError())
        return begin(self, errand_ids)

    monkeypatch.setattr(Timers, "_begin", begins)
    async with on_stage(kind, tmp_path, weather=Weather(ring=ringer.ring)) as stage:
        await ring(stage)
        await until(lambda: stage.told() == [RANG], "the bell rang after all")
        assert ringer.rung == [CASE]
        assert not away


async def outcome(stage: Stage) -> tuple[str, ...]:
    await until(lambda: len(stage.rows(INBOX)) >= 3, "the outcome was settled")
    actor = stage.client.actor(Role.REGIONAL_MANAGER, MANAGER, OFFICE)
    return (await stage.client.ask(ShowBook(case_id=CASE), actor, BookShown)).rung
