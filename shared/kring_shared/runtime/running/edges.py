"""Edges: what serves people or systems over a Kring, and is no service. `kring up` opens those that are installed."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from typing import Final, Protocol, runtime_checkable

from pydantic import SecretStr

from kring_shared.contracts.actor import Role
from kring_shared.contracts.offices import OfficeCard
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.bus.client import Client

GROUP: Final = "kring.edges"
OURS: Final = "kring-"
"""How the packages of Kring's own are called: an edge signs in anybody's name, so no other is opened unasked."""


@dataclass(frozen=True)
class MadeUp:
    """An invented person of a demo: how they sign in, and as what; a member of a circle by a link instead."""

    login: str
    role: Role
    office: str
    actor_id: str
    case_id: str = ""
    link: str = ""


@dataclass(frozen=True)
class Opening:
    """What an edge is opened with."""

    client: Client
    database_url: SecretStr
    offices: dict[str, OfficeCard]
    port: int | None = None
    """Where on this machine; none: where it always is, or elsewhere where that is taken. 0: anywhere."""
    people: Sequence[MadeUp] = ()
    """Who may sign in with the password of the demo and nothing else; then it is for this machine alone."""


@dataclass(frozen=True)
class Opened:
    """An edge that serves."""

    address: str
    says: tuple[str, ...] = field(default=())
    """What whoever started it has to know, a line each."""


@runtime_checkable
class Edge(Protocol):
    """What serves over a Kring in a folder."""

    name: str
    migrations: str
    """The package of the revisions of its database."""

    def served(self, opening: Opening) -> AbstractAsyncContextManager[Opened]:
        """Serve until the end of the block; raises `PortTaken`, `WrongSetup` or a `KringError` of its database."""


def installed() -> list[Edge]:
    """Give the edges that are installed, by name; none where there are none.

    Raises:
        WrongSetup: one cannot be loaded, or is no edge.
    """
    points = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return [_loaded(point) for point in points if point.dist is not None and point.dist.name.startswith(OURS)]


def _loaded(point: EntryPoint) -> Edge:
    try:
        found = point.load()
    except Exception as error:
        raise WrongSetup(f"edge {point.name!r} cannot be loaded ({type(error).__name__}): mend its package") from error
    if not isinstance(found, Edge):
        raise WrongSetup(f"the entry point of edge {point.name!r} does not give an edge: mend its package")
    return found
