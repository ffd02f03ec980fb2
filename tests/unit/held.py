"""A copy of a person's data, asked of one service over aggregates in memory, and how its lines are read in a test."""

from collections.abc import Iterable

from kring_shared.contracts.actor import Actor
from kring_shared.contracts.every_service import PersonData, PersonHeld
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.every_service import Holder
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.storage.shelves import View
from kring_shared.testing.work import NOON, PlainVault

Lines = dict[str, list[tuple[str, str]]]


def held(
    service: Service, query: PersonData, actor: Actor, aggregates: Iterable[Aggregate], vault: PlainVault | None = None
) -> Lines:
    """Ask what is held; who takes part was looked at before."""
    view = View()
    for aggregate in aggregates:
        view.add(type(aggregate), aggregate)
    reader = Reader(None, view, vault or PlainVault(), NOON, actor)  # type: ignore[arg-type]  # no table is read
    return read(Holder(service).person_data(query, reader))


def read(answer: PersonHeld) -> Lines:
    """Give the lines under each heading, as label and value."""
    found: Lines = {}
    for part in answer.parts:
        found.setdefault(part.title, []).extend((line.label, line.value) for line in part.lines)
    return found


def under(lines: Lines, title: str) -> dict[str, str]:
    """Give the lines of one heading by label."""
    return dict(lines.get(title, ()))
