"""One office's register as it goes: each command is handled on what the earlier ones left, and the clock is driven."""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from kring_matching.domain import Coordinator, Search
from kring_matching.handlers import issued, profile, register, screening, standing, ties
from kring_matching.process import Stage
from kring_shared.contracts.envelope import Deadline, Fact, Named
from kring_shared.contracts.matching import (
    ConfirmScreening,
    DeclareProfile,
    DeclareRegisterTie,
    EndCoordinatorship,
    EndRegisterTie,
    IssueThing,
    PauseCoordinator,
    RecordStatute,
    RegisterCoordinator,
    ReinstateCoordinator,
    ReturnThing,
    ScreeningEnds,
    ScreeningWarns,
    SetAvailability,
    SuspendCoordinator,
    TakeBackProfile,
)
from kring_shared.kernel.work import Aggregate, Reminder, Work
from kring_shared.runtime.declared.routes import Handler
from kring_shared.testing.work import NOON, PlainVault, a_work, an_actor, facts_of
from tests.unit.matching.searches import CASE, OFFICES, RACHEL, a_coordinator, a_search

SCREENING_CLOCK: Final = (ScreeningWarns, ScreeningEnds)


def handlers_of(office: str = "utrecht") -> dict[type[Named], Handler]:
    """Give the function of every message about the register."""
    ours = register.Register({office: OFFICES[office]})
    return {
        RegisterCoordinator: ours.register_coordinator,
        SetAvailability: register.set_availability,
        RecordStatute: ours.record_statute,
        ConfirmScreening: screening.confirm_screening,
        ScreeningWarns: screening.warn_of_screening,
        ScreeningEnds: screening.end_screening,
        DeclareRegisterTie: ties.Ties(()).declare,
        EndRegisterTie: ties.end,
        PauseCoordinator: standing.pause_coordinator,
        SuspendCoordinator: standing.suspend_coordinator,
        ReinstateCoordinator: standing.reinstate_coordinator,
        EndCoordinatorship: standing.end_coordinatorship,
        IssueThing: issued.issue_thing,
        ReturnThing: issued.return_thing,
        DeclareProfile: profile.declare_profile,
        TakeBackProfile: profile.take_back_profile,
    }


class RegisterStory:
    """A register with its deadlines: `goes` gives a command at the story's moment, `until` lets time pass."""

    def __init__(self, *aggregates: Aggregate, office: str = "utrecht", now: datetime = NOON) -> None:
        self.stored: dict[tuple[type, str], Aggregate] = {(type(a), a.id): a for a in aggregates}
        self.office, self.now, self.vault = office, now, PlainVault()
        self.reminders: list[Reminder] = []
        self._handlers = handlers_of(office)

    def goes(self, *messages: Named) -> list[Fact]:
        """Handle messages in order; give the facts the last told."""
        return facts_of(self.room(*messages))

    def room(self, *messages: Named) -> Work:
        """Handle messages in order; give the room of the last."""
        work = a_work("matching")
        for message in messages:
            actor = None if isinstance(message, Deadline) else an_actor(office=self.office)
            work = a_work(
                "matching",
                *self.stored.values(),
                actor=actor,
                now=self.now,
                office=self.office,
                cause=secrets.token_hex(16),
                vault=self.vault,
            )
            self._handlers[type(message)](message, work)
            self._keep(work)
        return work

    def until(self, moment: datetime) -> list[Fact]:
        """Let time pass, and what is due happen in its order; give the facts that were told on the way."""
        told: list[Fact] = []
        while due := sorted((r for r in self.reminders if r.due <= moment), key=lambda r: r.due):
            self.reminders.remove(due[0])
            self.now = max(self.now, due[0].due)
            if type(due[0].deadline) in self._handlers:
                told += self.goes(due[0].deadline)
        self.now = max(self.now, moment)
        return told

    def _keep(self, work: Work) -> None:
        for erased in work.erased:
            self.vault.destroy(erased.scope)
        self.stored |= work.changed
        self.reminders = [r for r in self.reminders if (r.deadline.kind(), r.deadline.case_id) not in work.forgotten]
        self.reminders += work.reminders

    @property
    def rachel(self) -> Coordinator:
        """Give Rachel's entry as it stands."""
        found = self.stored[Coordinator, RACHEL]
        assert isinstance(found, Coordinator)
        return found

    def clock(self, *kinds: type[Deadline]) -> list[Reminder]:
        """Give what is waited for, of these kinds, soonest first."""
        wanted: Collection[type[Deadline]] = kinds or SCREENING_CLOCK
        return sorted((r for r in self.reminders if type(r.deadline) in wanted), key=lambda r: r.due)


def with_a_case(stage: Stage = Stage.ACTIVE, case_id: str = CASE) -> Search:
    """Give a search that is Rachel's."""
    return a_search(case_id=case_id, stage=stage, coordinator_id=RACHEL)


def a_register(*others: Aggregate, **changes: Any) -> RegisterStory:  # noqa: ANN401 - fields
    """Give a story with Rachel in the register, and what else there is."""
    return RegisterStory(a_coordinator(**changes), *others)
