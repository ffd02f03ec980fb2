"""The conference itself: what was settled beforehand, and where it stands."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from kring_conference.process import CONFERENCE, WAITS_IN_A_PAUSE, Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    AgreeQuestion,
    EndPrivateTime,
    ScheduleConference,
    StartInformationPhase,
    StartPrivateTime,
)
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import Context, Dossier, Mandate
from kring_shared.contracts.matching import AssignmentActivated
from kring_shared.contracts.policies import POLICIES, Acceptance, Policy
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.errors import InvalidFields, NotReady, Paused
from kring_shared.kernel.work import Aggregate


@dataclass(frozen=True)
class Conference(Aggregate):
    """One meeting in which a circle makes its own plan (Eigen Kracht-conferentie), preparation included.

    Of private time it keeps when it began and when it ended, and nothing else; nobody keeps more.
    """

    case_id: str
    office: str
    dossier: Dossier
    mandates: tuple[Mandate, ...] = ()
    question: Sealed[str] | None = None
    stage: Stage = Stage.AWAITING_COORDINATOR
    coordinator_id: str | None = None
    question_version: int = 0
    starts_at: datetime | None = None
    venue: Sealed[str] | None = None
    opened_at: datetime | None = None
    private_from: datetime | None = None
    private_until: datetime | None = None
    paused_at: datetime | None = None
    version: int = 0

    @property
    def id(self) -> str:
        """Give the case's id."""
        return self.case_id

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give the coordinator; everyone else takes part as a participant."""
        return frozenset({(Role.COORDINATOR.value, self.coordinator_id)} if self.coordinator_id else ())

    @property
    def policy(self) -> Policy:
        """Give how the organisation works; the case keeps the version it started under."""
        return POLICIES[self.dossier.policy]

    @property
    def is_mandatory(self) -> bool:
        """Tell whether help is compelled here, so that conditions bind the plan (gedwongen hulpverlening)."""
        return self.dossier.context is Context.MANDATORY

    @property
    def needs_acceptance(self) -> bool:
        """Tell whether a professional looks at the plan: where help is compelled, or the policy always asks it."""
        return self.is_mandatory or self.policy.acceptance is Acceptance.ALWAYS

    @property
    def conditions(self) -> tuple[Sealed[str], ...]:
        """Give the conditions of every mandate in order; the first is `condition-1`."""
        return tuple(condition for mandate in self.mandates for condition in mandate.conditions)

    @property
    def held_on(self) -> date:
        """Give the day the meeting opened (UTC); a meeting may well go on past midnight."""
        if self.opened_at is None:
            message = "the meeting was not opened yet"
            raise NotReady(message)
        return self.opened_at.date()

    def moved(self, on: type[Named]) -> "Conference":
        """Go where the table says; raises `NotAllowedNow` when it says nothing, `Paused` when it has to wait."""
        stage = CONFERENCE.next(self.stage, on)
        if self.paused_at is not None and on in WAITS_IN_A_PAUSE:
            raise Paused(on.name)
        return replace(self, stage=stage)

    def paused(self, now: datetime) -> "Conference":
        """Wait from now on, or go on waiting."""
        return replace(self, paused_at=self.paused_at or now)

    def prepared_by(self, coordinator_id: str) -> "Conference":
        """Hand the preparation to the coordinator the main person agreed to."""
        return replace(self.moved(AssignmentActivated), coordinator_id=coordinator_id)

    def asking(self, question: Sealed[str]) -> "Conference":
        """Take over the question everyone agreed on; each new wording counts one further."""
        return replace(self.moved(AgreeQuestion), question=question, question_version=self.question_version + 1)

    def scheduled(self, starts_at: datetime, venue: Sealed[str], now: datetime) -> "Conference":
        """Set day and place.

        Raises:
            InvalidFields: the moment has passed.
        """
        moved = self.moved(ScheduleConference)
        if starts_at <= now:
            message = "choose a moment that is still to come"
            raise InvalidFields(("/startsAt",), message)
        return replace(moved, starts_at=starts_at, venue=venue)

    def opened(self, at: datetime) -> "Conference":
        """Begin part one."""
        return replace(self.moved(StartInformationPhase), opened_at=at)

    def left_alone(self, at: datetime, *, professionals_left: bool, coordinator_left: bool) -> "Conference":
        """Begin private time (besloten tijd).

        Raises:
            NotReady: somebody who is not of the circle is still there. No policy, plugin or role changes that.
        """
        moved = self.moved(StartPrivateTime)
        still_there = (
            *(() if professionals_left else ("every professional",)),
            *(() if coordinator_left else ("the coordinator",)),
        )
        if still_there:
            message = f"private time belongs to the circle alone: {' and '.join(still_there)} must leave the room first"
            raise NotReady(message)
        return replace(moved, private_from=at, private_until=None)

    def joined_again(self, at: datetime) -> "Conference":
        """End private time on the circle's own sign; the presentation begins."""
        return replace(self.moved(EndPrivateTime), private_until=at)
