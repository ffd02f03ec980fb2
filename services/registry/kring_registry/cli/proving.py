"""`kring registry`: whether what was locked is what it was."""

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.options import as_it_is

VERIFY_EXAMPLE = "Example: kring registry verify --office utrecht"
A_LONG_WALK_S = 300.0
"""Some thousand entries are walked in a second."""
NOTE = "note the head down elsewhere: it shows later that nothing before it was changed"

registry = typer.Typer(help="See whether what was locked is what it was.", no_args_is_help=True, rich_markup_mode=None)


@registry.callback()
def _several() -> None:
    """Keep `verify` a command by name, also while it is the only one."""


@registry.command("verify", epilog=as_it_is(VERIFY_EXAMPLE))
def verify(
    *,
    role: opt.Role = opt.MANAGER,
    actor: opt.As = opt.DESK,
    office: opt.Office = "",
    purpose: opt.Purpose = opt.ROUTE,
    directory: opt.Dir = None,
    nats: opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Hold everything an office locked against its chain; exit status 1 when something was changed."""
    from kring_registry.cli.desk import Desk
    from kring_shared.contracts.registry import ChainVerified, VerifyChain
    from kring_shared.runtime.cli.printing import json_line

    desk = Desk(directory, nats, role, actor, purpose, office)
    found = desk.ask(VerifyChain(), ChainVerified, within_s=A_LONG_WALK_S)
    if as_json:
        json_line(found)
    else:
        for fault in found.faults:
            typer.echo(f"{fault.code}: {fault.message}", err=True)
        outside = f", {found.outside} locked before there was a chain" if found.outside else ""
        typer.echo(
            f"{found.office}: {found.entries} entries, {found.opened} registrations and {found.records} records held "
            f"against them{outside}, {len(found.faults)} faults; head {found.head} ({NOTE})"
        )
    if found.faults:
        raise typer.Exit(1)
