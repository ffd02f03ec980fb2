"""Two offices of one organisation, each with a house of its own or both in one; facts wait until they are delivered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random
from typing import Any, Final

from kring_matching.domain import Borrowing, Coordinator, Lending, Search
from kring_matching.domain.load import load_of
from kring_matching.process import Borrowed, Lent
from kring_matching.settings import Settings
from kring_matching.subscribers import subscribe
from kring_shared.contracts.envelope import Command, Deadline, Fact, Named, Reach
from kring_shared.contracts.matching import (
    AcceptProposal,
    ApproveShortlist,
    AskForLoan,
    ConfirmCoordinator,
    OfferLoan,
    RefuseLoan,
    ShortlistReason,
    WithdrawLoan,
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
from tests.unit.matching.searches import CASE, RACHEL, a_coordinator, a_search, card

HERE: Final = "utrecht"
THERE: Final = "amersfoort"
APART: Final = ((HERE,), (THERE,))
TOGETHER: Final = ((HERE, THERE),)
Houses = tuple[tuple[str, ...], ...]
SAM: Final = "0" * 31 + "5"
"""Of the register in Amersfoort."""
OFFICES: Final = {office.id: office for office in EXAMPLE_OFFICES}
SAM_THERE: Final = a_coordinator(SAM, "Sam", office=THERE, card=card(SAM, "Sam", "tr", "nl"))
ASK: Final = AskForLoan(case_id=CASE)
KNOWN = ShortlistReason.KNOWN_TO_FAMILY


@dataclass
class House:
    """One matching service and what it keeps."""

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
        self, *houses: tuple[str, ...], stored: tuple[Aggregate, ...] = (), vaults: Mapping[str, Sealer] | None = None
    ) -> None:
        """Begin with Filip's search here, Rachel in the register here and Sam in the one there, all in one vault.

        `vaults` are offices' own, which know nothing of each other.
        """
        self.vault = PlainVault()
        self.vaults: Mapping[str, Any] = vaults or {}
        self.houses = [House(serves) for serves in houses]
        self.told: list[Fact] = []
        self.works: list[Work] = []
        for one in stored or (a_search(), a_coordinator(), SAM_THERE):
            self.of(getattr(one, "office", HERE)).kept[type(one), one.id] = replace(one, version=1)  # type: ignore[type-var]

    def of(self, office: str) -> House:
        """Give the house that serves an office."""
        return next(house for house in self.houses if office in house.serves)

    def do(self, *commands: Command, office: str = HERE) -> list[Fact]:
        """Let the manager of an office give commands, and let all that follows be heard; give what was told at once."""
        told: list[Fact] = []
        for command in commands:
            told = facts_of(self.handle(command, self.of(office), office))
            self.deliver()
        return told

    def hear(self, message: Named, office: str = HERE) -> Work:
        """Let the house of an office hear a fact, or see a deadline of its own; give the room."""
        return self.handle(message, self.of(office), office)

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
            self.handle(fact, house, fact.office)
        except NotYet:
            return False
        house.waiting.remove(fact)
        return True

    def due(self) -> list[Deadline]:
        """Give the deadlines that were set and not dropped, in order."""
        found: list[Deadline] = []
        for work in self.works:
            found = [one for one in found if (one.kind(), one.key()) not in work.forgotten]
            found += [reminder.deadline for reminder in work.reminders]
        return found

    def names(self, office: str) -> list[str]:
        """Name everything an office told, in order."""
        return [fact.name for fact in self.told if fact.office == office]

    def backbone_facts(self) -> list[Fact]:
        """Give everything that left its office."""
        return [fact for fact in self.told if fact.reach is Reach.BACKBONE]

    @property
    def search(self) -> Search:
        """Give Filip's search."""
        found = self.of(HERE).kept[Search, CASE]
        assert isinstance(found, Search)
        return found

    @property
    def borrowed(self) -> list[Borrowing]:
        """Give what was asked here, the earliest first."""
        return [a for a in self._kept(HERE) if isinstance(a, Borrowing)]

    @property
    def lent(self) -> list[Lending]:
        """Give what was asked there, the earliest first."""
        return [a for a in self._kept(THERE) if isinstance(a, Lending)]

    @property
    def loan_id(self) -> str:
        """Give the one-time id of the last loan."""
        return self.borrowed[-1].loan_id

    @property
    def guest(self) -> Coordinator:
        """Give the guest of the last loan, as they stand in the register here."""
        found = self.of(HERE).kept[Coordinator, self.borrowed[-1].guest_id or ""]
        assert isinstance(found, Coordinator)
        return found

    @property
    def guests(self) -> list[Coordinator]:
        """Give everybody who was ever lent to this office."""
        return [a for a in self._kept(HERE) if isinstance(a, Coordinator) and a.lent_by]

    def _kept(self, office: str) -> Iterator[Any]:
        return (a for a in self.of(office).kept.values() if getattr(a, "office", "") == office)

    def handle(self, message: Named, house: House, office: str) -> Work:
        """Handle one message in a room of its own, with what its keys name, as the lane does."""
        route = routes()[message.kind()]
        view = house.view(set(route.keys(message, office)))
        for _ in range(2 if route.then else 0):
            assert route.then is not None
            house.view(set(route.then(message, office, Found(view.loaded, view.groups))), view)
        actor = an_actor(office=office) if isinstance(message, Command) else None
        work = Work(
            cause=derived_id(CASE, f"cause/{len(self.works)}"),
            service="matching",
            office=office,
            now=NOON,
            vault=next((self.vaults[one] for one in house.serves if one in self.vaults), self.vault),
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
        for place, aggregate in work.changed.items():
            house.kept[place] = replace(aggregate, version=aggregate.version + 1)  # type: ignore[type-var]
        vault: Any = work.vault
        if hasattr(vault, "flush"):
            vault.flush()
        for erased in work.erased:
            vault.destroy(erased.scope)
        self.told += facts_of(work)
        for one in self.houses:
            one.waiting += [fact for fact in facts_of(work) if fact.reach is Reach.BACKBONE]
        return work


@cache
def routes() -> dict[str, Route]:
    """Give everything matching handles, without plugins."""
    broker = LaneBroker("nats://127.0.0.1:4222")
    subscribe(broker, Surroundings(Settings.model_construct(), OFFICES, {}, PlainVault(), DrivenClock(NOON)))
    return broker.routes.messages


def stages(both: Backbone) -> tuple[Borrowed, Lent]:
    """Give where the last loan stands, here and there."""
    return both.borrowed[-1].stage, both.lent[-1].stage


def load_at_home(both: Backbone) -> int:
    """Give what those lent have to do, as their own office counts it."""
    return load_of((), both.lent)


def asked(*houses: tuple[str, ...]) -> Backbone:
    """Bring it so far that the neighbour was asked."""
    both = Backbone(*(houses or APART))
    both.do(ASK)
    return both


def offered(*houses: tuple[str, ...]) -> Backbone:
    """Bring it so far that Sam is a guest here."""
    both = asked(*houses)
    both.do(offer(both), office=THERE)
    return both


def proposed(*houses: tuple[str, ...], then: tuple[str, ...] = ()) -> Backbone:
    """Bring it so far that the guest was asked for the case, with others after them on the list."""
    both = offered(*houses)
    both.do(ApproveShortlist(case_id=CASE, coordinator_ids=(both.guest.id, *then), reason=KNOWN))
    return both


def taken(*houses: tuple[str, ...]) -> Backbone:
    """Bring it so far that the guest began."""
    both = proposed(*houses)
    guest_id = both.guest.id
    both.do(
        AcceptProposal(case_id=CASE, coordinator_id=guest_id, no_ties=True),
        ConfirmCoordinator(case_id=CASE, coordinator_id=guest_id),
    )
    return both


def offer(both: Backbone, coordinator_id: str = SAM) -> OfferLoan:
    """Offer somebody for the last loan."""
    return OfferLoan(loan_id=both.loan_id, coordinator_id=coordinator_id)


def refuse(both: Backbone) -> RefuseLoan:
    """Say that there is nobody."""
    return RefuseLoan(loan_id=both.loan_id)


def withdraw(both: Backbone) -> WithdrawLoan:
    """Take the coordinator back."""
    return WithdrawLoan(loan_id=both.loan_id)


def takes_rachel(both: Backbone) -> None:
    """Let Rachel, of this office, begin."""
    both.do(
        ApproveShortlist(case_id=CASE, coordinator_ids=(RACHEL,), reason=KNOWN),
        AcceptProposal(case_id=CASE, coordinator_id=RACHEL, no_ties=True),
        ConfirmCoordinator(case_id=CASE, coordinator_id=RACHEL),
    )
