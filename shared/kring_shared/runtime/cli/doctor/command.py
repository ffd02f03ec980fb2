"""`kring doctor`: look at everything, say it in one line each, and end with 4 when something is wrong."""

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.names import complete_service

if TYPE_CHECKING:
    from kring_shared.runtime.cli.doctor.finding import Finding
    from kring_shared.runtime.cli.edge import Where

EXAMPLE: Final = "Example: kring doctor --dir /srv/kring"
SOMETHING_WRONG: Final = 4


def doctor(
    service: Annotated[
        list[str] | None, typer.Option(help="Only these; all that are installed else.", autocompletion=complete_service)
    ] = None,
    office: opt.Office = "",
    directory: opt.Dir = None,
    nats: opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Look at everything an operator would.

    Bus, certificates, credential, streams, databases, keys, clocks, services: what is right, what to mind, what is
    wrong, and what to do. Nothing is changed. KRING_ variables name what is looked at, as for `kring run`.

    Exit status 4 when something is wrong, else 0.
    """
    from kring_shared.runtime import logs
    from kring_shared.runtime.cli.doctor.finding import State
    from kring_shared.runtime.cli.doctor.sheet import show
    from kring_shared.runtime.cli.edge import Where, named_office

    with logs.written_to(sys.stderr, "error"):
        found = asyncio.run(_look(Where(directory, nats), tuple(service or ()), named_office(office)))
    show(found, as_json=as_json)
    if any(one.state is State.WRONG for _, one in found):
        raise typer.Exit(SOMETHING_WRONG)


async def _look(where: "Where", services: tuple[str, ...], office: str) -> "list[tuple[str, Finding]]":
    from kring_shared.runtime.cli.doctor.checks import look
    from kring_shared.runtime.cli.doctor.patient import reached

    async with reached(where, services, office) as patient:
        return await look(patient)
