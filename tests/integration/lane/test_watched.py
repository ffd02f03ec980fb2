"""What a service at work tells whoever watches it, with a real database and a real bus."""

import asyncio
import re
import threading
from datetime import timedelta
from pathlib import Path

from kring_shared.contracts.actor import Role
from kring_shared.runtime.telemetry.metrics import METRICS
from kring_shared.testing.waiting import until
from tests.integration.lane.desk import BOTH, CASE, COORDINATOR, MANAGER, OFFICE
from tests.integration.lane.guestbook import PRIVATE, Weather
from tests.integration.lane.messages import (
    Bell,
    BookShown,
    DoorOpened,
    GuestCame,
    KeepBook,
    LendBook,
    RingBell,
    ShowBook,
    SignBook,
    Wish,
)
from tests.integration.lane.stage import Stage, on_stage
from tests.integration.watched import Watched, watched

pytestmark = BOTH
OPENED = DoorOpened(case_id=CASE, coordinator_id=COORDINATOR)
HOUR_STRUCK = "guestbook.hour-struck.v1"
OF_THE_PORTAL = {one.name for one in METRICS if one.name.startswith("kring_portal_") and one.kind == "gauge"}
NOT_HERE = {"kring_line_up", "kring_office_at_work", "kring_credential_expires_timestamp_seconds"} | OF_THE_PORTAL
"""Told where there is a hub, where replicas divide the offices, where a credential has a term, or by the portal."""


def guests(count: int) -> list[GuestCame]:
    return [GuestCame(case_id=CASE, mark=mark) for mark in range(count)]


class StuckLane:
    """Holds the lane's writing thread, as a database that hangs does."""

    def __init__(self, stage: Stage) -> None:
        self._over = threading.Event()
        stage.running.lane._thread.submit(self._over.wait)

    def let_go(self) -> None:
        self._over.set()


async def becomes(where: Watched, name: str, wanted: float | None, /, **labels: str) -> None:
    """Wait until a figure is what it should be."""
    seen: list[float | None] = []

    async def is_so() -> bool:
        seen.append((await where.figures()).of(name, **labels))
        return seen[-1] == wanted

    await until(is_so, f"{name} is {wanted}")


