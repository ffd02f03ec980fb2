"""PostgreSQL in a container, asked for the same as the local one; testcontainers starts it."""

import secrets
import time
from contextlib import suppress
from typing import Any, Final, Self

import psycopg
from psycopg import sql
from testcontainers.community.postgres import PostgresContainer
from testcontainers.core.config import testcontainers_config

from kring_shared.runtime.server.ports import HOST, free_port
from kring_shared.testing.postgres_settings import OWNER, SAFE

INSIDE: Final = 5432
READY_WITHIN_S: Final = 60.0
POLL_S: Final = 0.05


class PostgresInContainer:
    """One cluster with the settings of the local one. It cannot be killed by its process: `postgres()` is for that."""

    def __init__(self, image: str) -> None:
        """Describe the container; nothing starts yet.

        Args:
            image: Told what to do by POSTGRES_USER and the like, as the public one is.
        """
        self._password = secrets.token_urlsafe(16)
        self._port = free_port()
        self._host_and_port = (HOST, self._port)
        self._container = PostgresContainer(image, username=OWNER, password=self._password, dbname=OWNER, driver=None)
        self._container.ports = {f"{INSIDE}/tcp": (HOST, self._port)}  # type: ignore[dict-item]  # as the engine takes it
        self._container.with_command(["postgres", *SAFE])

    def url(self, database: str = "postgres") -> str:
        """Give the address of a database, as libpq and psycopg read it."""
        host, port = self._host_and_port
        return f"postgresql://{OWNER}:{self._password}@{host}:{port}/{database}"

    def create_database(self) -> str:
        """Make an empty database, and give its address."""
        name = f"test_{secrets.token_hex(8)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def start(self) -> Self:
        """Start the container, and come back when the server answers."""
        # The clean-up container needs an image of its own and the engine's socket; we clean up ourselves.
        testcontainers_config.ryuk_disabled = True
        self._container.start()
        self._await_ready()
        return self

    def stop(self) -> None:
        """End it, and throw it away with what it holds."""
        if self._engine_view() is not None:
            self._container.stop()

    def text(self) -> str:
        """Give the end of its log."""
        engine_view = self._engine_view()
        return "" if engine_view is None else bytes(engine_view.logs(tail=50)).decode(errors="replace")

    def _await_ready(self) -> None:
        """Try the way in of a local engine, then the one testcontainers knows (we may be in a container ourselves)."""
        there = (self._container.get_container_host_ip(), int(self._container.get_exposed_port(INSIDE)))
        give_up_at = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < give_up_at:
            for way_in in ((HOST, self._port), there):
                self._host_and_port = way_in
                with suppress(psycopg.OperationalError), psycopg.connect(self.url(), connect_timeout=2):
                    return
            time.sleep(POLL_S)
        raise TimeoutError(f"PostgreSQL in the container did not answer:\n{self.text()}")

    def _engine_view(self) -> Any:  # noqa: ANN401  # the Docker client has no types
        return self._container.get_wrapped_container()
