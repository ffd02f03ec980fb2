"""A service on a database of either kind, without a bus: batches are settled by hand, exactly as they are made."""

import base64
import functools
import secrets
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg import sql
from pydantic import SecretStr
from sqlalchemy import Row, Table, select

from kring_shared.contracts import rights
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.envelope import Command, Fact
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.ids import derived_id, new_id
from kring_shared.runtime.bus.signing import Signer
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.lane.lane import Lane
from kring_shared.runtime.lane.settle import Settled, settle
from kring_shared.runtime.lane.timers import Timers
from kring_shared.runtime.running import assembly
from kring_shared.runtime.running.running import Running
from kring_shared.runtime.settings import ServiceSettings, SharedSettings
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import INBOX, OUTBOX, PARKED
from kring_shared.testing.postgres import PostgresUnderTest, for_sqlalchemy, postgres_missing, session_postgres
from tests.integration.lane import inn_messages, messages
from tests.integration.lane.guestbook import BookRow, Weather, book_value
from tests.integration.lane.messages import DoorOpened, GuestCame

OFFICE = "utrecht"
CASE, OTHER, THIRD = ("019aa00000007000800000000000000" + digit for digit in "123")
COORDINATOR = "019aa0000000700080000000000000c0"
START = datetime(2026, 11, 20, 12, tzinfo=UTC)
MANAGER = "manager-1"
BOTH = pytest.mark.parametrize(
    "kind",
    [
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.skipif(bool(postgres_missing()), reason=postgres_missing())),
    ],
)
"""Runs a test over both kinds of database."""


def database_urls(kind: str, folder: Path) -> tuple[str, str]:
    """Make a database for the service and one for the vault; give their addresses."""
    if kind == "sqlite":
        folder.mkdir(exist_ok=True, parents=True)
        return f"sqlite:///{folder}/guestbook.db", f"sqlite:///{folder}/vault.db"
    url = _one_database(session_postgres())
    _empty(url)
    ours = for_sqlalchemy(url)
    return ours, ours


def _empty(url: str) -> None:
    """Take every row of an earlier test away, but for what the migrations counted."""
    tables = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('guestbook', 'inn', 'vault')"
    with psycopg.connect(url) as connection:
        for place in connection.execute(tables).fetchall():
            if not place[1].startswith("version_"):
                connection.execute(sql.SQL("DELETE FROM {}.{}").format(*map(sql.Identifier, place)))


@functools.cache
def _one_database(cluster: PostgresUnderTest) -> str:
    return cluster.create_database()  # making one costs more than most tests here


