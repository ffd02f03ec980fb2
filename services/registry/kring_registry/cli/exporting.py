"""`kring export`: registrations or scores as rows, with a dictionary of the columns beside them."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli.desk import Desk, at_a_desk
from kring_shared.runtime.cli.options import as_it_is

if TYPE_CHECKING:
    from kring_registry.exports.writing import Rows
    from kring_shared.contracts.registry import ExportRecords

EXAMPLE: Final = (
    "Example: kring export registrations --since 2026-01-01 --until 2027-01-01 --office utrecht --out rows.csv"
)
ANSWERS_EXAMPLE: Final = (
    "Example: kring export answers --since 2026-01-01 --until 2027-01-01 --research --office utrecht --out a.parquet"
)

Since = Annotated[str, typer.Option("--since", metavar="DAY", help="First day of receiving, as 2026-01-01.")]
Until = Annotated[str, typer.Option("--until", metavar="DAY", help="Day after the last one.")]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="A name that ends in .csv, .json or .parquet.")]
Research = Annotated[
    bool, typer.Option("--research", help="Years instead of months, and only answers with a yes to research.")
]

export = typer.Typer(
    help="Get registrations or scores as rows; no case, no person.", no_args_is_help=True, rich_markup_mode=None
)


@export.command("registrations", epilog=as_it_is(EXAMPLE))
@at_a_desk()
def registrations(
    since: Since,
    until: Until,
    out: Out,
    *,
    research: Research = False,
    desk: Desk,
) -> None:
    """Write an office's registrations as rows, and a dictionary of the columns beside them."""
    _export("registrations", (since, until, out), desk, research=research)


@export.command("answers", epilog=as_it_is(ANSWERS_EXAMPLE))
@at_a_desk()
def answers(
    since: Since,
    until: Until,
    out: Out,
    *,
    research: Research = False,
    desk: Desk,
) -> None:
    """Write the scores people gave as rows, and a dictionary of the columns beside them."""
    _export("answers", (since, until, out), desk, research=research)


def _export(table: str, what: tuple[str, str, Path], desk: "Desk", *, research: bool) -> None:
    from kring_registry.exports.dictionary import as_objects
    from kring_registry.exports.writing import ExportForm, written
    from kring_shared.contracts.registry import ExportRecords, ExportTable
    from kring_shared.runtime.cli.writing import write_out

    since, until, out = what
    try:
        form = ExportForm(out.suffix.removeprefix("."))
    except ValueError:
        raise typer.BadParameter("name a file that ends in .csv, .json or .parquet", param_hint="--out") from None
    named = ExportTable(table)
    asked = ExportRecords(table=named, since=_day(since), until=_day(until), research=research)
    rows = _all(asked, desk)
    write_out(out, written(rows, named, form), f"a table of {table}, {len(rows)} rows,")
    dictionary = json.dumps(as_objects(named), ensure_ascii=False, indent=2).encode()
    write_out(out.with_suffix(".dictionary.json"), dictionary, "what its columns mean")


def _all(asked: "ExportRecords", desk: "Desk") -> "Rows":
    """Ask page by page until there is no more."""
    from kring_shared.contracts.registry import RecordsExported

    rows: list[dict[str, str | int | float | bool | None]] = []
    while True:
        page = desk.ask(asked, RecordsExported)
        rows += [row.values for row in page.rows]
        if not page.next_after:
            return rows
        asked = asked.model_copy(update={"after": page.next_after})


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text} is no day: write it as 2026-01-01") from None