async def test_a_service_at_work_is_alive_and_ready_and_tells_every_figure(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage, watched(stage.running, counts=stage.parts.counts) as where:
        await stage.tell(OPENED, *guests(5))
        await stage.rest()
        assert await where.get("/live") == (200, '{"live": true}\n')
        assert await where.states() == {"guestbook": "ready"}
        figures = await where.figures()
        told = {name.removesuffix("_total") for name in figures.families}
        assert {metric.name.removesuffix("_total") for metric in METRICS} - told == NOT_HERE
        assert (figures.of("kring_ready"), figures.of("kring_at_work")) == (1, 1)
        assert figures.of("kring_bus_connected") == 1
        assert figures.of("kring_settled_total", origin="fact", outcome="done") == 6
        assert figures.of("kring_lane_batch_size_sum") == 6
        batches = figures.of("kring_lane_batch_size_count")
        assert batches == figures.of("kring_lane_batch_seconds_count")
        assert (figures.of("kring_lane_batch_seconds_sum") or 0) > 0


async def test_the_lag_grows_while_the_lane_hangs_and_falls_after(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage, watched(stage.running, counts=stage.parts.counts) as where:
        await becomes(where, "kring_consumer_lag", 0, stream="KRING")
        stuck = StuckLane(stage)
        await stage.tell(OPENED, *guests(9))
        await becomes(where, "kring_consumer_lag", 10, stream="KRING")
        assert await where.states() == {"guestbook": "ready"}
        stuck.let_go()
        await becomes(where, "kring_consumer_lag", 0, stream="KRING")


async def test_what_cannot_be_told_grows_old_while_the_bus_is_away(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage, watched(stage.running, counts=stage.parts.counts) as where:
        await stage.tell(OPENED)
        await stage.rest()
        await stage.do(LendBook(case_id=CASE, hours=1))
        stage.server.kill9()
        stage.clock.move_by(timedelta(hours=1))
        await becomes(where, "kring_outbox_unsent", 1)
        stage.clock.move_by(timedelta(minutes=10))
        figures = await where.figures()
        assert (figures.of("kring_outbox_oldest_unsent_seconds") or 0) >= 600
        assert (figures.of("kring_ready"), figures.of("kring_bus_connected")) == (0, 0)
        assert figures.of("kring_consumer_lag", stream="KRING") is None
        assert "the bus" in (await where.states())["guestbook"]
        assert (await where.get("/live"))[0] == 200
        stage.server.restart()
        await becomes(where, "kring_outbox_unsent", 0)
        assert (await where.figures()).of("kring_outbox_oldest_unsent_seconds") == 0
        await becomes(where, "kring_ready", 1)


async def test_what_stands_apart_is_counted_and_its_age_goes_on_through_every_try(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage, watched(stage.running, counts=stage.parts.counts) as where:
        await stage.tell(OPENED, GuestCame(case_id=CASE, mark=1, wish=Wish.FAULT))
        await becomes(where, "kring_parked", 1)
        stage.clock.move_by(timedelta(seconds=1))
        await becomes(where, "kring_retries_total", 1)
        stage.clock.move_by(timedelta(seconds=4))
        figures = await where.figures()
        assert (figures.of("kring_parked"), figures.of("kring_parked_oldest_seconds")) == (1, 5)
        assert figures.of("kring_faults_total") == 2
        assert figures.of("kring_settled_total", origin="fact", outcome="fault") == 2


async def test_a_dead_letter_is_counted(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage, watched(stage.running, counts=stage.parts.counts) as where:
        await stage.tell(OPENED, GuestCame(case_id=CASE, mark=1, wish=Wish.REFUSAL))
        await becomes(where, "kring_dead_letters", 1)
        stage.clock.move_by(timedelta(hours=2))
        figures = await where.figures()
        assert figures.of("kring_dead_letters_oldest_seconds") == 7200
        assert figures.of("kring_settled_total", origin="fact", outcome="refused") == 1
        assert figures.of("kring_parked") == 0


async def test_commands_and_questions_are_counted_by_what_became_of_them(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage, watched(stage.running, counts=stage.parts.counts) as where:
        await stage.tell(OPENED)
        await stage.rest()
        actor = stage.client.actor(Role.REGIONAL_MANAGER, MANAGER, OFFICE)
        await stage.do(SignBook(case_id=CASE, mark=1))
        await stage.client.ask(ShowBook(case_id=CASE), actor, BookShown)
        refused = await stage.client.do(KeepBook(case_id=CASE[:-1] + "9"), actor)
        assert refused.status == "refused"
        figures = await where.figures()
        for origin, outcome in (("command", "done"), ("command", "refused"), ("query", "done")):
            assert figures.of("kring_settled_total", origin=origin, outcome=outcome) == 1


async def test_a_clock_that_runs_out_shows_a_day_and_an_hour_before(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage, watched(stage.running, counts=stage.parts.counts) as where:
        await stage.tell(OPENED)
        await stage.rest()

        async def due() -> list[float | None]:
            figures = await where.figures()
            return [figures.of("kring_deadlines_due", kind=HOUR_STRUCK, within=within) for within in ("1h", "24h")]

        assert await due() == [0, 0]
        await stage.do(LendBook(case_id=CASE, hours=30))
        assert await due() == [0, 0]
        stage.clock.move_by(timedelta(hours=7))
        assert await due() == [0, 1]
        stage.clock.move_by(timedelta(hours=22))
        assert await due() == [1, 1]
        stuck = StuckLane(stage)
        stage.clock.move_by(timedelta(hours=1, minutes=1))
        assert await due() == [0, 0]
        await becomes(where, "kring_deadlines_overdue", 1)
        stuck.let_go()
        await becomes(where, "kring_deadlines_overdue", 0)


async def test_errands_that_find_no_place_wait_and_what_a_killed_run_began_is_unclear(
    kind: str, tmp_path: Path
) -> None:
    rung = asyncio.Event()

    async def ring(_bell: Bell) -> str:
        await rung.wait()
        return "kring.done"

    async with on_stage(kind, tmp_path, weather=Weather(ring=ring)) as stage:
        async with watched(stage.running, counts=stage.parts.counts) as where:
            await stage.tell(OPENED)
            await stage.rest()
            for _ in range(35):
                await stage.do(RingBell(case_id=CASE))
            await becomes(where, "kring_errands_waiting", 3, name="bell")
            assert (await where.figures()).of("kring_errands_unclear") == 0
        await stage.kill()
        counts = stage.parts.counts
        rung.set()
        await stage.start()
        await until(lambda: counts.of("guestbook").unclear_of_late() == 32, "what was begun came in as unclear")


async def test_nothing_personal_and_no_id_is_told(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage, watched(stage.running, counts=stage.parts.counts) as where:
        [opened, *_] = await stage.tell(OPENED, *guests(2), GuestCame(case_id=CASE, mark=1, wish=Wish.FAULT))
        await stage.rest()
        await stage.do(SignBook(case_id=CASE, mark=1, full_name=PRIVATE))
        await stage.do(LendBook(case_id=CASE, hours=3))
        said = "\n".join([(await where.get(path))[1] for path in ("/metrics", "/ready", "/live")])
        assert "guestbook" in said
        forbidden = [PRIVATE, *PRIVATE.split(), CASE, COORDINATOR, opened, MANAGER, OFFICE]
        assert [word for word in forbidden if re.search(rf"\b{re.escape(word)}\b", said)] == []
