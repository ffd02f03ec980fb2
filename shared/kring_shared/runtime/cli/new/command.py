"""`kring new plugin`: the folder of a plugin, with tests that are green at once."""

from pathlib import Path
from typing import Annotated, Final

import typer

from kring_shared.runtime.cli.new.kinds import Kind
from kring_shared.runtime.cli.options import as_it_is

EXAMPLE: Final = "Example: kring new plugin criterion near-school"
new = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@new.command("plugin", epilog=as_it_is(EXAMPLE))
def new_plugin(
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help="What it is to be: " + ", ".join(Kind) + ".")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="What operators will call it, like near-school.")],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write it here; else into the folder NAME-kring.")
    ] = None,
) -> None:
    """Begin a plugin: a small package that works, with tests.

    A criterion ranks coordinators, a rule keeps some from a case, a channel brings messages, a question-check reads
    the question of a conference, and an adapter reads referrals in a format of its own.
    """
    from kring_shared.runtime.cli.new.plugin import files_of, package_of, write

    package = package_of(kind, name)
    folder = out or Path(f"{name}-kring")
    write(folder, files_of(kind, name, package))
    typer.echo(f"Its tests are green:       cd {folder} && pytest")
    typer.echo(f"Make it do what you mean:  {package}.py, and say so in tests/test_{package}.py")
    typer.echo("Switch it on in a Kring:   README.md")
