"""One question put to every service: what each answers, and which may not be asked by whoever asks."""

from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import typer

from kring_shared.runtime.cli.names import complete_service, service_names

if TYPE_CHECKING:
    from pydantic import BaseModel

    from kring_shared.contracts.actor import Actor
    from kring_shared.contracts.envelope import Query
    from kring_shared.contracts.every_service import LookLine
    from kring_shared.runtime.bus.client import Client

A = TypeVar("A", bound="BaseModel")
ON_THE_ROUTE: Final = ("intake", "matching", "conference", "notifications", "registry")
CLOSED: Final = "kring.not-permitted"


Service = Annotated[
    list[str] | None, typer.Option(help="Only these; all that are installed else.", autocompletion=complete_service)
]


def in_order(only: list[str] | None) -> list[str]:
    """Name the services to ask, all that are installed else, as people meet them on the route; others come last."""
    place = {name: n for n, name in enumerate(ON_THE_ROUTE)}
    return sorted(only or service_names(), key=lambda name: (place.get(name, len(place)), name))


async def ask_all(
    client: "Client", actor: "Actor", query: "Query", form: type[A], only: list[str] | None = None
) -> tuple[dict[str, A], tuple[str, ...]]:
    """Ask every service the same; give the answers by service, and the services where the asker takes no part.

    Raises:
        RefusedAnswer: no service may be asked, or one refuses for another reason.
        NoAnswer: a service does not answer.
    """
    from kring_shared.runtime.bus.client import RefusedAnswer

    found: dict[str, A] = {}
    closed: list[RefusedAnswer] = []
    names = in_order(only)
    for name in names:
        try:
            found[name] = await client.ask(query, actor, form, service=name)
        except RefusedAnswer as error:
            if error.receipt.code != CLOSED:
                raise
            closed.append(error)
    if closed and not found:
        raise closed[0]
    return found, tuple(name for name in names if name not in found)


async def read_all(
    client: "Client", actor: "Actor", query: "Query", only: list[str] | None = None
) -> "tuple[list[Looked], tuple[str, ...]]":
    """Read the log of every service to its end, page by page; the oldest line first."""
    from kring_shared.contracts.every_service import Looks

    pages, closed = await ask_all(client, actor, query, Looks, only)
    found: list[Looked] = []
    for name, first in pages.items():
        page: Looks = first
        found += [(name, line) for line in page.lines]
        while page.next:
            further = query.model_copy(update={"after": page.next})
            page = await client.ask(further, actor, Looks, service=name)
            found += [(name, line) for line in page.lines]
    return sorted(found, key=lambda one: one[1].at), closed


Looked = tuple[str, "LookLine"]
"""A line of the access log, and whose service's log it stands in."""
