"""`kring up`: a whole Kring in one folder, until it is told to stop."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt

if TYPE_CHECKING:
    from kring_shared.runtime.embedded.embedded import Embedded
    from kring_shared.runtime.running.edges import MadeUp, Opened

EXAMPLE: Final = "Example: kring up --dir /srv/kring --port 4222"


def up(
    directory: opt.Dir = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where the bus listens on 127.0.0.1; 0 is a free one.")
    ] = 0,
    service: Annotated[list[str] | None, typer.Option(help="Only these services; all that are installed else.")] = None,
    portal_port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Where the portal listens on 127.0.0.1; 0 is a free one. [default: 8480]"),
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill a new folder with invented people, who can sign in.")
    ] = False,
    as_json: opt.AsJson = False,
) -> None:
    """Run a whole Kring here until Ctrl-C.

    It starts a private bus, every service and the portal over one folder; the next start goes on where this one
    stopped. Where only some services run, there is no portal.
    """
    from kring_shared.runtime import logs
    from kring_shared.runtime.cli.edge import folder_of
    from kring_shared.runtime.embedded.embedded import Embedded
    from kring_shared.runtime.telemetry.exporting import traces_sent

    logs.configure(os.environ.get("KRING_LOG_LEVEL", "warning"))
    kring = Embedded(folder_of(directory), services=tuple(service or ()), port=port)
    with traces_sent():
        asyncio.run(_stay(kring, _Wanted(portal_port, demo=demo, edges=not service, as_json=as_json)))


@dataclass(frozen=True)
class _Wanted:
    port: int | None
    demo: bool
    edges: bool
    as_json: bool


async def _stay(kring: "Embedded", wanted: _Wanted) -> None:
    from kring_shared.runtime.cli.configured import shared_settings
    from kring_shared.runtime.cli.operating.staying import look_after, told_to_stop
    from kring_shared.runtime.watched.listener import listening
    from kring_shared.runtime.watched.watch import Watch

    people = await _people(kring, wanted)
    stop, watch = told_to_stop(), Watch(kring.names, kring.counts)
    kring.begins = watch.begins
    async with listening(shared_settings().watch, watch), kring, _edges(kring, wanted, people) as opened:
        if not stop.is_set():
            _tell(kring, opened, as_json=wanted.as_json)
        with watch.at_work():
            await look_after(kring.running, stop, kring.server)
        if not wanted.as_json:
            typer.echo("Stopping; everything that was taken is kept.")


async def _people(kring: "Embedded", wanted: _Wanted) -> "Sequence[MadeUp]":
    """Give who is invented here; only a folder that was filled so has anybody."""
    from kring_shared.runtime.embedded import made_up

    if not wanted.demo:
        made_up.must_be_real(kring.folder.path)
        return ()
    return await made_up.people_of(kring.folder.path, lambda line: typer.echo(line, err=wanted.as_json))


@asynccontextmanager
async def _edges(kring: "Embedded", wanted: _Wanted, people: "Sequence[MadeUp]") -> "AsyncIterator[dict[str, Opened]]":
    """Open what serves people over it, until the end of the block."""
    from pydantic import SecretStr

    from kring_shared.runtime.embedded.embedded import sqlite_url
    from kring_shared.runtime.running import edges

    opened: dict[str, Opened] = {}
    async with AsyncExitStack() as stack:
        for edge in edges.installed() if wanted.edges else ():
            database = SecretStr(sqlite_url(kring.folder.db / f"{edge.name}.db"))
            opening = edges.Opening(await kring.client(), database, kring.shared.offices(), wanted.port, people)
            opened[edge.name] = await stack.enter_async_context(edge.served(opening))
        addresses = {name: one.address for name, one in opened.items()}
        kring.folder.write_running(kring.server.url, {"bus": kring.server.address, **addresses})
        yield opened


def _tell(kring: "Embedded", opened: "dict[str, Opened]", *, as_json: bool) -> None:
    from kring_shared.runtime.cli.printing import json_line

    offices = {card.id: card.policy for card in kring.shared.offices().values()}
    services = [one.service.name for one in kring.running]
    if as_json:
        listens = {"bus": kring.server.address, **{name: one.address for name, one in opened.items()}}
        json_line({"folder": str(kring.folder.path), "listens": listens, "services": services, "offices": offices})
        return
    named = ", ".join(f"{office} ({policy})" for office, policy in offices.items())
    place = "" if kring.folder.path.name == ".kring" else f" --dir {kring.folder.path}"
    for line in (
        f"Kring is up; its data is in {kring.folder.path}",
        f"  bus       {kring.server.address} (this machine only; every write is on disk before it counts)",
        f"  services  {', '.join(services)}",
        *(f"  {name:<9} {one.address} (this machine only)" for name, one in opened.items()),
        f"  offices   {named}",
        *(f"  {line}" for one in opened.values() for line in one.says),
        f"Try, in another terminal: kring refer deploy/examples/referrals.jsonl{place}",
        "Ctrl-C stops it.",
    ):
        typer.echo(line)
