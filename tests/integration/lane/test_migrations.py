"""The tables of runtime, vault and service: made once, as the code says, and never touched by an older Kring."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, MetaData, String, Table, inspect, select, text, update

from kring_shared.kernel.errors import DatabaseAway, DatabaseTooNew, WrongSetup
from kring_shared.runtime.bus.wire import Row
from kring_shared.runtime.lane.relay import UNSENT
from kring_shared.runtime.running import assembly
from kring_shared.runtime.storage import migrations, tables
from kring_shared.runtime.storage.database import Database, insert_plain
from kring_shared.runtime.storage.tables import OUTBOX
from kring_shared.runtime.vault import keystore
from kring_shared.testing.servers import for_sqlalchemy, session_postgres
from tests.integration.lane.desk import BOTH, a_desk
from tests.integration.lane.guestbook import BookRow

pytestmark = BOTH
OURS = "tests.integration.lane.migrations"
PACKAGES = {
    "runtime": (tables.METADATA, migrations.RUNTIME),
    "vault": (keystore.METADATA, migrations.VAULT),
    "service": (BookRow.metadata, OURS),
}


@contextmanager
def a_new_database(kind: str, folder: Path) -> Generator[Database]:
    url = f"sqlite:///{folder}/new.db"
    if kind == "postgresql":
        url = for_sqlalchemy(session_postgres().create_database())
    database = Database(url, "guestbook")
    try:
        yield database
    finally:
        database.close()


@pytest.mark.parametrize("which", PACKAGES)
def test_the_revisions_make_the_tables_the_code_expects(kind: str, which: str, tmp_path: Path) -> None:
    metadata, package = PACKAGES[which]
    with a_new_database(kind, tmp_path) as database:
        migrations.migrate(database, package)
        with database.read() as tx:
            options = {
                "compare_type": True,
                "version_table": migrations.version_table(package),
                "include_name": lambda name, *_: name != migrations.OLDER.name,
            }
            assert compare_metadata(MigrationContext.configure(tx, opts=options), metadata) == []
            assert compare_metadata(MigrationContext.configure(tx, opts=options), MetaData()) != []


def test_a_second_time_applies_nothing(kind: str, tmp_path: Path) -> None:
    packages = [package for _, package in PACKAGES.values()]
    with a_new_database(kind, tmp_path) as database:
        assert not migrations.is_current(database, *packages)
        assert migrations.migrate(database, *packages) == [
            "runtime_0001",
            "runtime_0002",
            "runtime_0003",
            "runtime_0004",
            "runtime_0005",
            "vault_0001",
            "lane_0001",
        ]
        assert migrations.migrate(database, *packages) == []
        assert migrations.is_current(database, *packages)


def test_the_tables_that_count_keep_their_names_since_databases_have_them(kind: str, tmp_path: Path) -> None:
    with a_new_database(kind, tmp_path) as database:
        migrations.migrate(database, *(package for _, package in PACKAGES.values()))
        with database.read() as tx:
            counting = {name for name in inspect(tx).get_table_names() if name.startswith("version_")}
        assert counting == {"version_revisions", "version_vault_revisions", "version_lane"}


def test_two_that_migrate_at_once_do_it_once(kind: str, tmp_path: Path) -> None:
    applied: list[str] = []
    at_once = Barrier(2)
    with a_new_database(kind, tmp_path) as database:

        def migrate() -> None:
            one = Database(database.engine.url.render_as_string(hide_password=False), "guestbook")
            at_once.wait()
            applied.extend(migrations.migrate(one, migrations.RUNTIME, OURS))
            one.close()

        threads = [Thread(target=migrate) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert applied == ["runtime_0001", "runtime_0002", "runtime_0003", "runtime_0004", "runtime_0005", "lane_0001"]


def test_a_kring_that_knows_no_traces_may_work_on_a_database_that_keeps_them(kind: str, tmp_path: Path) -> None:
    assert migrations.older_may_work(migrations.RUNTIME) == "runtime_0004"
    with a_desk(kind, tmp_path) as desk:
        told = {"seq": 1, "id": "1" * 32, "subject": "kring.utrecht.office.a.b.v1.c", "type": "t", "key": "k"}
        with desk.database.begin() as tx:
            insert_plain(tx, OUTBOX, (*told, "body", "told_ms"), [(*told.values(), "{}", 0)])
            [row] = tx.execute(UNSENT)
        assert Row(*row).trace is None


@pytest.mark.parametrize("package", [migrations.RUNTIME, OURS])
def test_a_database_of_a_newer_kring_is_refused_and_left_alone(kind: str, package: str, tmp_path: Path) -> None:
    table = "version_" + package.removesuffix(".migrations").rpartition(".")[2]
    with a_desk(kind, tmp_path) as desk:
        version = Table(table, MetaData(), Column("version_num", String)).c.version_num
        with desk.database.begin() as tx:
            before = tx.execute(select(version)).scalar_one()
            tx.execute(update(version.table).values(version_num="from_2031"))
            tx.execute(migrations.OLDER.delete())  # and it lets no older one work beside it
        with pytest.raises(DatabaseTooNew, match="made by a newer Kring than this one"):
            migrations.migrate(desk.database, migrations.RUNTIME, OURS)
        with pytest.raises(DatabaseTooNew):
            assembly.check_current(desk.running)
        with desk.database.begin() as tx:
            assert tx.execute(select(version)).scalar_one() == "from_2031"
            tx.execute(update(version.table).values(version_num=before))


def test_a_service_does_not_start_on_tables_that_are_not_there(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        with desk.database.begin() as tx:
            tx.execute(text("DELETE FROM version_lane"))
        with pytest.raises(WrongSetup, match="run `kring migrate`"):
            assembly.check_current(desk.running)
        with desk.database.begin() as tx:
            tx.execute(text("INSERT INTO version_lane VALUES ('lane_0001')"))


def test_a_database_that_is_not_there_is_named_without_its_address(kind: str, tmp_path: Path) -> None:
    url = f"sqlite:////{tmp_path}/nowhere/hidden.db"
    if kind == "postgresql":
        url = "postgresql+psycopg://kring:very-secret@127.0.0.1:1/hidden"
    with pytest.raises(DatabaseAway, match="hidden") as away:
        Database(url, "guestbook").check()
    assert "very-secret" not in str(away.value)
    assert "127.0.0.1" not in str(away.value)
