"""While the database is locked or gone nothing is acknowledged; afterwards everything is there, once, and told."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.exc import OperationalError

from kring_shared.runtime.lane import settle
from kring_shared.runtime.storage import database
from kring_shared.runtime.storage.tables import OUTBOX, PARKED
from kring_shared.testing.postgres import session_postgres
from kring_shared.testing.waiting import until
from tests.integration.lane.desk import BOTH, CASE, COORDINATOR, OTHER, _one_database, door, guests
from tests.integration.lane.messages import DoorOpened, GuestCame, SignBook
from tests.integration.lane.stage import Stage, on_stage

pytestmark = BOTH
OPENED = DoorOpened(case_id=CASE, coordinator_id=COORDINATOR)


def came(mark: int) -> GuestCame:
    return GuestCame(case_id=CASE, mark=mark)


@asynccontextmanager
async def away(stage: Stage, kind: str) -> AsyncGenerator[None]:
    """Lock the SQLite file for writers, or let nobody into the PostgreSQL database and throw everyone out."""
    if kind == "sqlite":
        with contextlib.closing(
            sqlite3.connect(stage.database.engine.url.database or "", isolation_level=None)
        ) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        return
    await asyncio.to_thread(_let_in, allowed=False)
    yield
    await asyncio.to_thread(_let_in, allowed=True)


def _let_in(*, allowed: bool) -> None:
    url, _, name = _one_database(session_postgres()).rpartition("/")
    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        words = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
        connection.execute(words.format(sql.Identifier(name), sql.SQL("true" if allowed else "false")))
        if not allowed:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find out within a tenth of a second, not within twenty seconds, that SQLite is locked."""
    pragmas = tuple(p.replace("busy_timeout=20000", "busy_timeout=100") for p in database.SQLITE_PRAGMAS)
    monkeypatch.setattr(database, "SQLITE_PRAGMAS", pragmas)


async def test_facts_that_come_meanwhile_are_handled_and_told_afterwards(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with on_stage(kind, tmp_path) as stage:
        await stage.tell(OPENED, came(0))
        await stage.rest()
        if kind == "postgresql":
            stage.running.lease._hold.held = lambda: True  # type: ignore[method-assign]  # who loses it stops: see lease
        async with away(stage, kind):
            await stage.tell(*map(came, range(1, 30)))
            await until(lambda: "guestbook.lane.waits" in capsys.readouterr().out, "the lane waits")
            assert not stage.running.lane.idle
            assert await stage.running.fetchers[0].pending() == 29
        await stage.rest()
        assert stage.marks() == tuple(range(30))
        assert [fact.id for fact in await stage.on_the_bus()] == stage.rows(OUTBOX, "id")
        assert stage.rows(PARKED) == []


async def test_what_was_committed_before_it_went_away_in_the_middle_of_a_batch_is_told(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A poison halves the batch; the first half is committed, and then the database is away for a moment."""
    once = settle._once
    left = [3]  # the whole batch is refused, its first half is committed, and at its second half nobody is there

    def stumbling(*args: object, **rest: object) -> settle.Settled:
        left[0] -= 1
        if left[0] == 0:
            raise OperationalError("", {}, RuntimeError())
        return once(*args, **rest)  # type: ignore[arg-type]

    async with on_stage(kind, tmp_path) as stage:
        stage.settle(door(OTHER))
        monkeypatch.setattr(settle, "_once", stumbling)
        batch = [door(), *guests(range(6)), *guests([-1], OTHER), *guests([6])]
        await stage.running.lane.settle_now(batch)
        await stage.rest()
        assert left[0] < 0
        assert stage.marks() == tuple(range(7))
        assert [fact.id for fact in await stage.on_the_bus()] == stage.rows(OUTBOX, "id")


async def test_a_commit_whose_answer_was_lost_is_told_and_done_once(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = settle._once
    lost = [True]

    def deaf(*args: object, **rest: object) -> settle.Settled:
        settled = once(*args, **rest)  # type: ignore[arg-type]
        if lost and settled.rows:
            lost.clear()
            raise OperationalError("", {}, RuntimeError())
        return settled

    async with on_stage(kind, tmp_path) as stage:
        await stage.tell(OPENED)
        await stage.rest()
        monkeypatch.setattr(settle, "_once", deaf)
        receipt = await stage.do(SignBook(case_id=CASE, mark=1))
        await stage.rest()
        assert receipt.code == "kring.done"
        assert not lost
        assert stage.marks() == (1,)
        assert [fact.id for fact in await stage.on_the_bus()] == stage.rows(OUTBOX, "id")
