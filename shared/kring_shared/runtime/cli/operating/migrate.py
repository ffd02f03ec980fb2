"""`kring migrate`: databases, streams and consumers brought to this Kring's version."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.names import complete_service

if TYPE_CHECKING:
    from kring_shared.runtime.running.assembly import Configured
    from kring_shared.runtime.settings import SharedSettings

EXAMPLE: Final = "Example: kring migrate intake matching"


def migrate(
    services: Annotated[list[str] | None, typer.Argument(metavar="SERVICE...", autocompletion=complete_service)] = None,
    as_json: opt.AsJson = False,
) -> None:
    """Bring databases and streams up to date.

    KRING_ variables name them, as for `kring run`; it is safe to repeat. All installed
    services unless some are named. An embedded Kring (`kring up`) does this by itself.
    """
    from kring_shared.runtime import logs
    from kring_shared.runtime.cli.configured import configured, shared_settings
    from kring_shared.runtime.cli.printing import json_line, table
    from kring_shared.runtime.running import assembly, plugins

    logs.configure("warning")
    shared = shared_settings()
    chosen = configured(tuple(services or plugins.service_names()))
    applied = assembly.migrate(shared, chosen)
    asyncio.run(_provision(shared, chosen))
    if as_json:
        for name, revisions in applied.items():
            json_line({"database": name, "applied": revisions})
    else:
        table(("database", "applied"), [(name, ", ".join(done) or "up to date") for name, done in applied.items()])
        typer.echo("Streams and consumers are as this Kring needs them.")


async def _provision(shared: "SharedSettings", chosen: "list[Configured]") -> None:
    from kring_shared.runtime.cli.configured import connect_to
    from kring_shared.runtime.running import assembly

    connection = await connect_to(shared)
    try:
        await assembly.provision(connection, shared, chosen, assembly.parts(shared))
    finally:
        await connection.close()
