"""Every table of every service takes a row, replaces it and gives it away, whatever its columns are called."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, BigInteger, Boolean, Date, Integer, Table, select

from kring_shared.runtime.running import plugins
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database, delete_fenced, insert_plain, upsert
from kring_shared.runtime.storage.tables import DEADLINE, ERRAND, INBOX, OUTBOX
from kring_shared.testing.postgres import for_sqlalchemy, session_postgres
from tests.integration.lane.desk import BOTH

SERVICES = ("intake", "matching", "conference", "notifications", "registry")
ONE_OF: dict[type, Any] = {Boolean: True, Integer: 1, BigInteger: 1, Date: date(2026, 11, 24), JSON: []}


def a_row(table: Table) -> dict[str, Any]:
    """Make a row of any value its columns take; text where nothing else is said."""
    return {column.name: ONE_OF.get(type(column.type), "x") for column in table.columns}


def database_of(kind: str, folder: Path, service: str) -> Database:
    url = f"sqlite:///{folder}/{service}.db"
    made = Database(url if kind == "sqlite" else for_sqlalchemy(session_postgres().create_database()), service)
    migrations.migrate(made, migrations.RUNTIME, plugins.service(service).migrations)
    return made


@BOTH
@pytest.mark.parametrize("service", SERVICES)
def test_the_tables_of_a_service(kind: str, service: str, tmp_path: Path) -> None:
    database = database_of(kind, tmp_path, service)
    with database.begin() as tx:
        for shelf in plugins.service(service).shelves:
            row, on = a_row(shelf.table), shelf.by[0]

            assert upsert(tx, shelf.table, [row], on=on, fence="version") == 1, shelf.table.name
            assert upsert(tx, shelf.table, [row], on=on, fence="version") == 0, "it is fenced off"
            assert upsert(tx, shelf.table, [row | {"version": 2}], on=on, fence="version") == 1

            [stands] = tx.execute(select(shelf.table)).mappings().all()
            assert dict(stands) == row | {"version": 2}
            assert delete_fenced(tx, shelf.table, [("x", 2)], on=on, fence="version") == 1
    database.close()


@BOTH
def test_the_tables_of_the_runtime(kind: str, tmp_path: Path) -> None:
    database = database_of(kind, tmp_path, "matching")
    with database.begin() as tx:
        for table in (INBOX, OUTBOX, DEADLINE, ERRAND):
            row = a_row(table)
            insert_plain(tx, table, tuple(row), [tuple(row.values())])
            [stands] = tx.execute(select(table)).mappings().all()
            assert dict(stands) == row
    database.close()
