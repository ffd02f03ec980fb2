"""`kring registry`: what is still open, and whether what was locked is what it was."""

from typing import Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.desk import Desk, at_a_desk
from kring_shared.runtime.cli.options import as_it_is

OPEN_EXAMPLE: Final = "Example: kring registry open 2026 --office utrecht"
VERIFY_EXAMPLE: Final = "Example: kring registry verify --office utrecht"
A_LONG_WALK_S: Final = 300.0
"""Some thousand entries are walked in a second."""
NOTE: Final = "note the head down elsewhere: it shows later that nothing before it was changed"

registry = typer.Typer(
    help="See what is still open, and whether what was locked is what it was.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@registry.command("verify", epilog=as_it_is(VERIFY_EXAMPLE))
@at_a_desk()
def verify(
    *,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """Hold everything an office locked against its chain; exit status 1 when something was changed."""
    from kring_shared.contracts.registry import ChainVerified, VerifyChain
    from kring_shared.runtime.cli.printing import json_line

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


@registry.command("open", epilog=as_it_is(OPEN_EXAMPLE))
@at_a_desk()
def open_ones(
    year: Annotated[int, typer.Argument(metavar="YEAR", min=1990, max=2200, help="Which year of receiving.")],
    *,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """List the registrations of a year that are not locked: before they are, the year cannot be published."""
    from kring_shared.contracts.registry import ListRegistrations, RegistrationList
    from kring_shared.runtime.cli.printing import json_line, table

    found = desk.ask(ListRegistrations(year=year), RegistrationList)
    if as_json:
        json_line(found)
        return
    rows = [
        (
            one.case_id,
            one.stage,
            str(one.received_on),
            one.coordinator_id or "-",
            "yes" if one.follow_up_ended else "no",
        )
        for one in found.registrations
    ]
    table(("case", "stage", "received", "coordinator", "last call made"), rows)
    more = "; there are more, lock these first" if found.next_after else ""
    typer.echo(f"{len(rows)} registrations of {year} are not locked{more}")
