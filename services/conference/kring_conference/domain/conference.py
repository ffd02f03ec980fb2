"""The conference itself: what was settled beforehand, and where it stands."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from kring_conference.domain.day import NO_DAY_YET, Day
from kring_conference.domain.information import InformationNeed
from kring_conference.domain.room import EMPTY_ROOM, Room
from kring_conference.domain.sides import HAVE_SIDES
from kring_conference.process import ALLOWED_IN_PRIVATE_TIME, CONFERENCE, WAITS_IN_A_PAUSE, Stage
from kring_shared.contracts.conference import (
    AdjournConference,
    AgreeQuestion,
    ExplainConditions,
    ScheduleConference,
    StartInformationPhase,
)
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType, Context, Dossier, Mandate, Urgency
from kring_shared.contracts.policies import POLICIES, Acceptance, Policy
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.coordination import NOBODY_YET, Coordination, CoordinatorTold
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotReady, Paused
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
    added_conditions: tuple[Sealed[str], ...] = ()
    information: tuple[InformationNeed, ...] = ()
    apart: frozenset[frozenset[str]] = frozenset()
    invited_group: int | None = None
    day: Day = NO_DAY_YET
    room: Room = EMPTY_ROOM
    previous_case_id: str | None = None
    imported: bool = False
    """Whether the office ran this case before Kring, so that how it stood may be taken over."""
    paused_at: datetime | None = None
    paused_for: str | None = None
    """Who was said to have died, while it waits because of that."""
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
    def kind(self) -> ConferenceType:
        """Give the variant; a family's, when triage found no other."""
        return self.dossier.conference_type or ConferenceType.FAMILY

    @property
    def has_two_circles(self) -> bool:
        """Tell whether it is restorative, so that each side has a circle, and private time, of its own."""
        return self.kind is HAVE_SIDES

    @property
    def is_urgent(self) -> bool:
        """Tell whether it must be held within a week, with the shorter checklist."""
        return self.dossier.urgency is Urgency.URGENT

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
        """Give the conditions of every mandate in order, and those added before the day; the first is `condition-1`."""
        of_mandates = tuple(condition for mandate in self.mandates for condition in mandate.conditions)
        return of_mandates + self.added_conditions

    @property
    def binding(self) -> int:
        """Count the conditions that bind a plan: those everybody knew before the meeting in which it was made."""
        if not self.is_mandatory:
            return 0
        return len(self.conditions) if self.room.conditions is None else self.room.conditions

    @property
    def held_on(self) -> date:
        """Give the day the meeting opened (UTC); a meeting may well go on past midnight."""
        if self.room.opened_at is None:
            raise NotReady("the meeting was not opened yet")
        return self.room.opened_at.date()

    def moved(self, on: type[Named]) -> "Conference":
        """Go where the table says; raises `NotAllowedNow` when it says nothing, `Paused` when it has to wait.

        However it is cancelled, when the circle was alone is forgotten with it.
        """
        stage = CONFERENCE.next(self.stage, on)
        if self.paused_at is not None and on in WAITS_IN_A_PAUSE:
            raise Paused(on.name)
        moved = replace(self, stage=stage)
        return moved.without_stamps() if stage is Stage.CANCELLED else moved

    def must_not_disturb(self, asked: type[Named]) -> None:
        """Hold what somebody asks against private time: the circle is alone, also for this system.

        Raises:
            NotAllowedNow: it runs, and this is not one of the few things that stay possible. Nothing switches that off.
        """
        if self.stage is Stage.PRIVATE_TIME and asked not in ALLOWED_IN_PRIVATE_TIME:
            possible = tuple(sorted(command.name for command in ALLOWED_IN_PRIVATE_TIME))
            raise NotAllowedNow(asked=asked.name, stage=self.stage.value, possible=possible)

    def paused(self, at: datetime, person_id: str | None = None) -> "Conference":
        """Wait from a moment on, or go on waiting; also because somebody died, when that is why."""
        return replace(self, paused_at=self.paused_at or at, paused_for=person_id or self.paused_for)

    def resumed(self) -> "Conference":
        """Wait no longer."""
        return replace(self, paused_at=None, paused_for=None)

    def coordinated(self, told: CoordinatorTold) -> "Conference":
        """Let a coordinator in or out. Only where the table says so it moves; else it stays for whoever goes on.

        A meeting that was broken off in part one needs another day; the question and the invitations stay.
        """
        heard = replace(self, coordination=self.coordination.after(told))
        if heard.coordinator_id == self.coordinator_id or not CONFERENCE.knows(self.stage, type(told)):
            return heard
        moved = heard.moved(type(told))
        return moved.without_day() if self.stage is Stage.INFORMATION_PHASE else moved

    def without_day(self) -> "Conference":
        """Let go of the day; whatever else was arranged stays, and a calendar hears that it is off."""
        return replace(self, day=self.day.let_go(with_options=self.stage is Stage.ADJOURNED))

    def asking(self, question: Sealed[str]) -> "Conference":
        """Take over the question everyone agreed on; each new wording counts one further."""
        return replace(self.moved(AgreeQuestion), question=question, question_version=self.question_version + 1)

    def scheduled(self, message: ScheduleConference, venue: Sealed[str], now: datetime) -> "Conference":
        """Set day and place.

        Raises:
            InvalidFields: the moment has passed.
        """
        moved = self.moved(ScheduleConference)
        if message.starts_at <= now:
            raise InvalidFields(("/startsAt",), "choose a moment that is still to come").because("moment-has-passed")
        day = replace(
            self.day,
            starts_at=message.starts_at,
            venue=venue,
            mode=message.mode,
            neutral=message.neutral,
            no_end_time=message.no_end_time,
            sequence=self.day.sequence + 1,
        )
        return replace(moved, day=day)

    def opened(self, at: datetime) -> "Conference":
        """Begin part one, of the first meeting or of a next one; that both circles asked to meet, still counts."""
        return replace(self.moved(StartInformationPhase), room=self.room.next_opened(at, len(self.conditions)))

    def explained(self) -> "Conference":
        """Note that the conditions were explained in the room.

        Raises:
            NotReady: nobody set any.
        """
        moved = self.moved(ExplainConditions)
        if not self.conditions:
            raise NotReady("nobody set conditions here, so there is nothing to explain; go on with start-private-time")
        return replace(moved, room=replace(self.room, conditions_explained=True))

    def adjourned(self, at: datetime) -> "Conference":
        """Stop for the day; broken off in private time, that is when it ended."""
        moved = self.moved(AdjournConference).without_day()
        if self.stage is not Stage.PRIVATE_TIME:
            return moved
        return replace(moved, room=self.room.joined(at))

    def without_stamps(self) -> "Conference":
        """Forget when the circle was alone, and keep no hour of it any more; that it was, stays."""
        return replace(self, room=self.room.without_stamps())
