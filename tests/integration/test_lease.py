"""The lease of a service's database: one replica at work, on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kring_shared.runtime.running.lease import Lease, LeaseHeld, LeaseLost
from kring_shared.runtime.storage.database import Database
from kring_shared.testing.servers import for_sqlalchemy, postgres_missing, session_postgres

PATIENCE_S = 20
needs_postgres = pytest.mark.skipif(bool(postgres_missing()), reason=postgres_missing() or "PostgreSQL is here")


@pytest.fixture(name="url", params=["sqlite", pytest.param("postgresql", marks=needs_postgres)])
def a_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/registry.db"
    return on_postgres()


def on_postgres() -> str:
    """Make an empty PostgreSQL database, and give its address."""
    return for_sqlalchemy(session_postgres().create_database())


def take_away(url: str) -> None:
    """Take the lease from whoever holds it, as a lost file or a lost connection does."""
    if url.startswith("sqlite"):
        Path(f"{url.removeprefix('sqlite:///')}.lease").unlink()
        return
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")


@pytest.fixture(name="replicas")
def two_replicas(url: str) -> Iterator[tuple[Lease, Lease]]:
    """Give the leases of two replicas of one service."""
    databases = [Database(url, "registry") for _ in range(2)]
    leases = Lease(databases[0], "registry"), Lease(databases[1], "registry")
    yield leases
    for lease in leases:
        lease.release()
    for database in databases:
        database.close()


def test_only_one_replica_holds_it(replicas: tuple[Lease, Lease]) -> None:
    first, second = replicas
    first.try_take()
    first.try_take()
    with pytest.raises(LeaseHeld, match="the registry service is at work"):
        second.try_take()
    first.release()
    second.try_take()


async def test_the_other_waits_until_it_is_free(replicas: tuple[Lease, Lease]) -> None:
    first, second = replicas
    await first.take()
    waiting = asyncio.create_task(second.take())
    done, _ = await asyncio.wait((waiting,), timeout=1)
    assert not done
    first.release()
    await asyncio.wait_for(waiting, PATIENCE_S)


@needs_postgres
def test_services_that_share_a_database_do_not_wait_for_each_other() -> None:
    url = on_postgres()
    databases = Database(url, "registry"), Database(url, "intake")
    leases = [Lease(database, database.schema) for database in databases]
    for lease in leases:
        lease.try_take()
    for lease, database in zip(leases, databases, strict=True):
        lease.release()
        database.close()


async def test_losing_it_is_noticed(url: str, replicas: tuple[Lease, Lease]) -> None:
    first, second = replicas
    await first.take()
    watching = asyncio.create_task(first.watch())
    take_away(url)
    with pytest.raises(LeaseLost):
        await asyncio.wait_for(watching, PATIENCE_S)
    await asyncio.wait_for(second.take(), PATIENCE_S)
