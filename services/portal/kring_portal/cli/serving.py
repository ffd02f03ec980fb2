"""`kring portal run` and `kring portal migrate`: the portal against a configured bus and database."""

import asyncio
from contextlib import closing
from typing import TYPE_CHECKING, Final

import typer

if TYPE_CHECKING:
    import socket

    from kring_portal.settings import Settings
    from kring_shared.runtime.settings import SharedSettings

RUN_EXAMPLE: Final = (
    "Example: KRING_NATS_URL=nats://bus:4222 KRING_PORTAL_DATABASE_URL=postgresql+psycopg://… kring portal run"
)
MIGRATE_EXAMPLE: Final = "Example: kring portal migrate"


def run() -> None:
    """Serve the portal on a configured bus.

    KRING_ and KRING_PORTAL_ variables name the bus, the database and the key. Ctrl-C or a SIGTERM ends it in good
    order: pages that are open are finished first. Any number may run beside each other.
    """
    from kring_portal.settings import Settings
    from kring_shared.runtime import logs
    from kring_shared.runtime.cli.configured import shared_settings
    from kring_shared.runtime.settings import read_settings
    from kring_shared.runtime.telemetry.exporting import traces_sent

    shared, settings = shared_settings(), read_settings(Settings)
    logs.configure(shared.log_level)
    with traces_sent():
        asyncio.run(stay(shared, settings))


async def stay(shared: "SharedSettings", settings: "Settings") -> None:
    """Serve until told to stop.

    Raises:
        WrongSetup: there is no key to sign with.
        PortTaken: another program listens there.
    """
    from kring_portal.serving import house_of, served
    from kring_shared.kernel.errors import WrongSetup
    from kring_shared.runtime.bus.client import Client
    from kring_shared.runtime.bus.signing import Signer
    from kring_shared.runtime.cli.configured import connect_to
    from kring_shared.runtime.cli.operating.staying import told_to_stop
    from kring_shared.runtime.settings import key_bytes

    key = settings.edge_key.get_secret_value()
    if not key:
        raise WrongSetup("KRING_PORTAL_EDGE_KEY is not set: it is the key (base64) that signs who asks")
    signer, stop = Signer(key_bytes(key.strip(), "KRING_PORTAL_EDGE_KEY")), told_to_stop()
    connection = await connect_to(shared)
    try:
        offices = {id_: card for id_, card in shared.offices().items() if {"*", id_} & set(shared.serves)}
        with closing(_opened(settings.listen)) as opened:
            house = house_of(settings, Client(connection, signer), offices)
            async with served(house, opened, hears=shared.serves) as address:
                typer.echo(f"The portal is at {address}. Ctrl-C stops it.")
                await stop.wait()
    finally:
        await connection.close()


def _opened(listen: str) -> "socket.socket":
    from kring_shared.runtime.start_errors import PortTaken
    from kring_shared.runtime.watched.own_loop import opened_at

    try:
        return opened_at(listen)
    except OSError as error:
        raise PortTaken(f"cannot listen on {listen}: choose another with KRING_PORTAL_LISTEN") from error


def migrate() -> None:
    """Bring the portal's database up to date; it is safe to repeat."""
    from kring_portal.cli.accounts import database
    from kring_portal.serving import MIGRATIONS
    from kring_shared.runtime.storage import migrations

    with database(migrated=False) as ours:
        applied = migrations.migrate(ours, MIGRATIONS)
    typer.echo(f"portal: {', '.join(applied) or 'up to date'}")
