"""The databases: do they answer, are they at this Kring's version, is somebody at work?"""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from kring_shared.kernel.errors import DatabaseAway, KringError, WrongSetup
from kring_shared.runtime.cli.doctor.finding import Finding, mind, right, wrong
from kring_shared.runtime.cli.doctor.patient import Patient
from kring_shared.runtime.running.divided_databases import check_where_truth_lies
from kring_shared.runtime.running.lease import Lease, LeaseHeld
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database

MIGRATE: Final = "run `kring migrate`"
SECONDS_TO_ANSWER: Final = "5"
NAME_ENDS: Final = "_"
"""Behind it stands the office, where each has a database of its own."""
Look = Callable[[Database], list[Finding]]


async def databases_stand(patient: Patient) -> list[Finding]:
    """Look at each service's database; whether anybody works on it only where somebody should."""
    found = [*patient.not_set_up]
    stands_still = patient.embedded and patient.connection is None  # that is said of the bus
    for service, settings in patient.services:
        try:
            await asyncio.to_thread(check_where_truth_lies, service.name, settings, patient.shared)
        except WrongSetup as error:
            found.append(wrong(service.name, str(error)))
        except DatabaseAway:
            continue  # that is said below, database by database
    for service, database in patient.databases():
        found += await looked_into(database, Version(migrations.RUNTIME, service.migrations))
        found += [] if stands_still else await looked_into(database, _lease, said_already=True)
    for edge, database in patient.databases_of_edges():
        found += await looked_into(database, Version(edge.migrations))
    return found


class Version:
    """Looks whether a database is at this Kring's version of these packages of revisions."""

    def __init__(self, *packages: str) -> None:
        """Name the packages."""
        self._packages = packages

    def __call__(self, database: Database) -> list[Finding]:
        """Look."""
        name = database.schema
        at = {package: migrations.current(database, package) for package in self._packages}
        if not all(migrations.may_work(database, package) for package in at):
            return [wrong(name, "a newer Kring made its database", "use that Kring, or restore a backup")]
        if not migrations.is_current(database, *at):
            return [wrong(name, "its database is older than this Kring, which does not start on it", MIGRATE)]
        if not all(migrations.knows(package, revision) for package, revision in at.items()):
            return [mind(name, "a newer Kring made its database, and lets this one work", "upgrade this Kring as well")]
        kind = "SQLite" if database.is_sqlite else "PostgreSQL"
        return [right(name, f"{kind} answers, at {' and '.join(map(str, at.values()))}")]


def there(database: Database) -> bool:
    """Tell whether a database is there, before anybody opens it: opening an SQLite file makes it."""
    return not database.is_sqlite or Path(database.engine.url.database or "").is_file()


async def looked_into(database: Database, look: Look, *, said_already: bool = False) -> list[Finding]:
    """Look into a database beside the loop, and close it; one that does not let itself be looked into is wrong."""
    try:
        return await asyncio.to_thread(_opened, database, look)
    except (KringError, SQLAlchemyError) as error:
        return [] if said_already else [wrong(database.schema, _said(error))]
    finally:
        database.close()


def _opened(database: Database, look: Look) -> list[Finding]:
    os.environ.setdefault("PGCONNECT_TIMEOUT", SECONDS_TO_ANSWER)  # PostgreSQL's own way; else it waits for minutes
    if not there(database):
        raise DatabaseAway("its database is not there: run `kring migrate`, or put back a backup")
    database.check()
    return look(database)


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, KringError) else f"its database cannot be read ({type(error).__name__})"


def _lease(database: Database) -> list[Finding]:
    """Look whether somebody is at work, by taking the lease and giving it back at once where nobody is."""
    nobody = wrong(
        f"{database.schema} lease",
        "nobody works on this database",
        f"start it: kring run {database.schema.partition(NAME_ENDS)[0]}",
    )
    if database.is_sqlite and not Path(f"{database.engine.url.database}.lease").exists():
        return [nobody]  # taking it would make the file, perhaps as another user than the service's
    lease = Lease(database, database.schema)
    try:
        lease.try_take()
    except LeaseHeld:
        return []
    finally:
        lease.release()
    return [nobody]
