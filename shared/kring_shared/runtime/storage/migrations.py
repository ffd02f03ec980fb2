"""Brings databases up to this Kring's version: the runtime's tables, then the service's, each with its own count.

A revision that only adds may say `OLDER_MAY_WORK = True`. Beside its count a database then keeps down to which revision
an older Kring may still work, so that two versions can take turns at it while replicas are replaced one by one.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, NoReturn

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select, text

from kring_shared.kernel.errors import DatabaseTooNew
from kring_shared.runtime.storage.database import Database

RUNTIME: Final = "kring_shared.runtime.storage.revisions"
VAULT: Final = "kring_shared.runtime.vault.revisions"
CLAIM: Final = "OLDER_MAY_WORK"
OLDER: Final = Table(
    "older_may_work", MetaData(), Column("counted_in", String(64), primary_key=True), Column("down_to", String(32))
)
"""Down to which revision an older Kring may work, by the table that counts; nothing stands there for most."""
COUNTED_IN: Final = {RUNTIME: "version_revisions", VAULT: "version_vault_revisions"}
"""The tables in which databases count these two; they keep their names wherever the packages move."""


def migrate(database: Database, *packages: str) -> list[str]:
    """Apply what is missing, in one transaction under a lock; give the revisions that were applied.

    `packages` name packages of Alembic revision files; each keeps its count in a table of its own.

    Raises:
        DatabaseTooNew: the database was made by a newer Kring.
    """
    applied: list[str] = []
    with _locked(database) as connection:
        for package in packages:
            applied += _upgrade(connection, package)
    return applied


def current(database: Database, package: str) -> str | None:
    """Give the revision a database is at for a package; none when it was never migrated."""
    with database.read() as connection:
        return _context(connection, package).get_current_revision()


def head(package: str) -> str | None:
    """Give the newest revision this Kring knows for a package."""
    return _scripts(package).get_current_head()


def is_current(database: Database, *packages: str) -> bool:
    """Tell whether every package's tables are at this Kring's version, or newer and it may work all the same."""
    for package in packages:
        at = current(database, package)
        if at != head(package) and (knows(package, at) or not may_work(database, package)):
            return False
    return True


def may_work(database: Database, package: str) -> bool:
    """Tell whether no newer Kring made a package's tables, or one that lets this one work beside it."""
    if knows(package, current(database, package)):
        return True
    with database.read() as connection:
        if not inspect(connection).has_table(OLDER.name):
            return False
        wanted = select(OLDER.c.down_to).where(OLDER.c.counted_in == version_table(package))
        down_to = connection.execute(wanted).scalar()
    return down_to is not None and knows(package, down_to)


def knows(package: str, revision: str | None) -> bool:
    """Tell whether this Kring knows a revision; never migrated at all is known."""
    return revision is None or any(script.revision == revision for script in _scripts(package).walk_revisions())


def version_table(package: str) -> str:
    """Name the table in which a database keeps at which revision of a package it is."""
    return COUNTED_IN.get(package) or "version_" + package.removesuffix(".migrations").rpartition(".")[2]


def refuse_newer(name: str) -> NoReturn:
    """Say that a database is newer than this Kring."""
    raise DatabaseTooNew(
        f"the database of {name} was made by a newer Kring than this one: use that Kring, or restore a backup"
    )


def _upgrade(connection: Connection, package: str) -> list[str]:
    scripts, context = _scripts(package), _context(connection, package)
    before = context.get_current_revision()
    if not knows(package, before):
        refuse_newer(package.partition(".")[0].removeprefix("kring_"))
    steps = list(reversed(list(scripts.iterate_revisions(scripts.get_current_head(), before or "base"))))
    context._ensure_version_table()  # noqa: SLF001 - Alembic offers no public way outside its env.py
    for step in steps:
        with Operations.context(context):
            step.module.upgrade()
    if steps:
        version = f"{context.version_table}"
        _let_older_work(connection, package)
        connection.execute(text(f'DELETE FROM "{version}"'))  # noqa: S608 - our own table's name
        connection.execute(text(f'INSERT INTO "{version}" VALUES (:at)'), {"at": steps[-1].revision})  # noqa: S608 - ours
    return [step.revision for step in steps]


def older_may_work(package: str) -> str | None:
    """Give the oldest revision whose Kring works on this Kring's tables: the newest that did more than add."""
    newest_first = _scripts(package).walk_revisions()
    return next((one.revision for one in newest_first if not getattr(one.module, CLAIM, False)), None)


def _let_older_work(connection: Connection, package: str) -> None:
    """Write down to which revision an older Kring may work; nothing while that is the newest, as it always was."""
    down_to, counted_in = older_may_work(package), version_table(package)
    if down_to == head(package) and not inspect(connection).has_table(OLDER.name):
        return
    OLDER.create(connection, checkfirst=True)
    connection.execute(OLDER.delete().where(OLDER.c.counted_in == counted_in))
    connection.execute(OLDER.insert().values(counted_in=counted_in, down_to=down_to))


def _context(connection: Connection, package: str) -> MigrationContext:
    return MigrationContext.configure(connection, opts={"version_table": version_table(package)})


@cache
def _scripts(package: str) -> ScriptDirectory:
    """Read a package's revisions once: Alembic compiles every file anew each time, a fifth of a start."""
    folder = Path(str(files(package)))
    return ScriptDirectory(str(folder), version_locations=[str(folder)])


@contextmanager
def _locked(database: Database) -> Iterator[Connection]:
    """Hold off a second migration: a file lock for SQLite, an advisory lock and our schema for PostgreSQL."""
    if database.is_sqlite:
        place = database.engine.url.database or ""
        with Path(f"{place}.migrating").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with database.begin() as connection:
                yield connection
        return
    with database.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(74656)"))
        connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{database.schema}"'))
        yield connection
