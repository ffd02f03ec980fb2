"""`kring templates list`: which words there are, and which of them a speaker approved."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from kring_notifications.cli.choosing import Folder, folder_of, must_have
from kring_shared.runtime.cli import options as opt

if TYPE_CHECKING:
    from kring_notifications.wording import Wording

EXAMPLE: Final = "Example: kring templates list --language tr"
State = Literal["approved", "draft", "missing", "general"]
CELLS: Final = {"general": "-"}


@dataclass(frozen=True)
class Line:
    """The words of one moment in one language, for every way or for one; `general`: those for every way serve it."""

    template: str
    language: str
    moment: str
    way: str
    state: State
    version: str = ""
    own: bool = False
    by: str = ""
    on: str = ""


def list_words(
    folder: Folder = None,
    *,
    language: Annotated[str, typer.Option("--language", metavar="TAG", help="Only this language.")] = "",
    as_json: opt.AsJson = False,
) -> None:
    """List the words of every moment in every language.

    Approved (with their version), draft or missing. A star marks those of the office's own folder.
    """
    from kring_notifications.wording import load
    from kring_notifications.wording.templates import read_folder
    from kring_shared.runtime.cli.printing import json_line, table

    own = folder_of(folder)
    wording = load(own)
    languages = [must_have(wording, language)] if language else sorted(wording.languages)
    theirs = {f"{tag}/{name}" for tag, files in (read_folder(own) if own else {}).items() for name in files}
    lines = list(_lines(wording, languages, theirs))
    if as_json:
        for line in lines:
            json_line(asdict(line))
        return
    rows: dict[str, list[str]] = {}
    for line in lines:
        rows.setdefault(f"{line.moment}{f'.{line.way}' if line.way else ''}", []).append(_cell(line))
    table(("words", *languages), [(name, *cells) for name, cells in rows.items()])
    typer.echo(_not_to_be_sent(lines))


def _lines(wording: "Wording", languages: Iterable[str], theirs: set[str]) -> Iterator[Line]:
    from kring_notifications.wording.templates import NOTICE, Place
    from kring_shared.contracts.notifications import Moment, Way

    given = {(one.template, one.version): one for one in wording.approvals.given}
    ways = {(place.moment, place.way) for place in wording.templates if place.way} | {(NOTICE, Way.TEXT.value)}
    for moment in (*(each.value for each in Moment), NOTICE):
        own_ways = sorted(way for about, way in ways if about == moment)
        for way in own_ways if moment == NOTICE else ("", *own_ways):
            for language in languages:
                place = Place(language, moment, way)
                found = wording.templates.get(place)
                if found is None:
                    state: State = "general" if way and moment != NOTICE else "missing"
                    yield Line(str(place), language, moment, way, state)
                    continue
                approval = given.get((str(place), found.version))
                yield Line(
                    str(place),
                    language,
                    moment,
                    way,
                    "approved" if approval else "draft",
                    found.version,
                    own=f"{language}/{place.file}" in theirs,
                    by=approval.by if approval else "",
                    on=approval.on.isoformat() if approval else "",
                )


def _cell(line: Line) -> str:
    words = f"approved {line.version}" if line.state == "approved" else CELLS.get(line.state, line.state)
    return f"{words}*" if line.own else words


def _not_to_be_sent(lines: list[Line]) -> str:
    """Say what a live office could not send in each language."""
    from kring_shared.contracts.notifications import Way

    short = {way.value for way in Way if way.is_short}
    lacking: dict[str, list[bool]] = {}
    for line in lines:
        if line.state in {"draft", "missing"}:
            lacking.setdefault(line.language, []).append(line.way in short)
    if not lacking:
        return "A live office could send all of these."
    told = (
        f"{language} {_count(len(texts) - sum(texts), 'letter')}, {_count(sum(texts), 'text message')}"
        for language, texts in lacking.items()
    )
    return f"A live office could not send, because no speaker approved it: {'; '.join(told)}."


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
