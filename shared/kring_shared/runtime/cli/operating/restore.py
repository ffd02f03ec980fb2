"""`kring restore`: a folder put together again from backups, keys and the ledger of erasures."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt

if TYPE_CHECKING:
    from kring_shared.runtime.embedded.backup.restoring import PutBack

EXAMPLE: Final = (
    "Example: kring restore monday.tar --keys monday-keys.tar --secrets /safe/keys --ledger /safe/erasures.jsonl "
    "--dir /srv/kring"
)


def restore(
    data: Annotated[Path, typer.Argument(metavar="FILE", help="What `kring backup` made.")],
    *,
    secrets: Annotated[Path, typer.Option(metavar="FOLDER", help="The copy of the folder keys/.")],
    keys: Annotated[Path | None, typer.Option(metavar="FILE", help="What `kring backup --keys` made.")] = None,
    no_keys: Annotated[bool, typer.Option("--no-keys", help="Without: nobody's name is ever read again.")] = False,
    ledger: Annotated[
        Path | None, typer.Option(metavar="FILE", help="erasures.jsonl of that Kring, or its last copy.")
    ] = None,
    no_ledger: Annotated[
        bool, typer.Option("--no-ledger", help="Without: whoever was erased since is there again.")
    ] = False,
    although_expired: Annotated[
        bool, typer.Option("--although-expired", help="Take a key backup whose day is over.")
    ] = False,
    directory: opt.Dir = None,
    as_json: opt.AsJson = False,
) -> None:
    """Put a Kring together in a folder that is empty or not there yet.

    Everything is checked before anything is written. The ledger erases again what was erased since, and the stream is
    built anew, before any service works. Then start it with `kring up`.
    """
    from kring_shared.runtime import logs
    from kring_shared.runtime.cli.edge import folder_of
    from kring_shared.runtime.cli.printing import json_line
    from kring_shared.runtime.embedded.backup.restoring import Sources, restore

    logs.configure("error")
    _one_of(keys, "--keys", without="--no-keys", said=no_keys)
    _one_of(ledger, "--ledger", without="--no-ledger", said=no_ledger)
    folder = folder_of(directory).absolute()
    back = asyncio.run(restore(Sources(data, keys, secrets, ledger), folder, although_expired=although_expired))
    if as_json:
        keys_at = back.keys_made_at and back.keys_made_at.isoformat()
        said = {"folder": str(folder), "madeAt": back.made_at.isoformat(), "keysMadeAt": keys_at}
        json_line(said | {"kring": back.kring, "ledgerUntil": back.ledger_day} | vars(back.done))
        return
    for line in _lines(folder, back):
        typer.echo(line)


def _one_of(given: Path | None, name: str, *, without: str, said: bool) -> None:
    """Have it named, or have it said that it is done without; never by forgetting it."""
    if (given is None) is not said:
        raise typer.BadParameter(f"name a file with {name}, or say {without}, and not both", param_hint=name)


def _lines(folder: Path, back: "PutBack") -> list[str]:
    done, moment = back.done, f"{back.made_at.astimezone():%d-%m-%Y %H:%M:%S}"
    lines = [
        f"{folder} stands again as it was on {moment}, made by Kring {back.kring}.",
        f"  stream    built anew from the outboxes: {done.told} facts",
        f"  erased    {done.keys} keys destroyed again, {done.orders} orders gone through again"
        + (f"; {done.waiting} keys wait, and go when the services start" if done.waiting else ""),
        f"  ledger    {_until(back)}",
        f"  unclear   {done.unclear} messages waited then, and may have gone out since: `kring to-tell` lists them",
        f"Not there is what came after {moment}: what people did, what went out, and referrals. Ask whoever referred",
        "since then, or had no receipt yet, to send again; that is safe.",
    ]
    if back.keys_made_at is None:
        lines.append("Without the keys nobody's name, question or plan can be read any more.")
    if back.keys_are_older:
        lines.append("The keys are older than the data: who came in between cannot be read.")
    return [*lines, f"Next: kring up --dir {folder}, then kring doctor --dir {folder}"]


def _until(back: "PutBack") -> str:
    if not back.ledger_day:
        return "none: whoever was erased since the backup is there again, and has to be erased anew"
    return f"its last line is of {back.ledger_day}; whoever was erased later has to be erased anew"
