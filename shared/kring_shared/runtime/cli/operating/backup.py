"""`kring backup`: the databases of a folder in one file, or its keys in another, while Kring works."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt

if TYPE_CHECKING:
    from kring_shared.runtime.embedded.backup.making import Made

EXAMPLE: Final = "Example: kring backup --dir /srv/kring --to /backup/kring-monday.tar"
KEPT_DAYS: Final = 30


def backup(
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The file to make; one that is there is refused.")],
    *,
    keys: Annotated[
        bool, typer.Option("--keys", help="The wrapped keys of people and cases, instead of the databases.")
    ] = False,
    days: Annotated[int, typer.Option(min=1, help="With --keys: after so many days it is not put back any more.")] = (
        KEPT_DAYS
    ),
    directory: opt.Dir = None,
    as_json: opt.AsJson = False,
) -> None:
    """Write a backup of a Kring in a folder, which may go on working.

    Make one without --keys and then one with --keys, and keep them apart: only both together, with the master keys in
    the folder's keys/, open what is personal. Neither holds those, nor the ledger of erasures.
    """
    from kring_shared.runtime.cli.edge import folder_of
    from kring_shared.runtime.cli.printing import json_line
    from kring_shared.runtime.embedded.backup.making import make
    from kring_shared.runtime.embedded.backup.manifest import Kind

    made = make(folder_of(directory), to, Kind.KEYS if keys else Kind.DATA, days=days)
    if as_json:
        json_line(
            {
                "file": str(made.file),
                "kind": made.kind.value,
                "madeAt": made.made_at,
                "endsOn": made.ends_on,
                "bytes": made.octets,
                "heldSeconds": round(made.held_seconds, 3),
            }
        )
        return
    for line in _lines(made):
        typer.echo(line)


def _lines(made: "Made") -> list[str]:
    stands = f"{made.file} stands: {made.octets / 1024 / 1024:.1f} MiB of {made.made_at.astimezone():%d-%m-%Y %H:%M:%S}"
    if made.ends_on is None:
        return [
            f"{stands}; writing waited for {made.held_seconds * 1000:.0f} ms",
            "The keys of people are not in it: make `kring backup --keys` next, and keep it elsewhere.",
        ]
    return [f"{stands}", f"Remove it after {made.ends_on:%d-%m-%Y}: from then on `kring restore` refuses it."]
