"""`kring replay`: the facts of a range once more, or a place for a new reader to begin."""

import asyncio
import re
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.names import service_names

if TYPE_CHECKING:
    from kring_shared.runtime.bus.replay import Begin, Range, Told
    from kring_shared.runtime.bus.streams import StreamAt
    from kring_shared.runtime.cli.edge import Where

EXAMPLE: Final = "Example: kring replay --since 2026-11-01T00:00:00Z --kind intake.request-received.v1"
KIND: Final = re.compile(r"[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*\.v[0-9]+")
KEY: Final = re.compile(r"[0-9a-f]{32}")
READER: Final = re.compile(r"[a-z][a-z0-9_-]{1,62}")


def replay(
    since: Annotated[str, typer.Option(metavar="MOMENT", help="From when on, as 2026-11-01T00:00:00Z.")],
    *,
    until: Annotated[str, typer.Option(metavar="MOMENT", help="Before when; else now.")] = "",
    kind: Annotated[str, typer.Option(metavar="KIND", help="One fact, as intake.request-received.v1.")] = "",
    case: Annotated[str, typer.Option(metavar="CASE", help="One case.")] = "",
    office: opt.Office = "",
    stream: Annotated[
        str, typer.Option(metavar="REACH", help="office: what stays inside; backbone: what may leave.")
    ] = "",
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="Print nothing; let a new reader begin there.")] = "",
    directory: opt.Dir = None,
    nats: opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Print the facts of a range once more, one JSON object a line.

    What is personal stays sealed. Whoever reads the stream already notices nothing. With --to a new reader gets a
    durable consumer of that name, which begins there and keeps its place; a service makes its own and hears everything.

    Moments are when the bus took a fact; after rebuild-stream, when it was built anew.
    """
    from kring_shared.runtime.bus.replay import Range
    from kring_shared.runtime.cli.edge import Where, named_office

    wanted = Range(
        since=_moment(since, "--since"),
        until=_moment(until, "--until") if until else None,
        office=named_office(office) or "*",
        kind=_matching(kind, KIND, "--kind", "a kind is a service, a fact and a version") or "*.*.*",
        key=_matching(case, KEY, "--case", "a case id is 32 digits and letters a to f") or "*",
    )
    where, at = Where(directory, nats), _stream(stream, kind)
    if to:
        asyncio.run(_begin(where, at, _reader(to), wanted, as_json=as_json))
    else:
        asyncio.run(_print(where, at, wanted))


async def _print(where: "Where", at: "StreamAt", wanted: "Range") -> None:
    from dataclasses import replace

    from kring_shared.kernel.clock import SystemClock
    from kring_shared.runtime.bus.replay import replayed
    from kring_shared.runtime.cli.printing import json_line

    ended = replace(wanted, until=wanted.until or SystemClock().now())  # else it might never end on a busy bus
    async with where.connection() as client:
        async for told in replayed(client, at, ended):
            json_line(_as_object(told))


async def _begin(where: "Where", at: "StreamAt", name: str, wanted: "Range", *, as_json: bool) -> None:
    from kring_shared.runtime.bus.replay import begin_at
    from kring_shared.runtime.cli.printing import json_line

    async with where.connection() as client:
        begin: Begin = await begin_at(client, at, name, wanted)
    if as_json:
        json_line({"reader": name, "stream": at.name, "place": begin.place, "waiting": begin.waiting})
    else:
        typer.echo(
            f"Reader {name} begins at place {begin.place} of {at.name}; {begin.waiting} facts wait for it.\n"
            f"It keeps its place: read with the durable consumer {name}, and acknowledge what you handled."
        )


def _as_object(told: "Told") -> dict[str, Any]:
    import json

    office = told.subject.split(".", 2)[1]
    key = told.subject.rpartition(".")[2]
    data = json.loads(told.body)
    return {
        "place": told.place,
        "at": told.at.isoformat(),
        "id": told.id,
        "type": told.type,
        "office": office,
        "key": key,
        "data": data,
    }


def _stream(reach: str, kind: str) -> "StreamAt":
    """Give the stream that is meant: the one that was named, else the one in which the kind lies."""
    from kring_shared.contracts.catalogue import FACTS
    from kring_shared.contracts.envelope import Reach
    from kring_shared.runtime.bus.streams import STREAM_OF, stream_at
    from kring_shared.runtime.cli.configured import shared_settings

    if reach and reach not in set(Reach):
        raise typer.BadParameter(f"no reach is called {reach!r}; there are {', '.join(Reach)}", param_hint="--stream")
    known = FACTS.get(kind)
    chosen = reach or (known.reach.value if known else Reach.OFFICE.value)
    return stream_at(STREAM_OF[chosen], shared_settings().backbone_domain)


def _moment(text: str, option: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise typer.BadParameter("a moment is written as 2026-11-01T00:00:00Z", param_hint=option)
    return moment


def _matching(text: str, form: "re.Pattern[str]", option: str, what: str) -> str:
    if text and not form.fullmatch(text):
        raise typer.BadParameter(what, param_hint=option)
    return text


def _reader(name: str) -> str:
    """Check a new reader's name: what begins as a service is kept for that service, also when it runs nowhere yet."""
    if not READER.fullmatch(name):
        raise typer.BadParameter("a reader's name is small letters, digits, - and _", param_hint="--to")
    if name.partition("_")[0] in service_names():
        raise typer.BadParameter(f"{name} is a name for a service's own consumer: choose another", param_hint="--to")
    return name
