"""`kring agenda`: the public agenda of an office in files that anybody may read, for a website to pass on."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kring_shared.runtime.cli import options as opt

if TYPE_CHECKING:
    from kring_shared.contracts.matching import Agenda
    from kring_shared.runtime.cli.edge import Where, Who

EXAMPLE = "Example: kring agenda --office utrecht --out /srv/www/agenda"
PUBLISHER = "operator"
"""Whoever publishes needs to see nothing else."""
CALENDAR, FEED = "agenda.ics", "feed.json"


def agenda(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the files go; made if need be.")],
    language: Annotated[Literal["nl", "en"], typer.Option(help="In which language whom is sought is said.")] = "nl",
    *,
    role: opt.Role = PUBLISHER,
    actor: opt.As = opt.DESK,
    office: opt.Office = "",
    purpose: opt.Purpose = "publish-agenda",
    directory: opt.Dir = None,
    nats: opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Write the public agenda of one office: agenda.ics and feed.json.

    Calendars read the first, feed readers the second; the same agenda gives the same files, byte for byte.
    """
    from kring_shared.runtime.cli.agenda_files import calendar_of, feed_of
    from kring_shared.runtime.cli.edge import Where, Who, offices_of
    from kring_shared.runtime.cli.printing import json_line

    one, *more = offices_of(office)
    if more:
        message = f"an agenda is of one office: name one of {', '.join((one, *more))}"
        raise typer.BadParameter(message, param_hint="--office")
    found = asyncio.run(_ask(Where(directory, nats), Who(role, actor, purpose), one, language))
    out.mkdir(parents=True, exist_ok=True)
    for name, content in ((CALENDAR, calendar_of(found, language)), (FEED, feed_of(found, language))):
        _write(out / name, content)
    written = {"office": one, "gatherings": len(found.gatherings), "sought": len(found.sought), "folder": str(out)}
    if as_json:
        json_line(written)
        return
    typer.echo(
        f"{out}: {CALENDAR} and {FEED} with {len(found.gatherings)} gatherings and {len(found.sought)} sentences"
        " about whom is sought"
    )


async def _ask(where: "Where", who: "Who", office: str, language: Literal["nl", "en"]) -> "Agenda":
    from kring_shared.contracts.matching import Agenda, ShowAgenda

    async with where.client() as client:
        return await client.ask(ShowAgenda(language=language), who.at(office, client), Agenda)


def _write(path: Path, content: bytes) -> None:
    """Replace a file at once: a website never passes on half of it."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)
