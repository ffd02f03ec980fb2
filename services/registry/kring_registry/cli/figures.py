"""`kring figures`: an office's figures, a year that is published, and the report of it."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.desk import Desk, at_a_desk
from kring_shared.runtime.cli.options import as_it_is

if TYPE_CHECKING:
    from kring_shared.contracts.registry import FigureSet

SHOW_EXAMPLE: Final = "Example: kring figures show 2026 --office utrecht --by month"
PUBLISH_EXAMPLE: Final = "Example: kring figures publish 2026 --office utrecht"
REPORT_EXAMPLE: Final = "Example: kring figures report 2026 --office utrecht --out reports"
OUTWARD_EXAMPLE: Final = "Example: kring figures outward 2026 --by type --office utrecht"
RECOUNT_EXAMPLE: Final = "Example: kring figures recount 2026 --office utrecht"
DEFINITIONS_EXAMPLE: Final = "Example: kring figures definitions"

Year = Annotated[int, typer.Argument(metavar="YEAR", min=1990, max=2200, help="Which year of receiving.")]
Laid = Annotated[str, typer.Option("--by", metavar="PART", help="Laid out by month, year, type or context.")]
Language = Annotated[str, typer.Option("--language", metavar="nl|en", help="In which language.")]

figures = typer.Typer(
    help="See an office's figures, publish a year, and print its report.", no_args_is_help=True, rich_markup_mode=None
)


@figures.command("show", epilog=as_it_is(SHOW_EXAMPLE))
@at_a_desk()
def show(
    year: Year,
    *,
    by: Laid = "",
    language: Language = "nl",
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """Print the figures of a year as they stand now, with of how many each was made."""
    from kring_shared.contracts.registry import By, Figures, FiguresShown
    from kring_shared.runtime.cli.printing import json_line

    asked = Figures(since=date(year, 1, 1), until=date(year + 1, 1, 1), by=By(by) if by else None)
    shown = desk.ask(asked, FiguresShown)
    if as_json:
        json_line(shown)
        return
    assert shown.whole is not None  # noqa: S101 - the registry always gives the whole
    _print(shown.whole, shown.parts, language)


@figures.command("publish", epilog=as_it_is(PUBLISH_EXAMPLE))
@at_a_desk()
def publish(
    year: Year,
    *,
    desk: Desk,
) -> None:
    """Publish the figures of a year: they stand from then on, and the registrations in them are reported."""
    from kring_shared.contracts.registry import ReportYear

    desk.do(ReportYear(year=year))
    typer.echo(f"{year} of {desk.office} is published; print it with `kring figures report {year}`")


@figures.command("report", epilog=as_it_is(REPORT_EXAMPLE))
@at_a_desk()
def report(
    year: Year,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the page and the paper go.")],
    *,
    language: Language = "nl",
    title: Annotated[str, typer.Option("--title", metavar="NAME", help="The office as it is written.")] = "",
    desk: Desk,
) -> None:
    """Print a published year as a page (HTML) and as paper (PDF), with charts."""
    from kring_registry.report.both import leave_report

    for file in leave_report(desk.ask, year, title or desk.office.capitalize(), _language(language), out):
        typer.echo(str(file))


@figures.command("outward", epilog=as_it_is(OUTWARD_EXAMPLE))
@at_a_desk()
def outward(
    year: Year,
    *,
    by: Annotated[str, typer.Option("--by", metavar="PART", help="Laid out by office, type or context.")] = "",
    language: Language = "nl",
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """Print what others may see of a year: published years only, and no small numbers."""
    from kring_shared.contracts.registry import By, OutwardFigures, OutwardShown
    from kring_shared.runtime.cli.printing import json_line

    asked = OutwardFigures(year=year, by=By(by) if by else None)
    shown = desk.ask(asked, OutwardShown)
    if as_json:
        json_line(shown)
        return
    typer.echo(f"{year}, published by {', '.join(shown.offices) or 'nobody yet'}")
    _print(shown.whole, shown.parts, language)


@figures.command("recount", epilog=as_it_is(RECOUNT_EXAMPLE))
@at_a_desk()
def recount(
    year: Year,
    *,
    desk: Desk,
) -> None:
    """Count a year anew from its registrations, and say which figures were different."""
    from kring_shared.contracts.registry import RecountYear

    receipt = desk.do(RecountYear(year=year))
    different = (receipt.answer or {}).get("different")
    wrong = ", ".join(map(str, different)) if isinstance(different, list) else ""
    typer.echo(f"{year} was counted anew; {f'put right: {wrong}' if wrong else 'nothing was different'}")


@figures.command("definitions", epilog=as_it_is(DEFINITIONS_EXAMPLE))
def definitions(*, language: Language = "nl", as_json: opt.AsJson = False) -> None:
    """List every definition: what is counted, of what."""
    from kring_registry.domain.figures.definitions import DEFINITIONS
    from kring_registry.report.words import Words
    from kring_shared.runtime.cli.printing import json_line, table

    words = Words(_language(language))
    lines = [(key, words.title(key), words.meaning(key)) for key in DEFINITIONS]
    if as_json:
        for key, named, meaning in lines:
            json_line({"figure": key, "title": named, "meaning": meaning})
        return
    table(("figure", "title", "what is counted"), lines)


def _print(whole: "FigureSet", parts: "tuple[FigureSet, ...]", language: str) -> None:
    from kring_registry.report.compose import made_of, value_of
    from kring_registry.report.words import Words
    from kring_shared.runtime.cli.printing import table

    words = Words(_language(language))
    heads = [words.say("figure"), words.say("value"), words.say("made-of"), *(words.part(part.part) for part in parts)]
    rows = []
    for place, figure in enumerate(whole.figures):
        beside = [value_of(part.figures[place], words) for part in parts]
        rows.append([words.title(figure.key), value_of(figure, words), made_of(figure, words), *beside])
    table(heads, rows)


def _language(language: str) -> str:
    from kring_registry.report.words import LANGUAGES

    if language not in LANGUAGES:
        raise typer.BadParameter(f"there is {', '.join(LANGUAGES)}", param_hint="--language")
    return language