class Desk:
    """One service, its database, its clock, and a pen that signs."""

    def __init__(
        self,
        urls: tuple[str, str],
        *,
        nats_url: str = "nats://127.0.0.1:1",
        weather: Weather | None = None,
        service: Service | None = None,
        serves: tuple[str, ...] = ("*",),
        backbone_domain: str = "",
    ) -> None:
        """Bring the databases up to date; the service is the guestbook in that weather, unless another is given."""
        edge = Ed25519PrivateKey.generate()
        self.clock, self.weather = DrivenClock(START), weather or Weather()
        self.signer = Signer(edge.private_bytes_raw())
        self.service: Service = service or self.weather.service()
        self.settings = ServiceSettings(database_url=SecretStr(urls[0]))
        self.shared = SharedSettings(
            nats_url=nats_url,
            vault_url=SecretStr(urls[1]),
            office_keys=SecretStr('{"*": "' + base64.b64encode(secrets.token_bytes(32)).decode() + '"}'),
            edge_public_key=base64.b64encode(edge.public_key().public_bytes_raw()).decode(),
            serves=serves,
            backbone_domain=backbone_domain,
        )
        assembly.migrate(self.shared, [(self.service, self.settings)])
        self.parts = assembly.parts(self.shared, self.clock)
        self.running = Running(self.service, self.settings, self.parts)
        self.setup, self.database = self.running.setup, self.running.database

    def settle(self, *batch: Delivery) -> Settled:
        """Settle one batch."""
        return settle(self.setup, batch)

    def due(self) -> list[Delivery]:
        """Give what is due now, deadlines and what stands apart, as the timers hand it over."""
        lane = Lane(self.setup, None)
        try:
            return Timers(self.setup, lane)._all_due()[0]
        finally:
            lane.close()

    def after(self, step: timedelta) -> Settled:
        """Let time pass, and settle what is due then as one batch."""
        self.clock.move_by(step)
        return self.settle(*self.due())

    def signed(self, role: Role = Role.REGIONAL_MANAGER, person: str = MANAGER, office: str = OFFICE) -> str:
        """Sign somebody."""
        actor = Actor(id=person, role=role, office=office, purpose="run-the-route", issued_at=self.clock.now())
        return self.signer.sign(actor)

    def rows(self, table: Table, *columns: str) -> list[Any]:
        """Read a table in its own order; with one column, its values."""
        wanted = [table.c[name] for name in columns] or list(table.c)
        order = table.c.seq if "seq" in table.c else next(iter(table.primary_key))
        with self.database.read() as tx:
            found: list[Row[Any]] = list(tx.execute(select(*wanted).order_by(order)))
        return [row[0] for row in found] if len(columns) == 1 else found

    def marks(self, case_id: str = CASE) -> tuple[int, ...] | None:
        """Read the marks in a book; none when there is no book."""
        table = table_of(BookRow)
        with self.database.read() as tx:
            row = tx.execute(select(table).where(table.c.case_id == case_id)).one_or_none()
        return book_value(row).marks if row else None

    def reasons(self) -> dict[str, str]:
        """Read why messages stand apart, by id."""
        return {row.id: row.reason for row in self.rows(PARKED)}

    def told(self) -> list[str]:
        """Read what was told, by kind, in order."""
        return [value.removeprefix("nl.eigenkracht.") for value in self.rows(OUTBOX, "type")]

    def inbox(self) -> set[str]:
        """Read which messages were handled."""
        return set(self.rows(INBOX, "id"))

    def close(self) -> None:
        """Let both databases go."""
        self.database.close()
        self.running.lease.release()
        self.parts.vault._store._database.close()  # type: ignore[attr-defined]  # ours is the SQL one


@contextmanager
def a_desk(
    kind: str, folder: Path, *, weather: Weather | None = None, service: Service | None = None
) -> Generator[Desk]:
    """Set a desk up, and clear it away."""
    with patch.dict(rights.RIGHTS, messages.RIGHTS | inn_messages.RIGHTS):
        desk = Desk(database_urls(kind, folder), weather=weather, service=service)
        try:
            yield desk
        finally:
            desk.close()


def a_fact(fact: Fact, *, fact_id: str | None = None) -> Delivery:
    """Give a fact as it comes from the bus, told by another service of its office."""
    told = fact if fact.office else fact.model_copy(update={"office": OFFICE, "occurred_at": START})
    return Delivery(fact_id or new_id(START), told.kind(), told.to_json(), Origin.FACT, told.office)


def a_command(command: Command, actor: str | None, *, command_id: str | None = None, office: str = OFFICE) -> Delivery:
    """Give a command as it comes from a caller."""
    inbox_id = derived_id(command_id or new_id(START), f"command/{office}")
    return Delivery(inbox_id, command.kind(), command.to_json(), Origin.COMMAND, office, actor)


def door(case_id: str = CASE) -> Delivery:
    """Give the fact that makes a book."""
    return a_fact(DoorOpened(case_id=case_id, coordinator_id=COORDINATOR))


def guests(marks: Iterable[int], case_id: str = CASE) -> list[Delivery]:
    """Give one fact a mark."""
    return [a_fact(GuestCame(case_id=case_id, mark=mark)) for mark in marks]
