"""What a stream forgot is found with few questions, and told again; what it has is left alone."""

from pathlib import Path
from typing import Any

import pytest

from kring_shared.runtime.bus.streams import (
    BACKBONE,
    FACTS,
    STREAMS,
    StreamAt,
    api,
    provision_consumer,
    provision_streams,
    wanted,
)
from kring_shared.runtime.bus.wire import Row, heard_as
from kring_shared.runtime.lane import lost_by_the_bus
from kring_shared.runtime.lane.lost_by_the_bus import Look, Writes
from kring_shared.runtime.lane.relay import SINGLY, publish_rows
from kring_shared.runtime.running import assembly
from kring_shared.runtime.running.running import filters_of
from kring_shared.runtime.storage.tables import OUTBOX, to_ms
from kring_shared.testing.audit import kept_in
from tests.integration.lane.desk import BOTH, OTHER, START, Desk, a_fact, door, guests
from tests.integration.lane.inn import inn
from tests.integration.lane.inn_guests import rang
from tests.integration.lane.inn_messages import GuestOffered
from tests.integration.lane.stage import Stage, on_stage

pytestmark = BOTH
TOLD = 500


async def at_once(function: Any) -> Any:  # noqa: ANN401 - whatever it gives
    return function()


def a_look(stage: Stage) -> Look:
    write: Writes = at_once
    return Look(stage.database, stage.bus, "guestbook", StreamAt(FACTS), write, tells_again=True)


