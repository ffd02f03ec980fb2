"""The portal's tables move on from each earlier version with what stands in them, on both databases."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import column, insert, table, text

from kring_portal.migrations import m0001_first, m0002_signing, m0003_systems, m0004_limits
from kring_portal.serving import MIGRATIONS
from kring_portal.store.accounts import Accounts
from kring_portal.store.hats import Hats
from kring_portal.store.tables import PortalTable
from kring_shared.contracts.actor import Role
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.testing.servers import for_sqlalchemy, session_postgres
from tests.integration.lane.desk import BOTH
from tests.unit.stores import differences

pytestmark = BOTH
STEPS: tuple[ModuleType, ...] = (m0001_first, m0002_signing, m0003_systems, m0004_limits)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ACCOUNT = f"{1:032x}"
ROWS = {
    "account": {
        "id": ACCOUNT,
        "login": "mies",
        "name": "Mies",
        "language": "nl",
        "password": "kept",
        "totp": "",
        "closed": False,
        "made_ms": 1,
    },
    "hat": {
        "id": f"{2:032x}",
        "account_id": ACCOUNT,
        "office": "utrecht",
        "role": "regional-manager",
        "actor_id": "mies",
        "from_ms": 1,
    },
}
each_version = pytest.mark.parametrize("at", [1, 2, 3], ids=lambda at: str(STEPS[at - 1].revision))


@contextmanager
def moved_on(kind: str, folder: Path, at: int) -> Generator[Database]:
    """Give a database that was made by an earlier version, filled, and brought up to this one."""
    url = f"sqlite:///{folder}/portal.db"
    if kind == "postgresql":
        url = for_sqlalchemy(session_postgres().create_database())
    database, counted_in = Database(url, "portal"), migrations.version_table(MIGRATIONS)
    try:
        migrations.migrate(database)
        with database.begin() as connection:
            context = MigrationContext.configure(
                connection, opts={"version_table": migrations.version_table(MIGRATIONS)}
            )
            context._ensure_version_table()
            with Operations.context(context):
                for step in STEPS[:at]:
                    step.upgrade()
            for name, row in (*ROWS.items(), (counted_in, {"version_num": STEPS[at - 1].revision})):
                connection.execute(insert(table(name, *map(column, row))).values(row))
        assert migrations.migrate(database, MIGRATIONS) == [step.revision for step in STEPS[at:]]
        yield database
    finally:
        database.close()


@each_version
def test_the_tables_are_as_the_code_expects_and_keep_what_stood_in_them(kind: str, tmp_path: Path, at: int) -> None:
    with moved_on(kind, tmp_path, at) as database:
        with database.begin() as connection:
            assert differences(connection, PortalTable.metadata) == []
        found = Accounts(database).by_login("mies")
        assert found is not None
        assert (found.id, found.password) == (ACCOUNT, "kept")
        (hat,) = Hats(database).of(ACCOUNT, NOW)
        assert (hat.role, hat.named_by) == (Role.REGIONAL_MANAGER, "")
        assert Accounts(database).use_step(ACCOUNT, 7)


def test_every_step_is_tried_and_the_newest_lets_an_older_portal_work(kind: str, tmp_path: Path) -> None:
    assert migrations.head(MIGRATIONS) == STEPS[-1].revision
    with moved_on(kind, tmp_path, 3) as database, database.read() as tx:
        assert tx.execute(text("SELECT down_to FROM older_may_work")).scalar_one() == STEPS[2].revision
