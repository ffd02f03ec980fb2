"""`kring templates preview`: exactly what somebody would get, before anybody does."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_notifications.cli.choosing import Folder, folder_of, settings
from kring_shared.runtime.cli import options as opt

if TYPE_CHECKING:
    from kring_notifications.house import House
    from kring_shared.contracts.notifications import Moment, Way

A_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
EXAMPLE: Final = "Example: kring templates preview invitation --language ar --out invitation.html"


def preview(
    moment: Annotated[str, typer.Argument(metavar="MOMENT", help="As `kring templates list` shows it.")],
    folder: Folder = None,
    *,
    language: Annotated[str, typer.Option("--language", metavar="TAG", help="What the person knows best.")] = "nl",
    way: Annotated[str, typer.Option("--way", metavar="WAY", help="e-mail, text, letter, or call.")] = "e-mail",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="An .html or .eml file (e-mail), .pdf (letter), or .txt."),
    ] = None,
    neutral: Annotated[bool, typer.Option("--neutral", help="Nothing may show who writes.")] = False,
    large_print: Annotated[bool, typer.Option("--large-print", help="In large print.")] = False,
    office: opt.Office = "",
) -> None:
    """Show exactly what somebody would get at a moment.

    With an invented person, and a day two weeks on. Without --out the words are shown here.
    """
    from kring_notifications.cli.rendering import said, written
    from kring_notifications.cli.sample import Wishes, sample
    from kring_notifications.settings import house_of
    from kring_notifications.wording import load
    from kring_shared.kernel.clock import SystemClock
    from kring_shared.runtime.cli.configured import shared_settings
    from kring_shared.runtime.cli.printing import note
    from kring_shared.runtime.cli.writing import write_out

    about, by = _moment(moment), _way(way)
    shared, own = shared_settings(), folder_of(folder)
    wording, house = load(own), house_of(settings(), shared.offices())
    choice = wording.choose(about, (_tag(language),), by, live=False)
    assert choice is not None  # noqa: S101 - the office's own language has every moment
    one = _office(office, house)  # also where nothing is chosen: any office will do to look at words
    letter = sample(about, choice, by, wording, house, SystemClock().now(), Wishes(one, neutral, large_print))
    if out is None:
        typer.echo(said(letter, by, shared.plugin_settings))
    else:
        write_out(out, written(letter, by, out.suffix, shared.plugin_settings), "the preview")
    if not wording.has(about, choice, by, live=True):
        note("kring: these words are a draft; a live office sends only what a speaker approved")


def _moment(named: str) -> "Moment":
    from kring_shared.contracts.notifications import Moment

    if named not in set(Moment):
        raise typer.BadParameter(f"the moments are {', '.join(Moment)}", param_hint="MOMENT")
    return Moment(named)


def _way(named: str) -> "Way":
    from kring_shared.contracts.notifications import Way

    if named not in Way.to_people():
        raise typer.BadParameter(f"the ways are {', '.join(Way.to_people())}", param_hint="--way")
    return Way(named)


def _tag(language: str) -> str:
    if not A_TAG.fullmatch(language):
        raise typer.BadParameter("a language is a tag such as nl, ar or nl-BE", param_hint="--language")
    return language


def _office(chosen: str, house: "House") -> str:
    from kring_shared.runtime.cli.edge import offices_of

    office = offices_of(chosen)[0]
    if office not in house.offices:
        raise typer.BadParameter(f"there is {', '.join(house.offices)}", param_hint="--office")
    return office
