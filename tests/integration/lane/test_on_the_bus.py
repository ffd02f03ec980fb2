"""The service on a real bus: what is delivered twice, killed, forgotten or left unsent still has one effect."""

import shutil
from pathlib import Path

from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.client import connect
from kring_shared.runtime.bus.streams import FACTS
from kring_shared.runtime.bus.wire import Row
from kring_shared.runtime.lane.relay import publish_rows
from kring_shared.runtime.running import assembly
from kring_shared.runtime.storage.tables import OUTBOX
from kring_shared.testing.waiting import until
from tests.integration.lane.desk import BOTH, CASE, COORDINATOR, OTHER, START, a_fact, door, guests
from tests.integration.lane.messages import DoorOpened, GuestCame, GuestNoted, SignBook
from tests.integration.lane.stage import Stage, on_stage

pytestmark = BOTH
OPENED = DoorOpened(case_id=CASE, coordinator_id=COORDINATOR)
NOTED = "guestbook.guest-noted.v1"


def came(mark: int, case_id: str = CASE) -> GuestCame:
    return GuestCame(case_id=case_id, mark=mark)


async def test_every_fact_delivered_twice_has_one_effect_and_is_told_once(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        await stage.tell(OPENED, *map(came, range(30)), again=True)
        await stage.rest()
        assert stage.marks() == tuple(range(30))
        told = await stage.on_the_bus()
        assert [fact.kind for fact in told] == [NOTED] * 30
        assert [fact.place for fact in told] == sorted(stage.rows(OUTBOX, "place"))


async def test_a_service_that_is_killed_while_facts_come_has_them_all_in_order(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        await stage.tell(OPENED, *map(came, range(20)))
        for n in range(20, 60, 20):
            await until(stage.marks, "it is at work")
            await stage.kill()
            await stage.tell(*map(came, range(n, n + 20)))
            await stage.start()
        await stage.rest()
        assert stage.marks() == tuple(range(60))
        assert [fact.kind for fact in await stage.on_the_bus()] == [NOTED] * 60


async def test_what_was_fetched_by_a_killed_service_comes_again_before_newer_facts(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path, started=False) as stage:
        await stage.tell(OPENED, *map(came, range(5)))
        fetched = await (await stage.bus.jetstream().pull_subscribe_bind(stage.service.name, FACTS)).fetch(
            6, timeout=5
        )  # by a process that dies here, without a word; the bus would wait a minute for it
        assert len(fetched) == 6
        await stage.start()
        await stage.tell(*map(came, range(5, 10)))
        await until(lambda: stage.marks() == tuple(range(10)), "everything is noted, in order")


async def test_what_was_unsent_at_a_kill_is_told_at_the_next_start(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path, started=False) as stage:
        stage.settle(door(), *guests(range(30)))  # committed, and no relay to tell it
        assert set(stage.rows(OUTBOX, "place")) == {None}
        await stage.start()
        await stage.rest()
        told = await stage.on_the_bus()
        assert [fact.id for fact in told] == stage.rows(OUTBOX, "id")
        assert stage.rows(OUTBOX, "place") == [fact.place for fact in told]


async def test_what_was_told_and_not_written_down_so_is_told_into_no_second_place(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path, started=False) as stage:
        stage.settle(door(), *guests(range(12)))
        rows = [Row(*row[:7]) for row in stage.rows(OUTBOX)]
        places = await publish_rows(stage.bus, rows[:5])  # killed here: some of it is on the bus, and nobody knows
        await stage.start()
        await stage.rest()
        assert stage.rows(OUTBOX, "place")[:5] == places
        assert [fact.id for fact in await stage.on_the_bus()] == [row.id for row in rows]


async def test_a_batch_with_something_the_bus_has_already_is_told_one_by_one(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path, started=False) as stage:
        stage.settle(door(), *guests(range(40)))
        rows = [Row(*row[:7]) for row in stage.rows(OUTBOX)]
        await publish_rows(stage.bus, rows[10:20])
        places = await publish_rows(stage.bus, rows)
        again = await publish_rows(stage.bus, rows)
        assert places == again
        assert places[10:20] == list(range(1, 11))
        assert sorted(places) == list(range(1, 41))
        assert len(await stage.on_the_bus()) == 40


async def test_a_stream_made_anew_while_nobody_works_is_told_everything_again(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        ids = await stage.tell(OPENED, *map(came, range(15)))
        await stage.rest()
        await stage.stop()
        await forget(stage)
        await stage.start()
        await stage.rest()
        told = await stage.on_the_bus()
        assert [fact.id for fact in told] == stage.rows(OUTBOX, "id")
        assert stage.rows(OUTBOX, "place") == [fact.place for fact in told]
        await heard_again(stage, ids)


async def test_a_stream_made_anew_under_a_working_service_is_told_everything_again(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        ids = await stage.tell(OPENED, *map(came, range(15)))
        await stage.rest()
        await forget(stage)
        await stage.do(SignBook(case_id=CASE, mark=99))
        await until(lambda: None not in stage.rows(OUTBOX, "place"), "it was told")
        await until(lambda: len(stage.rows(OUTBOX)) == 16, "the command was done")

        async def everything_is_there() -> bool:
            return {fact.id for fact in await stage.on_the_bus()} == set(stage.rows(OUTBOX, "id"))

        await until(everything_is_there, "the stream holds the whole outbox again")
        await stage.rest()
        await heard_again(stage, ids, also=(99,))


async def forget(stage: Stage) -> None:
    """Lose the stream, and let the operator provision it again."""
    await stage.bus.jetstream().delete_stream(FACTS)
    await assembly.provision(stage.bus, stage.shared, [(stage.service, stage.settings)], stage.parts)


async def heard_again(stage: Stage, ids: list[str], *, also: tuple[int, ...] = ()) -> None:
    """Tell what other services told before, as they would do too; nothing may happen a second time."""
    facts = [OPENED, *map(came, range(15))]
    for fact_id, fact in zip(ids, facts, strict=True):
        delivery = a_fact(fact, fact_id=fact_id)
        told = type(fact).model_validate_json(delivery.body)
        row = (0, fact_id, told.address(told.office, told.key()), told.type(), told.key(), delivery.body.decode(), 0)
        await stage.publish(Row(*row))
    await stage.rest()
    assert stage.marks() == (*range(15), *also)
    assert len(stage.rows(OUTBOX)) == 15 + len(also)


async def test_an_older_stream_than_the_outbox_knows_gets_what_is_beyond_its_end(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path, started=False) as stage:
        stage.settle(door(), *guests(range(3)))
        await told_and_stopped(stage)
        stage.server.kill9()
        copy = shutil.copytree(stage.server.store, tmp_path / "copy")
        stage.server.restart()
        stage.settle(*guests(range(3, 6)))
        await told_and_stopped(stage)
        stage.server.kill9()
        shutil.rmtree(stage.server.store)
        shutil.copytree(copy, stage.server.store)
        stage.server.restart()
        await stage.bus.close()
        stage.bus = await connect(stage.server.url)
        await stage.tell(*map(came, range(90, 95)))  # others were there first: its end says nothing
        await told_and_stopped(stage)
        assert stage.rows(OUTBOX, "place")[:3] == [1, 2, 3]
        assert [fact.id for fact in await stage.on_the_bus()] == stage.rows(OUTBOX, "id")
        assert stage.rows(OUTBOX, "place") == [fact.place for fact in await stage.on_the_bus()]


async def told_and_stopped(stage: Stage) -> None:
    """Let the service tell what it has to, and end it in good order."""
    await stage.start()
    await stage.rest()
    await stage.stop()


async def test_other_services_read_what_was_told_as_cloudevents(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        await stage.tell(OPENED)
        await stage.rest()
        await stage.do(SignBook(case_id=CASE, mark=5, full_name="Rachel"), command_id=(cause := new_id(START)))
        await stage.rest()
        [told] = await stage.on_the_bus()
        assert told.subject == f"kring.utrecht.office.guestbook.guest-noted.v1.{CASE}"
        assert told.id[:12] == cause[:12]
        fact = GuestNoted.model_validate_json(told.body)
        assert (fact.mark, fact.office, fact.by) == (5, "utrecht", "regional-manager/manager-1")
        assert "Rachel" not in told.headers + told.subject + told.body.decode()


async def test_other_cases_go_on_while_one_waits(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        await stage.tell(came(1), came(2), DoorOpened(case_id=OTHER, coordinator_id=COORDINATOR), came(7, OTHER))
        await until(lambda: stage.marks(OTHER) == (7,), "the other case goes on")
        await stage.tell(OPENED)
        stage.clock.move_to(stage.clock.now().replace(hour=13))
        await stage.rest()
        assert stage.marks() == (1, 2)
