"""Several SQLite databases as they stood at one and the same moment, while their services go on.

A fact stands in the outbox of who told it before anybody hears it. In copies of different moments it may stand in an
inbox and in no outbox: who told it has forgotten it, and would decide anew. So all writers wait for an instant, in
which a reading transaction is opened on each database; the copies are made from these, and nobody waits for them.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import Final, NamedTuple

from kring_shared.kernel.errors import DatabaseAway
from kring_shared.runtime.embedded.backup.refusals import BackupDamaged

PATIENCE_SECONDS: Final = 20.0
VAULT: Final = "vault.db"


class Moment(NamedTuple):
    """The databases of one moment, each as a connection that sees it so, and how long writers waited for it."""

    databases: dict[Path, sqlite3.Connection]
    waited_seconds: float


@contextmanager
def one_moment(files: Sequence[Path]) -> Iterator[Moment]:
    """Give every database as it is now, for as long as the context lasts.

    Raises:
        DatabaseAway: a database cannot be opened, or is written without a pause.
    """
    # A service holds its own database when it asks for the vault's: in this order nobody waits for who waits for them.
    in_order = sorted(files, key=lambda file: (file.name == VAULT, file.name))
    with ExitStack() as readers:
        try:
            with ExitStack() as writers:
                begun = monotonic()
                for file in in_order:
                    writers.enter_context(closing(_connect(file))).execute("BEGIN IMMEDIATE")
                databases = {file: readers.enter_context(closing(_connect(file))) for file in in_order}
                for database in databases.values():
                    database.execute("BEGIN")
                    database.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on it sees this
            waited = monotonic() - begun
        except sqlite3.OperationalError as error:
            raise DatabaseAway(
                f"the databases in {files[0].parent} cannot all be read at one moment: try again, or stop Kring first"
            ) from error
        yield Moment(databases, waited)


def copy(database: sqlite3.Connection, to: Path) -> None:
    """Write what a connection sees into a new file, and look whether that is whole.

    Raises:
        BackupDamaged: the database itself is damaged.
        sqlite3.Error: it cannot be written; the disk may be full.
    """
    with closing(sqlite3.connect(to, isolation_level=None)) as target:
        database.backup(target)
        target.execute("PRAGMA journal_mode=delete")  # one file and nothing beside it
        found = target.execute("PRAGMA quick_check(1)").fetchone()
    if found != ("ok",):
        raise BackupDamaged(
            f"the database {to.stem} of this Kring is damaged, so no backup was made: keep every older one, and restore"
        )


def _connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=PATIENCE_SECONDS, isolation_level=None)
