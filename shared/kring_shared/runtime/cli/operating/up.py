"""`kring up`: a whole Kring in one folder, until it is told to stop."""

import asyncio
import os
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt

if TYPE_CHECKING:
    from kring_shared.runtime.embedded.embedded import Embedded

EXAMPLE: Final = "Example: kring up --dir /srv/kring --port 4222"


def up(
    directory: opt.Dir = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where the bus listens on 127.0.0.1; 0 is a free one.")
    ] = 0,
    service: Annotated[list[str] | None, typer.Option(help="Only these services; all that are installed else.")] = None,
    as_json: opt.AsJson = False,
) -> None:
    """Run a whole Kring here until Ctrl-C.

    It starts a private bus and every service over one folder; the next start goes on where this one stopped.
    """
    from kring_shared.runtime import logs
    from kring_shared.runtime.cli.edge import folder_of
    from kring_shared.runtime.embedded.embedded import Embedded
    from kring_shared.runtime.telemetry.exporting import traces_sent

    logs.configure(os.environ.get("KRING_LOG_LEVEL", "warning"))
    kring = Embedded(folder_of(directory), services=tuple(service or ()), port=port)
    with traces_sent():
        asyncio.run(_stay(kring, as_json=as_json))


async def _stay(kring: "Embedded", *, as_json: bool) -> None:
    from kring_shared.runtime.cli.configured import shared_settings
    from kring_shared.runtime.cli.operating.staying import look_after, told_to_stop
    from kring_shared.runtime.watched.listener import listening
    from kring_shared.runtime.watched.watch import Watch

    stop, watch = told_to_stop(), Watch(kring.names, kring.counts)
    kring.begins = watch.begins
    async with listening(shared_settings().watch, watch), kring:
        if not stop.is_set():
            _tell(kring, as_json=as_json)
        with watch.at_work():
            await look_after(kring.running, stop, kring.server)
        if not as_json:
            typer.echo("Stopping; everything that was taken is kept.")


def _tell(kring: "Embedded", *, as_json: bool) -> None:
    from kring_shared.runtime.cli.printing import json_line

    offices = {card.id: card.policy for card in kring.shared.offices().values()}
    services = [one.service.name for one in kring.running]
    if as_json:
        listens = {"bus": kring.server.address}
        json_line({"folder": str(kring.folder.path), "listens": listens, "services": services, "offices": offices})
        return
    named = ", ".join(f"{office} ({policy})" for office, policy in offices.items())
    place = "" if kring.folder.path.name == ".kring" else f" --dir {kring.folder.path}"
    for line in (
        f"Kring is up; its data is in {kring.folder.path}",
        f"  bus       {kring.server.address} (this machine only; every write is on disk before it counts)",
        f"  services  {', '.join(services)}",
        f"  offices   {named}",
        f"Try, in another terminal: kring refer deploy/examples/referrals.jsonl{place}",
        "Ctrl-C stops it.",
    ):
        typer.echo(line)
