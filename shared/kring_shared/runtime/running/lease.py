"""One replica at work: who holds a service's lease works, every other replica of it waits until the lease is free.

The lease lies where the service's truth lies: a locked file beside an SQLite file, an advisory lock of a PostgreSQL
database. It therefore counts for each database: two groups that divide the offices each have a database of their own.
Row versions are the fence behind it: what a replica that lost its lease without noticing still writes is refused.
"""

import asyncio
import fcntl
import os
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Final, NoReturn, Protocol

import structlog
from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from kring_shared.kernel.errors import DatabaseAway, KringError
from kring_shared.runtime.storage.database import Database

log = structlog.get_logger()
POLL_SECONDS: Final = 0.2
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

    def is_free(self) -> bool:
        """Tell whether nobody has it, without taking it: two that look at once do not see each other."""

    def release(self) -> None:
        """Give it back; may be repeated."""


class Lease:
    """The lease of one service's database; taken once, watched as long as the service works."""

    def __init__(self, database: Database, service: str) -> None:
        """Take nothing yet."""
        self._service, self.waits = service, False
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
                self.waits = waited = True
            await asyncio.sleep(POLL_SECONDS)
        self.waits = False
        if waited:
            log.info(f"{self._service}.lease.taken")

    def is_free(self) -> bool:
        """Tell whether nobody has it; it is not taken for that.

        Raises:
            DatabaseAway: it cannot be found out.
        """
        return self._hold.is_free()

    def is_ours(self) -> bool:
        """Tell whether it was taken, and is not lost since."""
        return self._hold.held()

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
        self._descriptor = self._locked(self._file, fcntl.LOCK_EX)
        return self._descriptor is not None

    def is_free(self) -> bool:
        if self._file is None or self._descriptor is not None:
            return False
        seen = self._locked(self._file, fcntl.LOCK_SH)
        if seen is not None:
            os.close(seen)
        return seen is not None

    def _locked(self, file: Path, how: int) -> int | None:
        """Give the file opened and locked; nothing when another has it."""
        try:
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise DatabaseAway(
                f"cannot write {file} ({error.strerror}): make its folder, or make it writable"
            ) from error
        try:
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

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
        self._engine = _engine(database.engine.url)
        self._lock = {"ours": OURS, "schema": zlib.crc32(database.schema.encode()) & 0x7FFFFFFF}
        self._connection: Connection | None = None

    def take(self) -> bool:
        if self._connection is None:
            self._connection = self._locked("pg_try_advisory_lock")
        return self._connection is not None

    def is_free(self) -> bool:
        if self._connection is not None:
            return False
        seen = self._locked("pg_try_advisory_lock_shared")
        if seen is not None:
            seen.execute(text("SELECT pg_advisory_unlock_shared(:ours, :schema)"), self._lock)
            seen.close()
        return seen is not None

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

    def _locked(self, function: str) -> Connection | None:
        """Give a connection that has the lock; nothing when another has it."""
        try:
            connection = self._engine.connect()
            for setting in FORGOTTEN:
                connection.execute(text(setting))
            if connection.execute(text(f"SELECT {function}(:ours, :schema)"), self._lock).scalar_one():
                return connection
            connection.close()
        except (OperationalError, ProgrammingError) as error:
            raise DatabaseAway(
                f"the database {self._engine.url.database!r} does not answer, so nobody can tell who works on it"
            ) from error
        return None


@lru_cache
def _engine(url: URL) -> Engine:
    """Give one engine for all leases on a server: what only looks uses one connection again and again."""
    return create_engine(
        url, pool_size=1, max_overflow=-1, pool_pre_ping=True, isolation_level="AUTOCOMMIT", connect_args=NOTICED
    )
