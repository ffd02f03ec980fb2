"""`kring rebuild-stream`: the fact stream from the outboxes, after the bus lost its store."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt

if TYPE_CHECKING:
    from kring_shared.runtime.running.rebuild import Rebuilt

EXAMPLE: Final = "Example: kring rebuild-stream --dir /srv/kring"


def rebuild_stream(
    again: Annotated[bool, typer.Option("--again", help="The stream holds facts: tell only those it lacks.")] = False,
    directory: opt.Dir = None,
    nats: opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Fill an empty fact stream from the outboxes.

    Every service must be stopped. With --dir the folder's own bus is started for it; with --nats or KRING_NATS_URL
    the databases are those that KRING_ variables name. Nothing has its effect twice: inboxes know what they had.
    """
    from kring_shared.runtime import logs
    from kring_shared.runtime.cli.edge import Where, folder_of
    from kring_shared.runtime.cli.printing import json_line

    logs.configure("warning")
    bus = Where(directory, nats).bus
    work = _configured(bus, again=again) if bus else _embedded(folder_of(directory), again=again)
    done = asyncio.run(work)
    if as_json:
        json_line({"told": done.told, "there": done.there})
    else:
        typer.echo(f"The stream stands: {done.told} facts told, {done.there} were there already.")


async def _embedded(folder: Path, *, again: bool) -> "Rebuilt":
    from kring_shared.runtime.embedded.offline import bus_only
    from kring_shared.runtime.running.rebuild import rebuild

    async with bus_only(folder) as (client, shared, services):
        return await rebuild(client, shared, services, again=again)


async def _configured(bus: str, *, again: bool) -> "Rebuilt":
    from kring_shared.runtime.cli.configured import configured, connect_to, shared_settings
    from kring_shared.runtime.running import plugins
    from kring_shared.runtime.running.rebuild import rebuild

    shared = shared_settings().model_copy(update={"nats_url": bus})
    services = configured(tuple(plugins.service_names()))
    client = await connect_to(shared)
    try:
        return await rebuild(client, shared, services, again=again)
    finally:
        await client.close()
