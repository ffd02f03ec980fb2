"""`kring simulate`: a made-up history of several years, played through the real services."""

import asyncio
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.cli.options import as_it_is

if TYPE_CHECKING:
    from rich.console import Console

    from kring_shared.testing.simulation.books import Books

EXAMPLE: Final = "Example: kring simulate --years 1 --offices 3 --share 0.1 --into /srv/kring-made-up"
MISSING: Final = (
    "kring simulate needs more than the plain install: pip install 'kring-shared[runtime,embedded,testing]'"
)
ALL_OFFICES: Final = 13
PLAIN_WIDTH: Final = 120

simulate = typer.Typer(
    help="Play a made-up history of several years through the real services, for demos and benchmarks.",
    epilog=as_it_is(EXAMPLE),
    invoke_without_command=True,
    rich_markup_mode=None,
)


@simulate.callback()
def run(
    years: Annotated[int, typer.Option(min=1, max=10, help="How many years.")] = 3,
    offices: Annotated[int, typer.Option(min=1, max=ALL_OFFICES, help="How many offices.")] = ALL_OFFICES,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same history.")] = 7,
    share: Annotated[
        float, typer.Option(min=0.001, max=1.0, help="Part of the yearly requests, so that a small one is quick.")
    ] = 1.0,
    into: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Keep the Kring here; a new or empty folder.")
    ] = None,
    one_process: Annotated[  # noqa: FBT002 - a flag of a command is a boolean
        bool, typer.Option("--one-process", help="Keep all services in one process; else half are in a second one.")
    ] = False,
    figures: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the closing figures.")] = None,
) -> None:
    """Play a made-up history; everybody in it is invented.

    It ends with one line, and with 0 only when every route reached its end and the books balance.
    """
    try:
        from rich.console import Console  # noqa: PLC0415 - what is missing is said in a sentence

        from kring_shared.runtime.server.binary import find_nats_server  # noqa: PLC0415 - as above
        from kring_shared.testing.simulation.drawing import DAYS_A_YEAR  # noqa: PLC0415 - as above
        from kring_shared.testing.simulation.run import Simulation, Wanted  # noqa: PLC0415 - as above
    except ModuleNotFoundError as error:
        raise WrongSetup(MISSING) from error
    find_nats_server(None)
    console = Console() if Console().is_terminal else Console(width=PLAIN_WIDTH)
    with _folder(into) as folder:
        where = f"kept in {folder}" if into else "thrown away at the end; keep it with --into FOLDER"
        size = f"{years} {'year' if years == 1 else 'years'} at {offices} {'office' if offices == 1 else 'offices'}"
        console.print(f"Made-up: {size}, seed {seed}; {where}.", highlight=False)
        wanted = Wanted(years * DAYS_A_YEAR, offices, seed, share, two_processes=not one_process)
        books = asyncio.run(Simulation(wanted, folder, console).run())
    _tell(books, console, into)
    if figures is not None:
        figures.write_text(json.dumps(books.figures(), indent=2) + "\n", encoding="utf-8")
    if not books.right:
        raise typer.Exit(1)


def _tell(books: "Books", console: "Console", into: Path | None) -> None:
    """Say what is wrong, how to go on, and last of all the one line."""
    for problem in books.problems:
        console.print(f"PROBLEM: {problem}", style="bold red", highlight=False)
    if into:
        console.print(f"Go on with it: KRING_OFFICES_FILE={into}/offices.json kring up --dir {into}", highlight=False)
    console.print(books.line(), style="bold", highlight=False, soft_wrap=True)


@contextmanager
def _folder(into: Path | None) -> Iterator[Path]:
    """Give the folder to work in.

    Raises:
        WrongSetup: it holds something already.
    """
    if into is None:
        with tempfile.TemporaryDirectory(prefix="kring-simulate-") as name:
            yield Path(name)
        return
    if into.exists() and any(into.iterdir()):
        raise WrongSetup(f"{into} is not empty: name a new folder, so that made-up data is never mixed with other data")
    into.mkdir(parents=True, exist_ok=True)
    yield into.absolute()
