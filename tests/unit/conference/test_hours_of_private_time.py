"""Of private time the office reads the day and never the hour: not in a fact, its id, row or header, or the log."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session

from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.every_service import CaseFacts, FactLine
from kring_shared.kernel.ids import id_at, without_hour
from kring_shared.kernel.work import Work
from kring_shared.runtime.bus.wire import Row, headers_of
from kring_shared.runtime.declared.every_service import case_facts
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.lane.pages import Pages, told_by
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.migrations import RUNTIME, migrate
from kring_shared.runtime.storage.shelves import View
from kring_shared.runtime.storage.tables import ACCESS
from kring_shared.testing.work import NOON, an_actor
from tests.unit.conference.case import CASE_ID, VAULT, main_person
from tests.unit.conference.coordinators import informing
from tests.unit.conference.left_alone import ALONE, DONE

MANAGER = an_actor(Role.REGIONAL_MANAGER)


def written(database: Database, work: Work, asked: Command) -> list[Row]:
    """Write what a handler told, and that it was asked, as the lane does."""
    pages = Pages(work.now)
    pages.outbox += told_by(work, CASE_ID)
    pages.asked(main_person(), asked)
    with database.begin() as tx:
        return pages.write(tx)


def read(database: Database) -> tuple[FactLine, ...]:
    with database.read() as tx:
        reader = Reader(Session(tx), View(), VAULT, NOON, MANAGER)
        return case_facts(CaseFacts(case_id=CASE_ID), reader).facts


def test_no_row_header_id_or_log_of_private_time_says_more_than_the_day(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'conference.db'}", "conference")
    migrate(database, RUNTIME)
    case = informing()
    rows: list[Row] = []
    for command, actor in ((ALONE, None), (DONE, main_person())):
        case.now += timedelta(hours=2, minutes=7)
        case.do(command, actor)
        assert case.last is not None
        rows += written(database, case.last, command)
    assert len(rows) == 3
    for row in rows:
        headers = headers_of(row)
        assert headers["ce-time"] == "2026-12-20T00:00:00.000+00:00"
        assert without_hour(headers["ce-id"]) == headers["ce-id"] == headers["Nats-Msg-Id"]
        assert json.loads(row.body)["occurredAt"] == "2026-12-20T00:00:00Z"
    lines = read(database)
    assert [line.name for line in lines] == ["private-time-started", "private-time-ended", "presentation-started"]
    midnight = case.now.replace(hour=0, minute=0, second=0, microsecond=0)
    assert {(line.told_at, line.occurred_at) for line in lines} == {(midnight, midnight)}
    with database.read() as tx:
        noted = [row.at_ms for row in tx.execute(select(ACCESS))]
    database.close()
    assert noted == [int(midnight.timestamp() * 1000)] * 2


def test_what_else_is_told_keeps_its_hour(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'conference.db'}", "conference")
    migrate(database, RUNTIME)
    case = informing()
    assert case.last is not None
    (row, *_) = written(database, case.last, c.StartInformationPhase(case_id=CASE_ID))
    database.close()
    assert headers_of(row)["ce-time"] == "2026-12-20T12:00:00.000+00:00"


def test_an_id_without_its_hour_keeps_the_day_and_the_rest() -> None:
    late: datetime = NOON + timedelta(hours=5)
    assert without_hour(id_at(NOON, "a")) == without_hour(id_at(late, "a"))
    assert without_hour(id_at(NOON, "a")) != without_hour(id_at(NOON, "b"))
    assert without_hour(id_at(NOON, "a")) != without_hour(id_at(NOON + timedelta(days=1), "a"))
