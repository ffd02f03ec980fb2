"""`kring import`: an office's own lists of coordinators, candidates, running cases and past figures, line by line."""

from pathlib import Path
from typing import Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.desk import Desk, at_a_desk
from kring_shared.runtime.cli.options import as_it_is

COORDINATORS_EXAMPLE: Final = (
    "Example: kring import coordinators deploy/examples/coordinators.csv --office utrecht --dry-run"
)
CANDIDATES_EXAMPLE: Final = "Example: kring import candidates deploy/examples/candidates.csv --office gent"
CASES_EXAMPLE: Final = (
    "Example: kring import running-cases deploy/examples/running-cases.csv --office utrecht --dry-run"
)
FIGURES_EXAMPLE: Final = (
    "Example: kring import past-figures deploy/examples/past-figures.csv --office utrecht --dry-run"
)
EXAMPLE: Final = COORDINATORS_EXAMPLE
imports = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A list with the names of the columns on top: .xlsx, or .csv.")
]
Letter = Annotated[
    Path, typer.Argument(metavar="FILE", help="A list with the names of the columns on top, or one e-mail: .eml.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Send nothing; say for each line what would become of it.")]


@imports.command("coordinators", epilog=as_it_is(COORDINATORS_EXAMPLE))
@at_a_desk()
def import_coordinators(file: File, *, dry_run: DryRun = False, desk: Desk, as_json: opt.AsJson = False) -> None:
    """Enter coordinators in an office's register, or replace them.

    Prints what became of each line. Exit status 0 when none was refused, else 3; a refused line stops no other.
    Importing again is safe: your own number for somebody decides who they are.
    """
    _import("coordinators", file, desk, dry_run=dry_run, as_json=as_json)


@imports.command("candidates", epilog=as_it_is(CANDIDATES_EXAMPLE))
@at_a_desk()
def import_candidates(file: Letter, *, dry_run: DryRun = False, desk: Desk, as_json: opt.AsJson = False) -> None:
    """Take in people who want to become a coordinator: a list of them, or the letter of one that came by e-mail.

    Prints what became of each line. Exit status 0 when none was refused, else 3; a refused line stops no other.
    Importing again is safe: it replaces a letter, and leaves who is further on the way alone.
    """
    _import("candidates", file, desk, dry_run=dry_run, as_json=as_json)


@imports.command("running-cases", epilog=as_it_is(CASES_EXAMPLE))
@at_a_desk()
def import_running_cases(file: File, *, dry_run: DryRun = False, desk: Desk, as_json: opt.AsJson = False) -> None:
    """Take over the cases an office was running before it worked with Kring, each as it stands.

    Prints what became of each line. Exit status 0 when none was refused, else 3; a refused line stops no other.
    Importing again is safe: a case that is known stays as it is, and one that stopped halfway goes on.
    """
    _import("running-cases", file, desk, dry_run=dry_run, as_json=as_json)


@imports.command("past-figures", epilog=as_it_is(FIGURES_EXAMPLE))
@at_a_desk()
def import_past_figures(file: File, *, dry_run: DryRun = False, desk: Desk, as_json: opt.AsJson = False) -> None:
    """Take over figures an office published of years before it worked with Kring.

    Columns: year, figure, numerator, denominator, source. They are shown beside Kring's own, marked, and never added up
    with them. Exit status 0 when no line was refused, else 3; importing again is safe.
    """
    _import("past-figures", file, desk, dry_run=dry_run, as_json=as_json)


def _import(kind: str, file: Path, desk: Desk, *, dry_run: bool, as_json: bool) -> None:
    from kring_shared.runtime.cli.importing.kinds import import_list

    import_list(kind, file, desk, is_rehearsal=dry_run, as_json=as_json)
