"""Two offices on one backbone: each with a house of its own, or both in one; every fact waits until it is delivered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, Final

from kring_intake.domain import Offer, Request, Takeover
from kring_intake.domain.transfer import offer_key_of
from kring_intake.process import OfferStage
from kring_intake.settings import Settings
from kring_intake.subscribers import subscribe
from kring_shared.contracts.envelope import Command, Fact, Named, Reach
from kring_shared.contracts.intake import (
    AcceptTransfer,
    OfferTransfer,
    RecallTransfer,
    RefuseTransfer,
    TransferReason,
    TransferRefusal,
)
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.errors import NotYet
from kring_shared.kernel.ids import derived_id
from kring_shared.kernel.work import Aggregate, Found, NotOurs, Sealer, Work
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Route
from kring_shared.runtime.declared.service import Surroundings
from kring_shared.runtime.storage.shelves import View
from kring_shared.testing.work import NOON, PlainVault, an_actor, facts_of
from tests.unit.intake.made import CASE, routes

HERE: Final = "utrecht"
THERE: Final = "gent"
APART: Final = ((HERE,), (THERE,))
TOGETHER: Final = ((HERE, THERE),)


@dataclass
class House:
    """One intake service and what it keeps."""

    serves: tuple[str, ...]
    kept: dict[tuple[type, str], Aggregate] = field(default_factory=dict)
    waiting: list[Fact] = field(default_factory=list)

    def view(self, keys: set[str], view: View | None = None) -> View:
        """Find what these keys name, as the lane finds it."""
        view = view or View()
        for (kind, _), aggregate in self.kept.items():
            if keys & set(aggregate.keys()):
                view.add(kind, aggregate)
        return view


class Backbone:
    """Carries facts between houses; `deliver` brings all that waits, in order or shuffled."""

    def __init__(
        self,
        *houses: tuple[str, ...],
        vault: Sealer | None = None,
        vaults: Mapping[str, Sealer] | None = None,
        requests: tuple[Request, ...] = (),
    ) -> None:
        """Begin with requests, each in the house of its office; `vault` is shared, `vaults` are offices' own."""
        self.vault: Any = vault or PlainVault()
        self.vaults: Mapping[str, Any] = vaults or {}
        self.routes = routes() if vault is None else routes_with(vault)
        self.own_routes = {office: routes_with(own) for office, own in self.vaults.items()}
        self.houses = [House(serves) for serves in houses]
        self.told: list[Fact] = []
        self.works: list[Work] = []
        for request in requests:
            self.of(request.office).kept[Request, request.id] = replace(request, version=1)

    def of(self, office: str) -> House:
        """Give the house that serves an office."""
        return next(house for house in self.houses if office in house.serves)

    def do(self, command: Command, office: str = HERE) -> list[Fact]:
        """Let somebody of an office give a command; give what was told at once."""
        return facts_of(self._handle(command, self.of(office), office))

    def hear(self, message: Named, office: str = HERE) -> list[Fact]:
        """Let an office hear a fact of another service, or see a deadline of its own."""
        return facts_of(self._handle(message, self.of(office), office))

    def deliver(self, chance: Random | None = None) -> None:
        """Bring every fact to every house, until nothing waits; what comes too early waits for another turn.

        Raises:
            NotYet: something waits for what never comes.
        """
        while any(house.waiting for house in self.houses):
            moved = False
            for house in self.houses:
                if chance:
                    chance.shuffle(house.waiting)
                for fact in tuple(house.waiting):
                    moved = self.bring(fact, house) or moved
            if not moved:
                raise NotYet([fact.name for house in self.houses for fact in house.waiting])

    def bring(self, fact: Fact, house: House) -> bool:
        """Bring one fact that waits; tell whether it could be handled."""
        try:
            self._handle(fact, house, fact.office)
        except NotYet:
            return False
        house.waiting.remove(fact)
        return True

    def requests(self, office: str) -> list[Request]:
        """Give the requests of an office."""
        return [a for a in self._kept(office) if isinstance(a, Request)]

    def takeovers(self, office: str = THERE) -> list[Takeover]:
        """Give what was offered to an office."""
        return [a for a in self._kept(office) if isinstance(a, Takeover)]

    def offers(self, office: str = HERE) -> list[Offer]:
        """Give what an office offered."""
        return [a for a in self._kept(office) if isinstance(a, Offer)]

    def names(self, office: str) -> list[str]:
        """Name everything an office told, in order."""
        return [fact.name for fact in self.told if fact.office == office]

    def backbone_facts(self) -> list[Fact]:
        """Give everything that left its office."""
        return [fact for fact in self.told if fact.reach is Reach.BACKBONE]

    def _kept(self, office: str) -> Iterator[Any]:
        return (a for a in self.of(office).kept.values() if getattr(a, "office", "") == office)

    def _handle(self, message: Named, house: House, office: str) -> Work:
        mine = next((one for one in house.serves if one in self.vaults), "")
        vault = self.vaults.get(mine, self.vault)
        route = self.own_routes.get(mine, self.routes)[message.kind()]
        view = house.view(set(route.keys(message, office)))
        for _ in range(2 if route.then else 0):
            assert route.then is not None
            house.view(set(route.then(message, office, Found(view.loaded, view.groups))), view)
        actor = an_actor(office=office) if isinstance(message, Command) else None
        work = Work(
            cause=derived_id(CASE, f"cause/{len(self.works)}"),
            service="intake",
            office=office,
            now=NOON,
            vault=vault,
            loaded=view.loaded,
            groups=view.groups,
            actor=actor,
            by=actor.label() if actor else "system",
            serves=house.serves,
        )
        self.works.append(work)
        try:
            route.handle(message, work)
        except NotOurs:
            return replace(work, told=[], changed={}, removed={}, erased=[])
        self._commit(work, house)
        return work

    def _commit(self, work: Work, house: House) -> None:
        for place in work.removed:
            house.kept.pop(place, None)
        for place, aggregate in work.changed.items():
            house.kept[place] = replace(aggregate, version=aggregate.version + 1)  # type: ignore[type-var]
        vault: Any = work.vault
        if hasattr(vault, "flush"):
            vault.flush()
        for erased in work.erased:
            vault.destroy(erased.scope)
        self.told += facts_of(work)
        for fact in facts_of(work):
            if fact.reach is Reach.BACKBONE:
                for one in self.houses:
                    one.waiting.append(fact)


