"""Writing one file for somebody: from one office, to a file or to standard output."""

from pathlib import Path
from typing import Final

import typer

from kring_shared.runtime.cli.edge import offices_of
from kring_shared.runtime.cli.printing import note

OWN_EYES_ONLY: Final = 0o600
"""What is personal is for whoever wrote it out, and for nobody else on the machine."""
ANY_EYES: Final = 0o666
"""What is to hang on a wall is as any file here."""


def one_office(chosen: str, said: str = "say which office:") -> str:
    """Give the office that is meant; `said` stands before those that could be.

    Raises:
        typer.BadParameter: none is named, and there are several.
    """
    one, *more = offices_of(chosen)
    if more:
        raise typer.BadParameter(f"{said} {', '.join((one, *more))}", param_hint="--office")
    return one


def write_out(out: Path, content: bytes, what: str, *, mode: int = OWN_EYES_ONLY) -> None:
    """Write something to a file, which only its owner reads else, or to standard output where `out` is `-`.

    Raises:
        typer.BadParameter: the file cannot be written.
    """
    if str(out) == "-":
        typer.echo(content, nl=False)
        return
    try:
        out.touch(mode=mode)
        out.write_bytes(content)
    except OSError as error:
        raise typer.BadParameter(f"{out} cannot be written: {error.strerror}", param_hint="--out") from None
    note(f"kring: {what} is in {out}")
