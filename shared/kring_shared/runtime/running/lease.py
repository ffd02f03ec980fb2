"""One replica at work: who holds a service's lease works, every other replica of it waits until the lease is free.

The lease lies where the service's truth lies: a locked file beside an SQLite file, an advisory lock of a PostgreSQL
database. It therefore counts for each database: two groups that divide the offices each have a database of their own.
Row versions are the fence behind it: what a replica that lost its lease without noticing still writes is refused.
"""

import asyncio
import fcntl
import os
import zlib
from pathlib import Path
from typing import Final, NoReturn, Protocol

import structlog
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

from kring_shared.kernel.errors import DatabaseAway, KringError
from kring_shared.runtime.storage.database import Database

log = structlog.get_logger()
POLL_SECONDS: Final = 0.5
OURS: Final = 74657
"""The first half of our advisory locks; the second is the schema."""
NOTICED: Final = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}
"""We notice a dead network within 12 s, before the server gives our lease to another (25 s)."""
FORGOTTEN: Final = ("SET tcp_keepalives_idle = 10", "SET tcp_keepalives_interval = 5", "SET tcp_keepalives_count = 3")


class LeaseHeld(KringError):
    """A replica is at work where nothing may be."""

    code = "kring.in-use"
    exit_code = 5


class LeaseLost(KringError):
    """The lease went to another while we worked: the database was away too long, or its file was replaced."""

    code = "kring.lease-lost"
    exit_code = 12


class _Hold(Protocol):
    """Where a lease lies."""

    def take(self) -> bool:
        """Take it if nobody has it."""

    def held(self) -> bool:
        """Tell whether it is still ours."""

    def release(self) -> None:
        """Give it back; may be repeated."""


class Lease:
    """The lease of one service's database; taken once, watched as long as the service works."""

    def __init__(self, database: Database, service: str) -> None:
        """Take nothing yet."""
        self._service = service
        self._hold: _Hold = _FileHold(database) if database.is_sqlite else _ServerHold(database)

    def try_take(self) -> None:
        """Take it at once.

        Raises:
            LeaseHeld: a replica is at work.
            DatabaseAway: it cannot be found out.
        """
        if not self._hold.take():
            raise LeaseHeld(f"the {self._service} service is at work on this database: stop it first")

    async def take(self) -> None:
        """Take it, however long that takes; the wait is said once. At once when it is ours already.

        Raises:
            DatabaseAway: it cannot be found out.
        """
        waited = False
        while not await asyncio.to_thread(self._hold.take):
            if not waited:
                log.info(f"{self._service}.lease.waits", because="another replica is at work on this database")
                waited = True
            await asyncio.sleep(POLL_SECONDS)
        if waited:
            log.info(f"{self._service}.lease.taken")

    async def watch(self) -> NoReturn:
        """Come back only when it is lost.

        Raises:
            LeaseLost: always, in the end.
        """
        while await asyncio.to_thread(self._hold.held):  # noqa: ASYNC110 - a lock tells nobody that it is gone
            await asyncio.sleep(POLL_SECONDS)
        raise LeaseLost(
            f"the {self._service} service lost its lease and stopped, so that no two work at once: start it again"
        )

    def release(self) -> None:
        """Let the next replica work; may be repeated."""
        self._hold.release()


class _FileHold:
    """A lock on a file beside the database; the system lets it go when the process ends, however it ends."""

    def __init__(self, database: Database) -> None:
        place = database.engine.url.database
        self._file = None if place in {None, "", ":memory:"} else Path(f"{place}.lease")
        self._descriptor: int | None = None

    def take(self) -> bool:
        if self._file is None or self._descriptor is not None:
            return True  # a database in memory is nobody else's
        try:
            descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise DatabaseAway(
                f"cannot write {self._file} ({error.strerror}): make its folder, or make it writable"
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def held(self) -> bool:
        if self._file is None or self._descriptor is None:
            return self._file is None
        try:
            return os.path.samestat(os.fstat(self._descriptor), self._file.stat())
        except OSError:  # somebody took the file away: whoever makes it anew can lock it beside us
            return False

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = None


class _ServerHold:
    """An advisory lock on a connection of its own: it is ours as long as that connection lives."""

    def __init__(self, database: Database) -> None:
        self._engine = create_engine(
            database.engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=NOTICED
        )
        self._lock = {"ours": OURS, "schema": zlib.crc32(database.schema.encode()) & 0x7FFFFFFF}
        self._connection: Connection | None = None

    def take(self) -> bool:
        if self._connection is not None:
            return True
        try:
            connection = self._engine.connect()
            for setting in FORGOTTEN:
                connection.execute(text(setting))
            if connection.execute(text("SELECT pg_try_advisory_lock(:ours, :schema)"), self._lock).scalar_one():
                self._connection = connection
                return True
            connection.close()
        except (OperationalError, ProgrammingError) as error:
            raise DatabaseAway(
                f"the database {self._engine.url.database!r} does not answer, so nobody can tell who works on it"
            ) from error
        return False

    def held(self) -> bool:
        if self._connection is None:
            return False
        try:
            self._connection.execute(text("SELECT 1"))
        except (OperationalError, ProgrammingError):
            return False
        return True

    def release(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
        self._connection = None
        self._engine.dispose()
