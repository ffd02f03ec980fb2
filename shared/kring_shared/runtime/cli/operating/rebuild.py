"""`kring rebuild-stream`: the fact stream from the outboxes, after the bus lost its store."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt

if TYPE_CHECKING:
    from nats.aio.client import Client

    from kring_shared.runtime.running.assembly import Configured
    from kring_shared.runtime.running.rebuild import Rebuilt
    from kring_shared.runtime.running.restored import Restored
    from kring_shared.runtime.settings import SharedSettings

EXAMPLE: Final = "Example: kring rebuild-stream --dir /srv/kring"


@dataclass(frozen=True)
class How:
    """What is known of the databases and of the bus."""

    again: bool
    restored: bool
    without_ledger: bool

    async def do(
        self, client: "Client", shared: "SharedSettings", services: "list[Configured]"
    ) -> "Rebuilt | Restored":
        """Do it."""
        from kring_shared.runtime.running.rebuild import rebuild
        from kring_shared.runtime.running.restored import begin_again

        if self.restored:
            return await begin_again(client, shared, services, without_ledger=self.without_ledger)
        return await rebuild(client, shared, services, again=self.again)


def rebuild_stream(
    again: Annotated[bool, typer.Option("--again", help="The stream holds facts: tell only those it lacks.")] = False,
    restored: Annotated[
        bool, typer.Option("--restored", help="The databases are an older copy: bring them and the bus into line.")
    ] = False,
    no_ledger: Annotated[
        bool, typer.Option("--no-ledger", help="With --restored: there is no ledger of erasures any more.")
    ] = False,
    directory: opt.Dir = None,
    nats: opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Fill an empty fact stream from the outboxes.

    Every service must be stopped. With --dir the folder's own bus is started for it; with --nats or KRING_NATS_URL
    the databases are those that KRING_ variables name. Nothing has its effect twice: inboxes know what they had.

    With --restored it first erases again what the ledger of erasures names, holds back what may have gone out since,
    and throws the fact streams away; what waits on the bus from outside stays.
    """
    from kring_shared.runtime import logs
    from kring_shared.runtime.cli.edge import Where, folder_of
    from kring_shared.runtime.cli.printing import json_line

    logs.configure("warning")
    if again and restored:
        raise typer.BadParameter("--restored throws the streams away, so that nothing can be added to them")
    bus = Where(directory, nats).bus
    how = How(again=again, restored=restored, without_ledger=no_ledger)
    done = asyncio.run(_configured(bus, how) if bus else _embedded(folder_of(directory), how))
    if as_json:
        json_line(vars(done))
    else:
        typer.echo("\n".join(_lines(done)))


def _lines(done: "Rebuilt | Restored") -> list[str]:
    from kring_shared.runtime.running.rebuild import Rebuilt

    if isinstance(done, Rebuilt):
        return [f"The stream stands: {done.told} facts told, {done.there} were there already."]
    stands = (
        f"The stream stands: {done.told} facts told. {done.keys} keys destroyed again, {done.orders} orders gone "
        f"through again; {done.unclear} messages may have gone out already: `kring to-tell` lists them."
    )
    waits = f"Not everything is erased again: {done.waiting} keys wait, and go when the services start."
    return [stands, waits] if done.waiting else [stands]


async def _embedded(folder: Path, how: How) -> "Rebuilt | Restored":
    from kring_shared.runtime.embedded.offline import bus_only

    async with bus_only(folder) as (client, shared, services):
        return await how.do(client, shared, services)


async def _configured(bus: str, how: How) -> "Rebuilt | Restored":
    from kring_shared.runtime.cli.configured import configured, connect_to, shared_settings
    from kring_shared.runtime.running import plugins

    shared = shared_settings().model_copy(update={"nats_url": bus})
    services = configured(tuple(plugins.service_names()))
    client = await connect_to(shared)
    try:
        return await how.do(client, shared, services)
    finally:
        await client.close()
