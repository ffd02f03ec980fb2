"""`kring portal run` and `kring portal migrate`: the portal against a configured bus and database."""

import asyncio
from contextlib import closing
from typing import TYPE_CHECKING, Final

import typer

if TYPE_CHECKING:
    import socket

    from kring_portal.settings import Settings
    from kring_shared.runtime.bus.signing import Signer
    from kring_shared.runtime.settings import SharedSettings

RUN_EXAMPLE: Final = (
    "Example: KRING_NATS_URL=nats://bus:4222 KRING_PORTAL_DATABASE_URL=postgresql+psycopg://… kring portal run"
)
MIGRATE_EXAMPLE: Final = "Example: kring portal migrate"
RESEAL_EXAMPLE: Final = "Example: KRING_PORTAL_OLD_EDGE_KEY=… kring portal reseal"


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
        WrongSetup: there is no key to sign with, or nothing says how people reach it.
        PortTaken: another program listens there.
    """
    from kring_portal.serving import house_of, served
    from kring_portal.watching.watch import PortalWatch
    from kring_portal.web.counting import PortalCounts
    from kring_shared.runtime.bus.client import Client
    from kring_shared.runtime.cli.configured import connect_to
    from kring_shared.runtime.cli.operating.staying import told_to_stop
    from kring_shared.runtime.watched.listener import listening

    signer = _signer_of(settings)
    _check_address(settings)
    stop, counts = told_to_stop(), PortalCounts()
    watch = PortalWatch(counts, creds=shared.nats_creds, hears=shared.serves)
    offices = {id_: card for id_, card in shared.offices().items() if {"*", id_} & set(shared.serves)}
    with closing(_opened(settings.listen)) as opened:
        async with listening(shared.watch, watch):
            connection = await connect_to(shared)
            try:
                house = house_of(settings, Client(connection, signer), offices, counts)
                async with served(house, opened, hears=shared.serves) as address:
                    with watch.open(house):
                        typer.echo(f"The portal is at {address}. Ctrl-C stops it.")
                        await stop.wait()
            finally:
                await connection.close()


def _signer_of(settings: "Settings") -> "Signer":
    from kring_shared.kernel.errors import WrongSetup
    from kring_shared.runtime.bus.signing import Signer
    from kring_shared.runtime.settings import key_bytes

    key = settings.edge_key.get_secret_value().strip()
    if not key:
        raise WrongSetup("KRING_PORTAL_EDGE_KEY is not set: it is the key (base64) that signs who asks")
    return Signer(key_bytes(key, "KRING_PORTAL_EDGE_KEY"))


def _check_address(settings: "Settings") -> None:
    """Refuse to answer whoever asks, under any name: links and cookies are for one address."""
    from kring_shared.kernel.errors import WrongSetup

    if not settings.url and not settings.is_local:
        raise WrongSetup(
            f"KRING_PORTAL_URL is not set, and {settings.listen} is open to others: say how people reach the portal, "
            "such as https://kring.example"
        )


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


def reseal() -> None:
    """Seal anew what lies under a key of before; it is safe to repeat.

    KRING_PORTAL_OLD_SECRETS_KEY or KRING_PORTAL_OLD_EDGE_KEY is the key of before. When nothing is left that no key
    opens it may go.
    """
    from kring_portal.cli.accounts import database, settings
    from kring_portal.signing.resealing import reseal as sealed_anew
    from kring_portal.store.safe import safe_of

    ours = settings()
    safe = safe_of(ours, _signer_of(ours))
    with database() as kept:
        done = sealed_anew(kept, safe)
    left = f"; {done.unreadable} cannot be read: name the key they lie under" if done.unreadable else ""
    typer.echo(f"portal: {done.anew} sealed anew{left}")
    if done.unreadable:
        raise typer.Exit(3)
