"""`kring claims`: what coordinators claim, approved or given back, and the list of what is to be paid."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.desk import Desk, at_a_desk
from kring_shared.runtime.cli.options import as_it_is

if TYPE_CHECKING:
    from kring_shared.contracts.registry import ClaimShown

LIST_EXAMPLE: Final = "Example: kring claims list --office utrecht --stage submitted"
SHOW_EXAMPLE: Final = "Example: kring claims show 019aa0000000700080000000000000a1 --office utrecht"
APPROVE_EXAMPLE: Final = "Example: kring claims approve 019aa0000000700080000000000000a1 --office utrecht"
RETURN_EXAMPLE: Final = (
    "Example: kring claims return 019aa0000000700080000000000000a1 --code kilometres-unclear --office utrecht"
)
PAYLIST_EXAMPLE: Final = "Example: kring claims paylist --year 2026 --csv pay.csv --office utrecht"
PAID_EXAMPLE: Final = "Example: kring claims paid --from pay.csv --on 2026-12-01 --office utrecht"

Claim = Annotated[str, typer.Argument(metavar="CLAIM", help="The claim's id, as `kring claims list` shows it.")]
Year = Annotated[int | None, typer.Option("--year", metavar="Y", help="Only of this year.")]

claims = typer.Typer(
    help="See what coordinators claim, approve it, and list what is to be paid.",
    epilog=as_it_is(LIST_EXAMPLE),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@claims.command("list", epilog=as_it_is(LIST_EXAMPLE))
@at_a_desk()
def list_claims(
    *,
    stage: Annotated[str, typer.Option("--stage", metavar="STAGE", help="As in submitted or approved.")] = "",
    year: Year = None,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """List the claims of an office, the oldest first; amounts stand with those that were sent in."""
    from kring_shared.runtime.cli.printing import json_line, note, table

    found = _all(desk, stage, year)
    if as_json:
        for claim in found:
            json_line(claim)
    elif not found:
        note("kring: no claims")
    else:
        table(("claim", "number", "stage", "coordinator", "hours", "km", "euro"), map(_row, found))


@claims.command("show", epilog=as_it_is(SHOW_EXAMPLE))
@at_a_desk()
def show(
    claim: Claim,
    *,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """Show one claim, and how its amount is made up."""
    from kring_shared.contracts.registry import ClaimShown, ShowClaim
    from kring_shared.runtime.cli.bodies import made
    from kring_shared.runtime.cli.printing import json_line, note, table

    found = desk.ask(made(ShowClaim, claim_id=claim), ClaimShown)
    if as_json:
        json_line(found)
        return
    typer.echo(f"{found.reference}  {found.stage}  {_hours(found)}  {found.distance_km} km")
    table(("for", "euro", "how"), [(line.kind.value, _euro(line.cents), line.said) for line in found.lines])
    typer.echo(f"in all {_euro(found.cents)}")
    if found.to_set:
        note(f"kring: it cannot be approved yet: {found.to_set}")


@claims.command("approve", epilog=as_it_is(APPROVE_EXAMPLE))
@at_a_desk()
def approve(
    which: Annotated[list[str], typer.Argument(metavar="CLAIM...", help="One claim or more.")],
    *,
    desk: Desk,
) -> None:
    """Approve claims; nobody approves their own."""
    from kring_shared.contracts.registry import ApproveClaim
    from kring_shared.runtime.cli.bodies import made

    for claim in which:
        desk.do(made(ApproveClaim, claim_id=claim))
        typer.echo(f"{claim} approved")


@claims.command("return", epilog=as_it_is(RETURN_EXAMPLE))
@at_a_desk()
def give_back(
    claim: Claim,
    *,
    code: Annotated[str, typer.Option("--code", metavar="CODE", help="What is not right, as a code.")],
    desk: Desk,
) -> None:
    """Give a claim back to its coordinator; what it took of the limits of a year is free again."""
    from kring_shared.contracts.registry import ReturnClaim
    from kring_shared.runtime.cli.bodies import made

    desk.do(made(ReturnClaim, claim_id=claim, code=code))
    typer.echo(f"{claim} given back: {code}")


@claims.command("paylist", epilog=as_it_is(PAYLIST_EXAMPLE))
@at_a_desk()
def paylist(
    *,
    file: Annotated[Path, typer.Option("--csv", metavar="FILE", help="Where it is written; only you may read it.")],
    year: Year = None,
    desk: Desk,
) -> None:
    """Write what was approved and is not paid yet as CSV.

    Numbers, opaque ids and eurocents; no name and no bank number is known here. It marks nothing as paid: once the
    money went out, `kring claims paid --from FILE` does.
    """
    from kring_registry.cli.paylist import pay_list
    from kring_shared.runtime.private_files import write_private

    found = _all(desk, "approved", year)
    write_private(file, pay_list(found))
    typer.echo(f"{file}: {len(found)} to pay, {_euro(sum(claim.cents for claim in found))} in all")


@claims.command("paid", epilog=as_it_is(PAID_EXAMPLE))
@at_a_desk()
def paid(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="One claim; else --from a pay list.")] = "",
    *,
    file: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="A pay list that was carried out.")
    ] = None,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="Else today.")
    ] = None,
    desk: Desk,
) -> None:
    """Say that claims were paid; of a list, those that are still to be paid, so that doing it again is safe."""
    from kring_shared.contracts.registry import NotePayment
    from kring_shared.kernel.clock import SystemClock
    from kring_shared.runtime.cli.bodies import made
    from kring_shared.runtime.cli.printing import note

    if bool(claim) is bool(file):
        raise typer.BadParameter("name one claim, or a pay list with --from", param_hint="CLAIM")
    day = (on or SystemClock().now()).date()
    which = (claim,) if file is None else _in(file)
    waiting = {one.claim_id for one in _all(desk, "approved", None)} if file is not None else {claim}
    for each in which:
        if each in waiting:
            desk.do(made(NotePayment, claim_id=each, paid_on=day))
            typer.echo(f"{each} paid on {day:%d-%m-%Y}")
        else:
            note(f"kring: {each} left alone: it was noted as paid before, or is not approved any more")


def _in(file: Path) -> tuple[str, ...]:
    from kring_registry.cli.paylist import NoPayList, claims_of

    try:
        return claims_of(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, NoPayList) as error:
        why = str(error) if isinstance(error, NoPayList) else "it cannot be read"
        raise typer.BadParameter(f"{file}: {why}", param_hint="--from") from None


def _all(desk: "Desk", stage: str, year: int | None) -> "list[ClaimShown]":
    from kring_shared.contracts.registry import ClaimList, ListClaims
    from kring_shared.runtime.cli.bodies import made

    found: list[ClaimShown] = []
    after = ""
    while True:
        page = desk.ask(made(ListClaims, stage=stage, year=year, after=after), ClaimList)
        found += page.claims
        after = page.next_after
        if not after:
            return found


def _row(claim: "ClaimShown") -> tuple[str, ...]:
    euro = _euro(claim.cents) if claim.lines else "-"
    place = (claim.claim_id, claim.reference, claim.stage, claim.coordinator_id)
    return (*place, _hours(claim), str(claim.distance_km), euro)


def _hours(claim: "ClaimShown") -> str:
    hours, minutes = divmod(claim.minutes_worked, 60)
    return f"{hours}:{minutes:02d}"


def _euro(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
