"""Writing one file for somebody: from one office, to a file or to standard output."""

from pathlib import Path

import typer

from kring_shared.runtime.cli.edge import offices_of
from kring_shared.runtime.cli.printing import note

OWN_EYES_ONLY = 0o600
"""What is personal is for whoever wrote it out, and for nobody else on the machine."""


def one_office(chosen: str) -> str:
    """Give the office that is meant.

    Raises:
        typer.BadParameter: none is named, and there are several.
    """
    one, *more = offices_of(chosen)
    if more:
        raise typer.BadParameter(f"say which office: {', '.join((one, *more))}", param_hint="--office")
    return one


def write_out(out: Path, content: bytes, what: str) -> None:
    """Write something personal to a file that only its owner reads, or to standard output where `out` is `-`.

    Raises:
        typer.BadParameter: the file cannot be written.
    """
    if str(out) == "-":
        typer.echo(content, nl=False)
        return
    try:
        out.touch(mode=OWN_EYES_ONLY)
        out.write_bytes(content)
    except OSError as error:
        raise typer.BadParameter(f"{out} cannot be written: {error.strerror}", param_hint="--out") from None
    note(f"kring: {what} is in {out}")
