"""What a service says of itself, so that anything can run it: the entry point `kring.services` gives one of these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, TypeVar

from sqlalchemy import MetaData

from kring_shared.contracts.catalogue import written_in
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.every_service import HeldPart, PersonData
from kring_shared.contracts.offices import OfficeCard
from kring_shared.kernel.clock import Clock
from kring_shared.kernel.process import Process
from kring_shared.kernel.work import Sealer
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.settings import ServiceSettings
from kring_shared.runtime.storage.shelves import Shelf

M = TypeVar("M", bound=Named)


@dataclass(frozen=True)
class Surroundings:
    """What a service is given when it declares itself: settings, plugins, offices, the vault and the time."""

    settings: ServiceSettings
    offices: Mapping[str, OfficeCard]
    plugins: Mapping[str, Any]
    vault: Sealer
    clock: Clock


AboutPerson = Callable[[PersonData, Reader], tuple[HeldPart, ...]]
"""Reads what a service holds of one person in one case; who may ask was looked at before."""


@dataclass(frozen=True)
class Service:
    """One step of the route.

    `subscribe` declares on a broker what the service hears, does, answers and waits for. `contract` is the module
    with the messages that are named after it: what it tells and is asked. What it hears stands nowhere else than in
    its declarations. `migrations` is the package that holds its Alembic revisions.
    `about_person` reads what it holds of one person in one case, for whoever may have a copy; without it, it holds
    nothing of anybody.
    """

    name: str
    subscribe: Callable[[LaneBroker, Surroundings], None]
    contract: ModuleType
    shelves: tuple[Shelf[Any], ...]
    metadata: MetaData
    migrations: str
    processes: tuple[Process[Any], ...] = ()
    settings: type[ServiceSettings] = ServiceSettings
    takes_referrals: type[Any] | None = None
    plugin_group: str | None = field(default=None)
    about_person: AboutPerson | None = None

    def own(self, of: type[M]) -> tuple[type[M], ...]:
        """Give the messages of a kind (`Fact`, `Command`, …) that its contract names after this service."""
        return tuple(model for model in written_in(self.contract, of) if model.service == self.name)
