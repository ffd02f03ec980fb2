"""`kring breaches`: the register of breaches, and its 72 hours."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.desk import Desk, at_a_desk
from kring_shared.runtime.cli.options import as_it_is

if TYPE_CHECKING:
    from kring_shared.contracts.registry import BreachShown

LIST_EXAMPLE: Final = "Example: kring breaches list --office utrecht"
NOTE_EXAMPLE: Final = "Example: kring breaches note --from what-happened.txt --hours-ago 3 --people 2 --office utrecht"
ASSESS_EXAMPLE: Final = "Example: kring breaches assess 019aa0000000700080000000000000a1 --risk high --office utrecht"
REPORT_EXAMPLE: Final = (
    "Example: kring breaches report 019aa0000000700080000000000000a1 --reference 2026-1234 --office gent"
)
CLOSE_EXAMPLE: Final = "Example: kring breaches close 019aa0000000700080000000000000a1 --office utrecht"

Which = Annotated[str, typer.Argument(metavar="BREACH", help="The breach's id, as `kring breaches list` shows it.")]

breaches = typer.Typer(
    help="Write down a breach, weigh it, and see how many of its 72 hours are left.",
    epilog=as_it_is(LIST_EXAMPLE),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@breaches.command("list", epilog=as_it_is(LIST_EXAMPLE))
@at_a_desk()
def list_breaches(
    *,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """List the breaches of an office, the newest first, each with what happened."""
    from kring_shared.contracts.registry import BreachList, ListBreaches
    from kring_shared.runtime.cli.printing import json_line, note, table

    found = desk.ask(ListBreaches(), BreachList).breaches
    if as_json:
        for breach in found:
            json_line(breach)
    elif not found:
        note("kring: no breaches")
    else:
        table(("breach", "found", "stage", "risk", "hours left", "told", "what happened"), map(_row, found))


@breaches.command("note", epilog=as_it_is(NOTE_EXAMPLE))
@at_a_desk()
def note_breach(
    *,
    file: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="What happened; else it is read from the input.")
    ] = None,
    hours_ago: Annotated[int, typer.Option("--hours-ago", min=0, max=8760, help="Since it was found.")] = 0,
    people: Annotated[int | None, typer.Option("--people", min=0, help="About how many, where that is known.")] = None,
    desk: Desk,
) -> None:
    """Write down what happened; it never stands on the command line, which a history keeps."""
    from kring_shared.contracts.registry import NoteBreach
    from kring_shared.runtime.cli.bodies import made

    try:
        words = file.read_text(encoding="utf-8") if file is not None else sys.stdin.read()
    except (OSError, UnicodeDecodeError):
        raise typer.BadParameter(f"{file} cannot be read as text", param_hint="--from") from None
    receipt = desk.do(made(NoteBreach, found_hours_ago=hours_ago, words=words.strip(), people=people))
    typer.echo(f"{(receipt.answer or {}).get('breachId')} noted")


@breaches.command("assess", epilog=as_it_is(ASSESS_EXAMPLE))
@at_a_desk()
def assess(
    breach: Which,
    *,
    risk: Annotated[str, typer.Option("--risk", metavar="none|some|high", help="For the people it is about.")],
    desk: Desk,
) -> None:
    """Say what it means for the people it is about."""
    from kring_shared.contracts.registry import AssessBreach
    from kring_shared.runtime.cli.bodies import made

    desk.do(made(AssessBreach, breach_id=breach, risk=risk))
    typer.echo(f"{breach}: {risk}")


@breaches.command("report", epilog=as_it_is(REPORT_EXAMPLE))
@at_a_desk()
def report(
    breach: Which,
    *,
    reference: Annotated[str, typer.Option("--reference", metavar="NR", help="The authority's own number.")] = "",
    people_told: Annotated[bool, typer.Option("--people-told", help="The people were told too.")] = False,
    desk: Desk,
) -> None:
    """Note that the authority was told, and perhaps the people; Kring itself writes to neither."""
    from kring_shared.contracts.registry import ReportBreach
    from kring_shared.runtime.cli.bodies import made

    desk.do(made(ReportBreach, breach_id=breach, authority_reference=reference, people_told=people_told))
    typer.echo(f"{breach}: the authority was told{', and the people' if people_told else ''}")


@breaches.command("close", epilog=as_it_is(CLOSE_EXAMPLE))
@at_a_desk()
def close(
    breach: Which,
    *,
    desk: Desk,
) -> None:
    """Close a breach; refused while somebody should still be told."""
    from kring_shared.contracts.registry import CloseBreach
    from kring_shared.runtime.cli.bodies import made

    desk.do(made(CloseBreach, breach_id=breach))
    typer.echo(f"{breach} closed")


def _row(breach: "BreachShown") -> tuple[str, ...]:
    told = [who for who, was in (("authority", breach.authority_told), ("people", breach.people_told)) if was]
    words = breach.words if isinstance(breach.words, str) else "(erased)"
    left = "-" if breach.stage == "closed" else str(breach.hours_left)
    risk = breach.risk.value if breach.risk else "-"
    return (breach.breach_id, f"{breach.found_on:%d-%m-%Y}", breach.stage, risk, left, ", ".join(told) or "-", words)