def routes_with(vault: Sealer) -> dict[str, Route]:
    """Give everything intake handles, declared with another vault than the tests' own."""
    broker, known = LaneBroker("nats://127.0.0.1:4222"), {office.id: office for office in EXAMPLE_OFFICES}
    subscribe(broker, Surroundings(Settings.model_construct(), known, {}, vault, DrivenClock(NOON)))
    return broker.routes.messages


def offer(to_office: str = THERE, reason: TransferReason = TransferReason.FAMILY_MOVED) -> OfferTransfer:
    """Offer the request to another office."""
    return OfferTransfer(case_id=CASE, to_office=to_office, reason=reason)


def transfer_id(backbone: Backbone) -> str:
    """Give the one-time id of the offer that is open, or of the last one."""
    offers = backbone.offers()
    return next((o for o in offers if o.stage is OfferStage.OPEN), offers[-1]).transfer_id


def yes(backbone: Backbone) -> AcceptTransfer:
    """Take over what was offered."""
    return AcceptTransfer(transfer_id=transfer_id(backbone))


def no(backbone: Backbone) -> RefuseTransfer:
    """Do not take it over."""
    return RefuseTransfer(transfer_id=transfer_id(backbone), reason=TransferRefusal.NOT_NOW)


RECALL: Final = RecallTransfer(case_id=CASE)


def the_offer(backbone: Backbone) -> Offer:
    """Give the offer of the one-time id."""
    found = backbone.of(HERE).kept[Offer, offer_key_of(transfer_id(backbone))]
    assert isinstance(found, Offer)
    return found
