"""The conference itself: what was settled beforehand, and where it stands."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from kring_conference.process import CONFERENCE, WAITS_IN_A_PAUSE, Stage
from kring_shared.contracts.conference import (
    AgreeQuestion,
    EndPrivateTime,
    ScheduleConference,
    StartInformationPhase,
    StartPrivateTime,
)
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import Context, Dossier, Mandate
from kring_shared.contracts.policies import POLICIES, Acceptance, Policy
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.coordination import NOBODY_YET, Coordination, CoordinatorTold
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
    coordination: Coordination = NOBODY_YET
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
        """Give the coordinator, if there is one now; everyone else takes part as a participant."""
        return self.coordination.parties()

    @property
    def coordinator_id(self) -> str | None:
        """Give who coordinates now; nobody before the first, in a freeze, until a successor begins, and at the end."""
        return self.coordination.present

    @property
    def awaits_coordinator(self) -> bool:
        """Tell whether what only a coordinator does has to wait; nothing is awaited once it is off."""
        return self.coordinator_id is None and self.stage is not Stage.CANCELLED

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

    def coordinated(self, told: CoordinatorTold) -> "Conference":
        """Let a coordinator in or out. Only where the table says so it moves; else it stays for whoever goes on.

        A meeting that was broken off in part one needs another day; the question and the invitations stay.
        """
        heard = replace(self, coordination=self.coordination.after(told))
        if heard.coordinator_id == self.coordinator_id or not CONFERENCE.knows(self.stage, type(told)):
            return heard
        moved = heard.moved(type(told))
        adjourned = self.stage is Stage.INFORMATION_PHASE
        return replace(moved, starts_at=None, venue=None, opened_at=None) if adjourned else moved

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
