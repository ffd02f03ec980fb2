"""`kring agenda`: the public agenda of an office in files that anybody may read, for a website to pass on."""

from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.desk import Desk, at_a_desk

EXAMPLE: Final = "Example: kring agenda --office utrecht --out /srv/www/agenda"
PUBLISHER: Final = "operator"
"""Whoever publishes needs to see nothing else."""
CALENDAR, FEED = "agenda.ics", "feed.json"


@at_a_desk(role=PUBLISHER, purpose="publish-agenda")
def agenda(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the files go; made if need be.")],
    language: Annotated[Literal["nl", "en"], typer.Option(help="In which language whom is sought is said.")] = "nl",
    *,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """Write the public agenda of one office: agenda.ics and feed.json.

    Calendars read the first, feed readers the second; the same agenda gives the same files, byte for byte.
    """
    from kring_shared.contracts.matching import Agenda, ShowAgenda
    from kring_shared.runtime.cli.papers.agenda_files import calendar_of, feed_of
    from kring_shared.runtime.cli.printing import json_line
    from kring_shared.runtime.cli.writing import one_office

    one = one_office(desk.named, "an agenda is of one office: name one of")
    found = desk.ask(ShowAgenda(language=language), Agenda)
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


def _write(path: Path, content: bytes) -> None:
    """Replace a file at once: a website never passes on half of it."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)