async def told_and_stopped(stage: Stage) -> None:
    await stage.start()
    await stage.rest()
    await stage.stop()


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count what a stream is asked."""
    asked: list[str] = []
    last_on = lost_by_the_bus.last_on

    async def counted(client: Any, at: StreamAt, subject: str) -> Any:  # noqa: ANN401 - as the real one
        asked.append(subject)
        return await last_on(client, at, subject)

    monkeypatch.setattr(lost_by_the_bus, "last_on", counted)
    return asked


def unsent(desk: Desk) -> list[int]:
    return [row.seq for row in desk.rows(OUTBOX) if row.place is None]


async def test_one_question_shows_that_all_is_there(kind: str, tmp_path: Path, questions: list[str]) -> None:
    async with on_stage(kind, tmp_path, started=False) as stage:
        stage.settle(door(), *guests(range(40)))
        await told_and_stopped(stage)
        questions.clear()
        looked = await a_look(stage).look([])
        assert (len(questions), looked.place, looked.newest, unsent(stage)) == (1, 40, 40, [])


@pytest.mark.parametrize("made_anew", [True, False])
async def test_a_row_told_into_a_stream_made_anew_does_not_hide_what_was_lost(
    kind: str,
    tmp_path: Path,
    made_anew: bool,  # noqa: FBT001 - a case
) -> None:
    async with on_stage(kind, tmp_path, started=False) as stage:
        stage.settle(door(), door(OTHER), *guests(range(5)))
        await told_and_stopped(stage)
        look = a_look(stage)
        await look.look([])
        if made_anew:
            await stage.bus.jetstream().delete_stream(FACTS)
            await provision_streams(stage.bus)
        for _ in range(10):  # others tell, beyond our last place
            await stage.bus.jetstream().publish(f"kring.utrecht.office.street.guest-came.v1.{OTHER}", b"{}")
        stage.settle(*guests([5], OTHER))
        [place] = await publish_rows(stage.bus, stage_rows(stage)[5:])
        assert place > 5
        looked = await look.look([(6, place)])
        assert unsent(stage) == (list(range(1, 6)) if made_anew else [])
        assert (looked.place, looked.newest) == (place, 6)


@pytest.mark.parametrize("kept", [0, 1, 7, 255, TOLD - 1])
async def test_where_the_loss_begins_is_found_by_halving(
    kind: str, tmp_path: Path, kept: int, questions: list[str]
) -> None:
    async with on_stage(kind, tmp_path, started=False) as stage:
        stage.settle(door(), *guests(range(TOLD)))
        rows = stage_rows(stage)
        if kept:
            await publish_rows(stage.bus, rows[:kept])
        with stage.database.begin() as tx:  # as it was before the bus was put back to an older copy
            tx.execute(OUTBOX.update().values(place=OUTBOX.c.seq))
        questions.clear()
        looked = await a_look(stage).look([])
        assert looked.place == kept
        assert unsent(stage) == list(range(kept + 1, TOLD + 1))
        assert len(questions) <= 2 + TOLD.bit_length() + SINGLY + 1


@pytest.mark.parametrize(("kept", "lost"), [(5, []), (4, [4]), (2, [2, 3, 4]), (1, [2, 3, 4, 5])])
async def test_what_arrived_late_does_not_hide_what_was_lost_behind_it(
    kind: str, tmp_path: Path, kept: int, lost: list[int]
) -> None:
    """The store was put back while the fifth was under way; it came before those told again, and then again."""
    async with on_stage(kind, tmp_path, started=False) as stage:
        stage.settle(door(), *guests(range(5)))
        first, *others, late = stage_rows(stage)
        stood = [first, late, *others]
        await publish_rows(stage.bus, stood[:kept])
        with stage.database.begin() as tx:
            for place, row in enumerate(stood, 1):
                tx.execute(OUTBOX.update().where(OUTBOX.c.seq == row.seq).values(place=place))
        looked = await a_look(stage).look([])
        assert unsent(stage) == lost
        assert (looked.place, looked.newest) == (kept, 5)


async def test_an_older_database_takes_nothing_for_lost(kind: str, tmp_path: Path, questions: list[str]) -> None:
    async with on_stage(kind, tmp_path, started=False) as stage:
        stage.settle(door(), *guests(range(20)))
        await told_and_stopped(stage)
        with stage.database.begin() as tx:
            tx.execute(OUTBOX.delete().where(OUTBOX.c.seq > 12))
        questions.clear()
        await a_look(stage).look([])
        assert (len(questions), unsent(stage)) == (1, [])


async def test_what_may_leave_the_office_moves_out_of_a_stream_that_held_everything(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path, service=inn(), started=False) as stage:
        await as_it_was_before(stage)
        stage.settle(rang())
        with stage.database.begin() as tx:
            tx.execute(OUTBOX.insert().values(offered()._asdict()))
        rows = stage_rows(stage)
        assert await publish_rows(stage.bus, rows) == [1, 2]
        with stage.database.begin() as tx:
            tx.execute(OUTBOX.update().values(place=OUTBOX.c.seq))
        await assembly.provision(stage.bus, stage.shared, [(stage.service, stage.settings)], stage.parts)
        await told_and_stopped(stage)
        assert [fact.id for fact in await kept_in(stage.bus, BACKBONE)] == [rows[1].id]
        for stream in (FACTS, BACKBONE):
            said = await api(stage.bus, f"CONSUMER.INFO.{stream}.inn")
            assert (said["num_pending"], said["num_ack_pending"]) == (0, 0)
        assert heard_as(rows[1].id, rows[1].subject) in stage.inbox()


async def as_it_was_before(stage: Stage) -> None:
    """Let one stream hold all facts, and one consumer hear them."""
    await stage.bus.jetstream().delete_stream(BACKBONE)
    [facts] = [stream for stream in STREAMS if stream.name == FACTS]
    config = wanted(facts, 1) | {"subjects": ["kring.*.backbone.>", "kring.*.office.>"]}
    assert "error" not in await api(stage.bus, f"STREAM.UPDATE.{FACTS}", config)
    heard = [one for each in filters_of(stage.running.broker, stage.shared.serves).values() for one in each]
    await provision_consumer(stage.bus, FACTS, "inn", heard)


def offered() -> Row:
    """Give the row of an offer that was told."""
    delivery = a_fact(GuestOffered(case_id=OTHER, to_office="gent"))
    fact = GuestOffered.model_validate_json(delivery.body)
    address = fact.address(fact.office, fact.key())
    return Row(2, delivery.id, address, fact.type(), fact.key(), delivery.body.decode(), to_ms(START))


def stage_rows(stage: Stage) -> list[Row]:
    return [Row(*row[:7]) for row in stage.rows(OUTBOX)]
