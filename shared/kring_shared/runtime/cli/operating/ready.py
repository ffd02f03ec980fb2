"""`kring ready`: does every service hear, store and tell?"""

import asyncio
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.names import complete_service, service_names

if TYPE_CHECKING:
    from kring_shared.contracts.every_service import ReadyShown
    from kring_shared.runtime.cli.edge import Where

EXAMPLE: Final = "Example: kring ready --service intake"
NOT_READY: Final = 4
AWAY: Final = "away"


def ready(
    service: Annotated[
        list[str] | None, typer.Option(help="Only these; all that are installed else.", autocompletion=complete_service)
    ] = None,
    timeout: Annotated[float, typer.Option(help="Seconds to wait for an answer.", min=0.1)] = 3.0,
    office: opt.Office = "",
    directory: opt.Dir = None,
    nats: opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Ask every service whether it is ready.

    Exit status 0 only when all of them hear, store and tell; else 4.
    """
    from kring_shared.runtime.cli.edge import Where, offices_of

    names = tuple(service or service_names())
    found = asyncio.run(_ask(Where(directory, nats), names, offices_of(office)[0], timeout))
    _show(found, as_json=as_json)
    if not all(shown.ready for shown in found):
        raise typer.Exit(NOT_READY)


async def _ask(where: "Where", names: tuple[str, ...], office: str, timeout: float) -> "list[ReadyShown]":
    import nats.errors

    from kring_shared.contracts.every_service import Ready, ReadyShown

    async def one(name: str) -> ReadyShown:
        subject = Ready.address(office).replace(f".{Ready.service}.", f".{name}.")
        try:
            answer = await connection.request(subject, b"{}", timeout=timeout)
        except (nats.errors.Error, TimeoutError):
            return ReadyShown(service=name, ready=False, waits_for=("an answer",), unsent=0, parked=0, dead=0)
        return ReadyShown.model_validate_json(answer.data)

    async with where.connection() as connection:
        return list(await asyncio.gather(*map(one, names)))


def _show(found: "list[ReadyShown]", *, as_json: bool) -> None:
    from kring_shared.runtime.cli.printing import json_line, table

    if as_json:
        for shown in found:
            json_line(shown)
        return
    rows = [
        (
            s.service,
            ("ready" if s.ready else f"waits for {', '.join(s.waits_for)}")
            + (", the hub is away" if s.line == AWAY else ""),
            str(s.unsent),
            str(s.parked),
            str(s.dead),
        )
        for s in found
    ]
    table(("service", "", "unsent", "parked", "dead letters"), rows)
