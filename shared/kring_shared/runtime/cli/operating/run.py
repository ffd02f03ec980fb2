"""`kring run`: services against a configured bus and database, one container each or several together."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli.names import complete_service

if TYPE_CHECKING:
    from kring_shared.runtime.running.assembly import Configured
    from kring_shared.runtime.settings import SharedSettings

EXAMPLE: Final = (
    "Example: KRING_NATS_URL=nats://bus:4222 KRING_INTAKE_DATABASE_URL=postgresql+psycopg://… kring run intake"
)


def run(
    services: Annotated[list[str], typer.Argument(metavar="SERVICE...", autocompletion=complete_service)],
) -> None:
    """Run services on a configured bus and database.

    KRING_ variables name the bus, the databases and the keys. Ctrl-C or a SIGTERM ends it in good order.

    One replica of a service works at a time; another waits until it stops. With KRING_DIVIDED replicas divide the
    offices among themselves.
    """
    from kring_shared.runtime import logs
    from kring_shared.runtime.cli.configured import configured, shared_settings
    from kring_shared.runtime.telemetry.exporting import traces_sent

    shared = shared_settings()
    logs.configure(shared.log_level)
    chosen = configured(tuple(dict.fromkeys(services)))
    with traces_sent():
        asyncio.run(stay(shared, chosen))


async def stay(shared: "SharedSettings", chosen: "list[Configured]") -> None:
    """Work until told to stop."""
    from kring_shared.runtime.cli.configured import connect_to
    from kring_shared.runtime.cli.operating.staying import look_after, told_to_stop, unless_stopped
    from kring_shared.runtime.running import assembly, divided
    from kring_shared.runtime.watched.listener import listening
    from kring_shared.runtime.watched.watch import Watch

    stop = told_to_stop()
    given = assembly.parts(shared)
    watch = Watch([service.name for service, _ in chosen], given.counts, creds=shared.nats_creds)
    async with listening(shared.watch, watch):
        # Once it runs, a service waits for a bus that went away; a bus that was never there is a wrong address.
        await (await connect_to(shared)).close()
        start = divided.start_all if shared.divided else assembly.start_all
        running = await unless_stopped(stop, start(chosen, given, watch.begins))
        try:
            with watch.at_work():
                await look_after(running, stop)
        finally:
            await assembly.stop_all(running)
