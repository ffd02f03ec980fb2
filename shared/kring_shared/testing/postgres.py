"""A PostgreSQL cluster for tests: every write synced, one cluster for a run, a fresh database for each test."""

import atexit
import functools
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator, Hashable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, Self

import psycopg
from psycopg import sql

from kring_shared.runtime.server import child
from kring_shared.runtime.server.log import ServerLog
from kring_shared.runtime.server.ports import HOST, free_port
from kring_shared.testing.containers import note_use
from kring_shared.testing.postgres_settings import OWNER, SAFE

if TYPE_CHECKING:
    from kring_shared.testing.postgres_container import PostgresInContainer

IMAGE_SETTING: Final = "KRING_TEST_POSTGRES_IMAGE"
READY_WITHIN_S: Final = 30.0
STOPPED_WITHIN_S: Final = 10.0
POLL_S: Final = 0.02
SETTINGS: Final = (
    *("-c", f"listen_addresses={HOST}"),
    *("-c", "unix_socket_directories="),
    *SAFE,
)


class PostgresMissing(Exception):
    """No PostgreSQL program is installed here; the reason of a skipped test."""


class PostgresUnderTest(Hashable, Protocol):
    """A cluster as most tests see it, wherever it runs."""

    def url(self, database: str = "postgres") -> str:
        """Give the address of a database, as libpq and psycopg read it."""

    def create_database(self) -> str:
        """Make an empty database, and give its address."""


class Postgres:
    """One cluster in a temporary folder; its programs refuse to run as root, so root lends them another user."""

    def __init__(self, place: Path | None = None) -> None:
        """Make the cluster; nothing runs yet.

        Args:
            place: Where its folder lies, instead of where temporary ones do; PostgreSQL's user must reach it.

        Raises:
            PostgresMissing: there is no initdb here.
        """
        self._programs = find_programs()
        self._user = _unprivileged_user()
        self._password = secrets.token_urlsafe(16)
        self._folder = Path(tempfile.mkdtemp(prefix="kring-postgres-", dir=place))
        self._data = self._folder / "data"
        self._log = ServerLog(self._folder / "log")
        self._process: child.Child | None = None
        self.port = free_port()
        self._make_cluster()

    @property
    def alive(self) -> bool:
        """Whether the server runs."""
        return self._process is not None and self._process.poll() is None

    def url(self, database: str = "postgres") -> str:
        """Give the address of a database, as libpq and psycopg read it."""
        return f"postgresql://{OWNER}:{self._password}@{HOST}:{self.port}/{database}"

    def create_database(self) -> str:
        """Make an empty database, and give its address."""
        name = f"test_{secrets.token_hex(8)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def start(self) -> Self:
        """Start the server, and come back when it answers."""
        self._log.begin()
        self._process = child.start(
            child.Program(
                command=(str(self._programs / "postgres"), "-D", str(self._data), "-p", str(self.port), *SETTINGS),
                folder=self._folder,
                log=self._log.file,
                when_we_die=signal.SIGQUIT,
                user=self._user,
                environment=(("LC_ALL", "C.UTF-8"), ("PATH", os.defpath)),
            )
        )
        self._await_ready()
        return self

    def kill9(self) -> None:
        """End the server and everything it started without warning, as a power cut would; the data stays."""
        if self._process is not None and self.alive:
            everyone = [self._process.pid, *_children_of(self._process.pid)]
            for pid in everyone:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._process.wait()

    def restart(self) -> Self:
        """Start it again on the same port and data, after `kill9` or while it runs."""
        self._end()
        return self.start()

    def stop(self) -> None:
        """End it and throw the cluster away; may be repeated."""
        self._end()
        shutil.rmtree(self._folder, ignore_errors=True)

    def text(self) -> str:
        """Give the end of its log."""
        return self._log.tail()

    def _end(self) -> None:
        if self._process is not None:
            child.end(self._process, (signal.SIGINT, signal.SIGQUIT), STOPPED_WITHIN_S)

    def _make_cluster(self) -> None:
        secret = self._folder / "password"
        secret.write_text(self._password, encoding="ascii")
        uid, gid = self._user or (None, None)
        if uid is not None and gid is not None:
            for path in (self._folder, secret):
                os.chown(path, uid, gid)
        initdb: list[str | Path] = [self._programs / "initdb", "-D", self._data, "-U", OWNER, "--pwfile", secret]
        made = subprocess.run(
            [*initdb, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"],
            user=uid,
            group=gid,
            extra_groups=None if uid is None else [],
            cwd=self._folder,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")

    def _await_ready(self) -> None:
        give_up_at = time.monotonic() + READY_WITHIN_S
        while self.alive and time.monotonic() < give_up_at:
            with suppress(psycopg.OperationalError), psycopg.connect(self.url(), connect_timeout=2):
                return
            time.sleep(POLL_S)
        raise RuntimeError(f"PostgreSQL did not start:\n{self.text()}")


@contextmanager
def postgres() -> Generator[Postgres]:
    """Run a cluster of its own for one test that kills it; `session_postgres` is cheaper for all others."""
    cluster = Postgres()
    try:
        yield cluster.start()
    finally:
        cluster.stop()


def session_postgres() -> PostgresUnderTest:
    """Give the one cluster of this run: in a container where `KRING_TEST_POSTGRES_IMAGE` names an image, else local.

    It is started at the first call and thrown away when Python ends. What a test kills by its process is always local.
    """
    image = os.environ.get(IMAGE_SETTING)
    if not image:
        return local_postgres()
    note_use("PostgreSQL")
    return _container(image)


@functools.cache
def local_postgres() -> Postgres:
    """Give the one local cluster of this run, for tests that read the files it writes."""
    cluster = Postgres()
    atexit.register(cluster.stop)
    return cluster.start()


@functools.cache
def _container(image: str) -> "PostgresInContainer":
    from kring_shared.testing.postgres_container import PostgresInContainer  # noqa: PLC0415  # loads a Docker client

    cluster = PostgresInContainer(image)
    atexit.register(cluster.stop)
    return cluster.start()


def for_sqlalchemy(url: str) -> str:
    """Give the address of a database as SQLAlchemy and a service's settings read it: with the driver in its scheme."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def find_programs() -> Path:
    """Find the folder with initdb and postgres: the newest that Debian keeps, else the PATH's.

    Raises:
        PostgresMissing: neither has them.
    """
    kept = sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda place: float(place.parent.name))
    on_path = shutil.which("initdb")
    for place in (*reversed(kept), *([Path(on_path).resolve().parent] if on_path else [])):
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    raise PostgresMissing("no PostgreSQL programs in /usr/lib/postgresql/*/bin or on the PATH")


def postgres_missing() -> str:
    """Say why no PostgreSQL runs here, as the reason of a skipped test; empty when one can."""
    return "" if os.environ.get(IMAGE_SETTING) else programs_missing()


def programs_missing() -> str:
    """Say why no local PostgreSQL runs here, which a test could kill; empty when one can."""
    try:
        find_programs()
    except PostgresMissing as reason:
        return str(reason)
    return ""


def _unprivileged_user() -> tuple[int, int] | None:
    """Choose who runs the programs: PostgreSQL's own user, else nobody; None when we are not root ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
    raise PostgresMissing("root may not run PostgreSQL, and there is no user postgres or nobody")


def _children_of(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(number) for number in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
