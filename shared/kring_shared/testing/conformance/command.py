"""`kring conform`: one line a check, and at the end how many were passed."""

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.kernel.errors import KringError, WrongSetup
from kring_shared.runtime.cli.names import complete_service, service_names
from kring_shared.runtime.cli.options import as_it_is

if TYPE_CHECKING:
    from kring_shared.testing.conformance.report import Report

EXAMPLE: Final = "Example: kring conform matching -- my-own-matching --serve"
MISSING: Final = "kring conform needs more than the plain install: pip install 'kring-shared[runtime,embedded,testing]'"

conform = typer.Typer(
    help="Put a service through its contract, from outside.",
    epilog=as_it_is(EXAMPLE),
    invoke_without_command=True,
    rich_markup_mode=None,
    add_completion=False,
    subcommand_metavar="",
    context_settings={"allow_interspersed_args": True},
)


@conform.callback()
def run(
    service: Annotated[str, typer.Argument(metavar="SERVICE", autocompletion=complete_service)],
    command: Annotated[list[str] | None, typer.Argument(metavar="PROGRAM")] = None,
    only: Annotated[str, typer.Option(metavar="WORDS", help="Make only the checks that hold these words.")] = "",
) -> None:
    """Start a private bus and PROGRAM on it (put -- before it), play everybody else, and judge what comes back.

    PROGRAM gets KRING_ variables, as a service of its own would; without it, it is ours. Its answers, its facts and
    its refusals are held against docs/contracts and docs/rights.md.
    """
    try:
        from kring_shared.testing.conformance.report import Report  # noqa: PLC0415 - what is missing is said in a line
    except ModuleNotFoundError as error:
        raise WrongSetup(MISSING) from error
    if service not in service_names():
        raise typer.BadParameter(f"there are {', '.join(service_names())}", param_hint="SERVICE")
    report = Report(service, tuple(command or ()), only)
    typer.echo(report.covers())
    try:
        asyncio.run(_judge(report))
    except KringError as error:
        typer.echo(f"conform: {service}: it could not go on: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(report.line())
    if not report.passed:
        raise typer.Exit(1)


async def _judge(report: "Report") -> None:
    with tempfile.TemporaryDirectory(prefix="kring-conform-") as folder:
        async for line in report.lines(Path(folder) / "bus"):
            typer.echo(line)
