"""The registry's real routes over values in memory: what a message's keys name is all that its handler finds."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from kring_registry.domain.chain import Chain, ChainEntry, EntryKind, chain_key
from kring_registry.domain.checking import Checking
from kring_registry.domain.erasure import Erasure
from kring_registry.domain.figures.year_report import YearReport
from kring_registry.domain.record import Record
from kring_registry.domain.registration import Registration
from kring_registry.settings import Settings
from kring_registry.subscribers import subscribe
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Deadline, Fact, Named
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.contracts.registry import LockRegistration
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.ids import id_at
from kring_shared.kernel.work import Aggregate, Found, Work
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Route, Routes
from kring_shared.runtime.declared.service import Surroundings
from kring_shared.runtime.storage.shelves import StaleVersionError, View
from kring_shared.testing.work import PlainVault, an_actor
from tests.unit.registry.cases import CASE, RECEIVED_AT, WHOLE_ROUTE, received

OFFICE = "utrecht"
HELD = {
    EntryKind.REGISTRATION: Registration,
    EntryKind.RECORD: Record,
    EntryKind.ERASURE: Erasure,
    EntryKind.YEAR: YearReport,
}


def routes() -> Routes:
    """Give what the registry declares; nothing is connected."""
    broker, offices = LaneBroker("nats://127.0.0.1:1"), {office.id: office for office in EXAMPLE_OFFICES}
    subscribe(broker, Surroundings(Settings.model_construct(), offices, {}, PlainVault(), DrivenClock(RECEIVED_AT)))
    return broker.routes


ROUTES = routes()


@dataclass
class Lane:
    """What is stored, when it is, and which deadlines wait."""

    now: datetime = RECEIVED_AT
    stored: dict[tuple[type, str], Aggregate] = field(default_factory=dict)
    waiting: list[tuple[datetime, Deadline]] = field(default_factory=list)
    told: list[Fact] = field(default_factory=list)
    handled: int = 0
    office: str = OFFICE
    """Whose office commands are given in, and facts are of that say none."""

    def all(self, kind: type[Any]) -> list[Any]:
        """Give everything of a kind, in the order of ids."""
        return [found for (k, _), found in sorted(self.stored.items(), key=lambda item: item[0][1]) if k is kind]

    def put(self, *aggregates: Aggregate) -> None:
        """Store values as they are."""
        self.stored |= {(type(each), each.id): each for each in aggregates}

    def handle(self, message: Named) -> Work:
        """Handle one message as the lane does: keys, further keys twice, the handler, and then the rows."""
        if isinstance(message, Fact):
            message = message.model_copy(update={"office": message.office or self.office})
        route, self.handled = ROUTES.messages[message.kind()], self.handled + 1
        view = self._load(route, message)
        actor = an_actor(Role.REGIONAL_MANAGER) if isinstance(message, Command) else None
        cause = id_at(self.now, f"message/{self.handled}")
        work = Work(
            cause=cause,
            service="registry",
            office=message.office if isinstance(message, Fact) else self.office,
            now=self.now,
            vault=PlainVault(),
            loaded=view.loaded,
            groups=view.groups,
            actor=actor,
            by=actor.label() if actor else "system",
        )
        route.handle(message, work)
        self._take_over(work)
        return work

    def pass_until(self, moment: datetime) -> None:
        """Let time pass; what is due comes in the order of its moments."""
        while due := sorted((each for each in self.waiting if each[0] <= moment), key=lambda each: each[0]):
            self.now = max(self.now, due[0][0])
            self.waiting.remove(due[0])
            if due[0][1].kind() in ROUTES.messages:
                self.handle(due[0][1])
        self.now = moment

    def checked(self) -> Checking:
        """Walk through the chain that is stored."""
        checking = Checking()
        for entry in sorted(self.all(ChainEntry), key=lambda each: each.number):
            checking.entry(entry, {kind: self._named(of, entry.number) for kind, of in HELD.items()})
        registrations = self.all(Registration)
        for older in (each for each in registrations if each.is_sealed and not each.number):
            checking.older(older)
        head = self.stored.get((Chain, chain_key(OFFICE)), Chain(OFFICE))
        assert isinstance(head, Chain)
        checking.end(head)
        return checking

    def _named(self, kind: type[Any], number: int) -> list[Any]:
        return [each for each in self.all(kind) if each.number == number]

    def _load(self, route: Route, message: Named) -> View:
        view, office = View(), message.office if isinstance(message, Fact) else self.office
        self._add(view, route.keys(message, office))
        for _ in range(2 if route.then is not None else 0):
            assert route.then is not None
            self._add(view, route.then(message, office, Found(view.loaded, view.groups)))
        return view

    def _add(self, view: View, keys: tuple[str, ...]) -> None:
        for found in self._found_by({key for key in keys if key}):
            view.add_stored(type(found), found)

    def _found_by(self, keys: set[str]) -> Iterator[Aggregate]:
        return (found for found in self.stored.values() if keys & set(found.keys()))

    def _take_over(self, work: Work) -> None:
        for place in work.removed:
            self.stored.pop(place, None)
        for place, value in work.changed.items():
            stands = self.stored.get(place)
            if value.version != (stands.version if stands else 0):
                raise StaleVersionError(place[0].__name__)  # what it changes was not among its keys
            self.stored[place] = replace(value, version=value.version + 1)  # type: ignore[type-var]  # all dataclasses
        gone = set(work.forgotten)
        self.waiting = [each for each in self.waiting if (each[1].kind(), each[1].case_id) not in gone]
        self.waiting += [(each.due, each.deadline) for each in work.reminders]
        self.told += [told.fact for told in work.told]


def case(number: int) -> str:
    """Give the id of one of several cases."""
    return f"{number:032x}"


def about(message: Named, number: int) -> Named:
    """Give the same message about another case."""
    return message.model_copy(update={"case_id": case(number)})


def lock(lane: Lane, *numbers: int) -> Lane:
    """Take cases along the whole route, and lock them."""
    for number in numbers:
        for message in (received(), *WHOLE_ROUTE, LockRegistration(case_id=CASE)):
            lane.handle(about(message, number))
    return lane


def locked(*numbers: int) -> Lane:
    """Give a registry in which these cases are locked."""
    return lock(Lane(), *numbers)
