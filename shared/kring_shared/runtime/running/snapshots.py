"""Several PostgreSQL databases at one and the same moment, for pg_dump, while their services go on.

In dumps of different moments a fact may stand in an inbox and in no outbox: who told it has forgotten it, and would
decide anew. So nobody can tell anything for an instant, in which a snapshot of each database is exported.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import Final, NamedTuple

from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from kring_shared.kernel.errors import DatabaseAway, WrongSetup
from kring_shared.runtime.storage.database import Database

PATIENCE: Final = "20s"


class Snapshots(NamedTuple):
    """The snapshot of each schema, for `pg_dump --snapshot`, and how long nothing could be told for it."""

    by_schema: dict[str, str]
    held_seconds: float


@contextmanager
def snapshots(databases: Sequence[Database]) -> Iterator[Snapshots]:
    """Export a snapshot of each database; they can be used for as long as the context lasts.

    Raises:
        WrongSetup: a database is a file of SQLite.
        DatabaseAway: one does not answer, has no tables, or is written without a pause.
    """
    if any(database.is_sqlite for database in databases):
        raise WrongSetup("snapshots are taken of PostgreSQL; a folder with SQLite files is copied by `kring backup`")
    try:
        with ExitStack() as readers:
            with ExitStack() as holders:
                begun = monotonic()
                for database in sorted(databases, key=lambda one: one.schema):
                    _hold(holders, database)
                found = {database.schema: _export(readers, database) for database in databases}
            held = monotonic() - begun
            yield Snapshots(found, held)
    except (OperationalError, ProgrammingError) as error:
        raise DatabaseAway(
            "not every database gave a snapshot: see with `kring doctor` that all answer, and try again"
        ) from error


def _hold(holders: ExitStack, database: Database) -> None:
    """Keep the outbox from being written until this context ends; what is being written now is waited for."""
    connection = holders.enter_context(database.engine.connect())
    connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
    connection.execute(text("LOCK TABLE outbox IN SHARE MODE"))


def _export(readers: ExitStack, database: Database) -> str:
    connection = readers.enter_context(
        database.engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    )
    connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))  # a dump may take hours
    return str(connection.execute(text("SELECT pg_export_snapshot()")).scalar_one())
