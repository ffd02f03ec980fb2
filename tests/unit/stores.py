"""A service's tables for tests: made by its migrations in a file, and compared with what its code expects."""

from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData

from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database


def migrated(service: Service, folder: Path) -> Database:
    """Make a service's database in a folder; the caller closes it."""
    database = Database(f"sqlite:///{folder}/{service.name}.db", service.name)
    migrations.migrate(database, migrations.RUNTIME, service.migrations)
    return database


def differences(connection: Connection, expected: MetaData) -> list[Any]:
    """Name everything in which the tables differ from what the code expects; the runtime's own are left out."""

    def ours(_item: object, name: str | None, kind: str, reflected: bool, _other: object) -> bool:  # noqa: FBT001 - as asked
        return not (kind == "table" and reflected and name not in expected.tables)

    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
    return list(compare_metadata(context, expected))
