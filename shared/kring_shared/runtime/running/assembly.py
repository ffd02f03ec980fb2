"""Puts services together from settings: vault, databases, bus; for `kring run`, `kring migrate` and embedded mode."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from nats.aio.client import Client
from sqlalchemy.exc import OperationalError, ProgrammingError

from kring_shared.kernel.clock import Clock, SystemClock
from kring_shared.kernel.errors import DatabaseAway, WrongSetup
from kring_shared.runtime.bus.signing import Verifier
from kring_shared.runtime.bus.streams import (
    BACKBONE,
    EVERY_STREAM,
    OF_AN_OFFICE,
    REFERRALS,
    provision_consumer,
    provision_streams,
)
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.lane.erasure_ledger import ErasureLedger, destroy_again
from kring_shared.runtime.running.divided_databases import apart, check_where_truth_lies, database_of
from kring_shared.runtime.running.running import Parts, Running, declare, durable_of, filters_of
from kring_shared.runtime.settings import ServiceSettings, SharedSettings, key_bytes
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.vault.keystore import SqlKeyStore
from kring_shared.runtime.vault.vault import Vault

Configured = tuple[Service, ServiceSettings]


class ServiceAtWork(Protocol):
    """A service at work in this process: all of it, or one replica's share."""

    @property
    def service(self) -> Service:
        """Which."""

    @property
    def posts(self) -> Mapping[str, Running]:
        """Give what works here, or may, by office; one of no name for all together."""

    @property
    def stands_by(self) -> bool:
        """Tell whether it only waits for other replicas to stop."""

    async def failed(self) -> BaseException | None:
        """Give the error that ended it, if any did."""

    async def stop(self) -> None:
        """End it in good order."""


Begins = Callable[[ServiceAtWork], None]
"""Hears of each service before it starts, since that may wait for as long as another replica works."""


def nobody(_service: ServiceAtWork) -> None:
    """Hear of nothing."""


def vault_database(shared: SharedSettings) -> Database:
    """Give the database the vault's keys are in."""
    url = shared.vault_url.get_secret_value()
    if not url:
        raise WrongSetup("KRING_VAULT_URL is not set: the database of the keys, apart from the services' databases")
    return Database(url, "vault")


def parts(shared: SharedSettings, clock: Clock | None = None) -> Parts:
    """Build what every service of a process shares.

    Raises:
        WrongSetup: a key or a file named in the settings is missing or wrong.
    """
    vault = Vault(SqlKeyStore(vault_database(shared)), shared.office_key_bytes())
    verifier = Verifier(key_bytes(shared.edge_public_key, "KRING_EDGE_PUBLIC_KEY"))
    ledger = ErasureLedger(shared.erasure_ledger)
    return Parts(shared, vault, verifier, clock or SystemClock(), shared.offices(), ledger)


def migrate(shared: SharedSettings, configured: Iterable[Configured]) -> dict[str, list[str]]:
    """Bring every database up to date; give the revisions applied, by service.

    Raises:
        DatabaseTooNew: a database was made by a newer Kring.
        DatabaseAway: a database does not answer.
        WrongSetup: `KRING_DIVIDED` is not as it was when a service worked.
    """
    configured = list(configured)
    for service, settings in configured:
        check_where_truth_lies(service.name, settings, shared)
    applied = {"vault": _migrate(vault_database(shared), migrations.VAULT)}
    for service, settings in configured:
        for one in apart(shared):
            database = database_of(service.name, settings, one)
            applied[database.schema] = _migrate(database, migrations.RUNTIME, service.migrations)
    return applied


async def provision(client: Client, shared: SharedSettings, configured: Iterable[Configured], given: Parts) -> None:
    """Make the streams and each service's consumers; but what lies with the hub is made there, by `provision_line`."""
    on_our_bus = not shared.backbone_domain
    await provision_streams(client, replicas=shared.replicas, only=EVERY_STREAM if on_our_bus else OF_AN_OFFICE)
    for service, settings in configured:
        broker = declare(service, settings, given)
        for offices in (one.serves for one in apart(shared)):
            durable = durable_of(service, offices)
            for stream, filters in filters_of(broker, offices).items():
                if stream != BACKBONE or on_our_bus:
                    await provision_consumer(client, stream, durable, filters)
            if service.takes_referrals is not None:
                inbound = [f"kring.{office}.referrals.*" for office in offices]
                await provision_consumer(client, REFERRALS, durable, inbound)


async def provision_line(client: Client, office: str, declared: Iterable[tuple[Service, LaneBroker]]) -> list[str]:
    """Make at the hub what an office on a leaf node hears there: each service's consumer; give their names."""
    made = []
    for service, broker in declared:
        if heard := filters_of(broker, (office,)).get(BACKBONE):
            made.append(durable_of(service, (office,)))
            await provision_consumer(client, BACKBONE, made[-1], heard)
    return made


async def start_all(configured: Iterable[Configured], given: Parts, begins: Begins = nobody) -> list[Running]:
    """Start services side by side in this process, each once it has its lease; when one cannot start, none stays.

    First of all the keys that the ledger of erasures names are destroyed again: an older vault may have been put back.
    """
    await asyncio.to_thread(destroy_again, given.ledger, given.vault)
    running: list[Running] = []
    try:
        for service, settings in configured:
            await asyncio.to_thread(check_where_truth_lies, service.name, settings, given.shared)
            for shared in apart(given.shared):
                one = Running(service, settings, replace(given, shared=shared))
                begins(one)
                await start_one(one)
                running.append(one)
    except BaseException:
        await stop_all(running)
        raise
    return running


async def start_one(one: Running) -> None:
    """Start one service once it has its lease; when it cannot start, nothing of it stays."""
    try:
        await asyncio.to_thread(check_current, one)
        await one.lease.take()
        await asyncio.to_thread(check_current, one)  # whoever worked while we waited may have been a newer Kring
        await one.start()
    except BaseException:
        await one.let_go()
        raise


async def stop_all(running: Iterable[ServiceAtWork]) -> None:
    """Stop services, the last started first."""
    for one in reversed(list(running)):
        await one.stop()


def check_current(one: Running) -> None:
    """Raise unless the service's database answers and has this Kring's tables."""
    one.database.check()
    packages = (migrations.RUNTIME, one.service.migrations)
    if not all(migrations.may_work(one.database, package) for package in packages):
        migrations.refuse_newer(one.service.name)
    if not migrations.is_current(one.database, *packages):
        raise WrongSetup(f"the database of {one.service.name} is not at this Kring's version: run `kring migrate`")


def _migrate(database: Database, *packages: str) -> list[str]:
    try:
        database.check()
        return migrations.migrate(database, *packages)
    except (OperationalError, ProgrammingError) as error:
        raise DatabaseAway(f"the database {database.engine.url.database!r} could not be brought up to date") from error
    finally:
        database.close()
