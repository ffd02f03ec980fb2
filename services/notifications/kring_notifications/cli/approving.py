"""`kring templates approve`: a speaker of the language read these words, and a live office may send them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_notifications.cli.choosing import Folder, own_folder, places_of, settings
from kring_shared.runtime.cli import options as opt

if TYPE_CHECKING:
    from datetime import date

    from kring_notifications.wording import Wording
    from kring_notifications.wording.approvals import Approval
    from kring_notifications.wording.templates import Place

EXAMPLE: Final = "Example: kring templates approve tr/invitation --by E.D. --folder words"


def approve_words(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As in tr/invitation; a language is all of its words.")],
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who read them: initials or a function.")],
    folder: Folder = None,
    *,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="When; else today.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    as_json: opt.AsJson = False,
) -> None:
    """Keep that a speaker read these words, as they stand now.

    They move into the office's own folder, so that no upgrade of Kring changes what was read. Any change of them asks
    for another reader.
    """
    from kring_notifications.cli.keeping import approve
    from kring_notifications.wording import load
    from kring_shared.runtime.cli.printing import json_line

    own, day = own_folder(folder), _day(on)
    if not by.strip() or not by.isprintable():
        raise typer.BadParameter("say who read them, by initials or a function", param_hint="--by")
    wording = load(own if own.is_dir() else None)
    places = places_of(wording, name)
    if "/" not in name and not yes:
        _ask(wording, places, name)
    fresh = {one.template: one for one in approve(own, places, by.strip(), day)}
    after = load(own)
    for place in places:
        approval = fresh.get(str(place)) or _given(after, place)
        if as_json:
            json_line(approval.model_dump(mode="json") | {"new": str(place) in fresh})
        else:
            word = "approved" if str(place) in fresh else "was approved already as it stands:"
            typer.echo(f"{place} {word} {approval.version}, by {approval.by} on {approval.on:%d-%m-%Y}")


def _day(on: datetime | None) -> "date":
    from kring_notifications.settings import quiet_of
    from kring_shared.kernel.clock import SystemClock

    today = SystemClock().now().astimezone(quiet_of(settings()).zone).date()
    day = on.date() if on else today
    if day > today:
        raise typer.BadParameter("words are approved once they were read, so not on a day to come", param_hint="--on")
    return day


def _ask(wording: "Wording", places: "list[Place]", language: str) -> None:
    """Have it confirmed that somebody read a whole language.

    Raises:
        typer.Abort: they did not.
    """
    new = [place for place in places if not wording.approvals.has(place, wording.templates[place].version)]
    if new:
        typer.echo("\n".join(map(str, new)))
        typer.confirm(f"Did a speaker read all {len(new)} of these words of {language!r}?", abort=True)


def _given(wording: "Wording", place: "Place") -> "Approval":
    version = wording.templates[place].version
    return next(a for a in wording.approvals.given if (a.template, a.version) == (str(place), version))
