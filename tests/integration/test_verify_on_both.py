"""Verify walks the chain on SQLite and on PostgreSQL, and on both at one moment while more is locked."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Executable, Result

from kring_registry.app import service
from kring_registry.queries.chain import verify_chain
from kring_shared.contracts.registry import VerifyChain
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.testing.servers import for_sqlalchemy, session_postgres
from tests.integration.lane.desk import BOTH
from tests.unit.registry.lane import lock, locked
from tests.unit.registry.test_tampering import File, a_reader, faults

pytestmark = BOTH
FIRST_PAGE = 2
"""By the second look the walk has begun, whichever database says first of which moment it is to read."""


@pytest.fixture
def file(kind: str, tmp_path: Path) -> Iterator[File]:
    url = f"sqlite:///{tmp_path}/registry.db"
    if kind == "postgresql":
        url = for_sqlalchemy(session_postgres().create_database())
    database = Database(url, "registry")
    migrations.migrate(database, migrations.RUNTIME, service.migrations)
    yield File(database)
    database.close()


def test_what_was_changed_is_named_on_both(file: File) -> None:
    lane = lock(locked(1, 2), 3)
    lane.pass_until(datetime(2027, 12, 2, tzinfo=UTC))
    lock(lane, 4, 5)
    file.write(lane)
    found = file.verify()
    assert (found.entries, found.opened, found.records, faults(found)) == (8, 2, 3, [])
    file.tamper("UPDATE registration SET present_count = 40 WHERE number = 7", "DELETE FROM record WHERE number = 4")
    assert faults(file.verify()) == [(4, "record-missing"), (7, "registration-changed")]


def test_what_is_written_while_it_walks_is_seen_by_the_next_walk(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write(locked(1, 2))
    looks = count(1)
    with file.database.read() as tx:
        reader = a_reader(tx, "utrecht")
        execute = reader.session.execute

        def looking(statement: Executable) -> Result[Any]:
            found = execute(statement)
            if next(looks) == FIRST_PAGE:
                file.tamper("UPDATE chain SET length = 9", "DELETE FROM registration WHERE number = 2")
            return found

        monkeypatch.setattr(reader.session, "execute", looking)
        assert faults(verify_chain(VerifyChain(), reader)) == []
    assert next(looks) > FIRST_PAGE
    assert {code for _, code in faults(file.verify())} == {"registration-missing", "head-differs"}
