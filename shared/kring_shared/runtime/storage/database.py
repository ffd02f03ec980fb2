"""One service's database: SQLite for one machine, PostgreSQL for many; durable on both, and no caller knows which."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import BigInteger, Boolean, Connection, Integer, String, Table, Text, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlmodel import AutoString

from kring_shared.kernel.errors import DatabaseAway

SQLITE_PRAGMAS: Final = (
    "journal_mode=wal",
    "synchronous=full",  # a commit is on the disk when it returns
    "secure_delete=on",  # what is deleted is overwritten
    "busy_timeout=20000",
    "foreign_keys=on",
    "cache_size=-65536",
)

READS: Final = "kring_only_reads"
PLAIN: Final = {String, AutoString, Text, Integer, BigInteger, Boolean}
"""The column types whose values go to the database as they are."""


class Database:
    """An engine with our settings; `schema` keeps services apart that share one PostgreSQL database."""

    def __init__(self, url: str, schema: str) -> None:
        """Open lazily: nothing is touched until the first use."""
        self.schema = schema
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 20})
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            self.engine = create_engine(url, pool_pre_ping=True, pool_size=4)
            event.listen(self.engine, "connect", _search_path(schema))

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Give a connection inside one transaction; committed at the end, rolled back when anything is raised."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that only reads."""
        with self.engine.connect().execution_options(**{READS: True}) as connection:
            yield connection

    def check(self) -> None:
        """Raise `DatabaseAway`, without the address (it holds a password), when it does not answer."""
        try:
            with self.engine.connect():
                pass
        except (OperationalError, ProgrammingError) as error:
            name = self.engine.url.database
            raise DatabaseAway(
                f"the database {name!r} does not answer: check that it runs and that KRING_…_DATABASE_URL is right"
            ) from error

    def close(self) -> None:
        """Let every connection go; SQLite then folds its log into the file."""
        self.engine.dispose()


def upsert(
    tx: Connection,
    table: Table,
    rows: Iterable[Mapping[str, Any]],
    *,
    on: str,
    fence: str | None = None,
    keeps: Collection[str] = (),
) -> int:
    """Write rows, replacing those that stand under the same `on`; give how many were written.

    With `fence` (a counting column) a row is replaced only by one that counts exactly one further. A row that is
    replaced `keeps` what it has in some columns.
    """
    values = list(rows)
    if not values:
        return 0
    if not keeps and all(type(column.type) in PLAIN for column in table.columns):
        return _upsert_plain(tx, table, values, on, fence)
    names, kept = tuple(values[0]), frozenset({on, *keeps})
    counted = _replacing(table, names, on, fence, kept, is_sqlite=tx.dialect.name == "sqlite")
    # SQLAlchemy forgets how many rows an INSERT wrote unless it is told to keep the number.
    return tx.execute(counted, values, execution_options={"preserve_rowcount": True}).rowcount


@lru_cache(maxsize=512)
def _replacing(
    table: Table, names: tuple[str, ...], on: str, fence: str | None, kept: frozenset[str], *, is_sqlite: bool
) -> sqlite.Insert | postgresql.Insert:
    """Give the statement that writes rows of these columns; made once, since making it takes as long as a write."""
    statement = sqlite.insert(table) if is_sqlite else postgresql.insert(table)
    columns = {name: statement.excluded[name] for name in names if name not in kept}
    where = table.c[fence] == statement.excluded[fence] - 1 if fence else None
    return statement.on_conflict_do_update(index_elements=[on], set_=columns, where=where)


def _upsert_plain(tx: Connection, table: Table, values: list[Mapping[str, Any]], on: str, fence: str | None) -> int:
    """Do the same past SQLAlchemy's types, for a table that holds nothing but text, numbers and yes or no."""
    names = tuple(values[0])
    statement = _replacing_plain(table.name, names, on, fence, is_sqlite=tx.dialect.name == "sqlite")
    in_order = itemgetter(*names)
    rows = [in_order(row) for row in values]
    return tx.exec_driver_sql(statement, rows, execution_options={"preserve_rowcount": True}).rowcount


@lru_cache(maxsize=512)
def _replacing_plain(table: str, names: tuple[str, ...], on: str, fence: str | None, *, is_sqlite: bool) -> str:
    replaced = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != on)
    only = f' WHERE "{table}"."{fence}" = excluded."{fence}" - 1' if fence else ""
    return f'{_inserting(table, names, is_sqlite=is_sqlite)} ON CONFLICT ("{on}") DO UPDATE SET {replaced}{only}'


@lru_cache(maxsize=512)
def _inserting(table: str, names: tuple[str, ...], *, is_sqlite: bool) -> str:
    """Give the statement; a name in quotation marks may be a word of SQL as well, such as `left`."""
    quoted, signs = ", ".join(f'"{name}"' for name in names), ", ".join(["?" if is_sqlite else "%s"] * len(names))
    return f'INSERT INTO "{table}" ({quoted}) VALUES ({signs})'  # noqa: S608 - our own tables' names


def delete_fenced(tx: Connection, table: Table, rows: Sequence[tuple[str, int]], *, on: str, fence: str) -> int:
    """Delete rows, given as (value of `on`, value of `fence`); give how many stood there so."""
    if not rows:
        return 0
    sign = "?" if tx.dialect.name == "sqlite" else "%s"
    statement = f'DELETE FROM "{table.name}" WHERE "{on}" = {sign} AND "{fence}" = {sign}'  # noqa: S608 - our own names
    return tx.exec_driver_sql(statement, list(rows), execution_options={"preserve_rowcount": True}).rowcount


def insert_plain(tx: Connection, table: Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert many rows of plain text and numbers; past SQLAlchemy's types, which cost more than the insert itself."""
    if rows:
        tx.exec_driver_sql(_inserting(table.name, names, is_sqlite=tx.dialect.name == "sqlite"), list(rows))


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own object
    connection.isolation_level = None  # we begin by ourselves, see below
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    only_reads = connection.get_execution_options().get(READS, False)
    # Writers queue up at the start; none finds out at its commit that it came too late.
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


def _search_path(schema: str) -> Any:  # noqa: ANN401 - an event listener
    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own object
        before, connection.autocommit = connection.autocommit, True
        connection.execute(f'SET search_path TO "{schema}"')
        connection.execute("SET synchronous_commit TO on")
        connection.autocommit = before

    return prepare
