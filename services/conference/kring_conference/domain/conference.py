"""The conference itself: what was settled beforehand, and where it stands."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from kring_conference.domain.day import NO_DAY_YET, Day
from kring_conference.domain.information import InformationNeed
from kring_conference.domain.room import EMPTY_ROOM, Room
from kring_conference.process import ALLOWED_IN_PRIVATE_TIME, CONFERENCE, WAITS_IN_A_PAUSE, Stage
from kring_shared.contracts.conference import (
    AdjournConference,
    AgreeQuestion,
    AskToMeet,
    EndPrivateTime,
    ExplainConditions,
    ScheduleConference,
    Side,
    StartInformationPhase,
    StartPrivateTime,
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
    def held_on(self) -> date:
        """Give the day the meeting opened (UTC); a meeting may well go on past midnight."""
        if self.room.opened_at is None:
            message = "the meeting was not opened yet"
            raise NotReady(message)
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
            words = "choose a moment that is still to come"
            raise InvalidFields(("/startsAt",), words)
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
        return replace(self.moved(StartInformationPhase), room=self.room.next_opened(at))

    def explained(self) -> "Conference":
        """Note that the conditions were explained in the room.

        Raises:
            NotReady: nobody set any.
        """
        moved = self.moved(ExplainConditions)
        if not self.conditions:
            message = "nobody set conditions here, so there is nothing to explain; go on with start-private-time"
            raise NotReady(message)
        return replace(moved, room=replace(self.room, conditions_explained=True))

    def asked_to_meet(self, side: Side) -> "Conference":
        """Note that one of the two circles asks to be with the other; alone, that does nothing yet.

        Raises:
            InvalidFields: this conference has one circle.
        """
        moved = self.moved(AskToMeet)
        self._has_two_circles("/side")
        return replace(moved, room=replace(self.room, asked_to_meet=self.room.asked_to_meet | {side}))

    def left_alone(self, at: datetime, message: StartPrivateTime) -> "Conference":
        """Begin private time (besloten tijd); the two circles of a restorative conference each in a room of their own.

        Raises:
            NotReady: somebody who is not of the circle is still there, the conditions were not explained, or one of two
                circles did not ask to be with the other. No policy, plugin or role changes that.
            InvalidFields: one circle cannot be `together` with another.
        """
        moved = self.moved(StartPrivateTime)
        still_there = (
            *(() if message.professionals_left else ("every professional",)),
            *(() if message.coordinator_left else ("the coordinator",)),
        )
        if still_there:
            words = f"private time belongs to the circle alone: {' and '.join(still_there)} must leave the room first"
            raise NotReady(words)
        if message.interpreters_stay and not self.policy.interpreter_may_stay:
            words = "in this organisation interpreters leave as well: let the circle choose who translates among them"
            raise NotReady(words)
        if self.conditions and not (self.room.conditions_explained or self.room.was_private):
            words = "explain the conditions in the room first (explain-conditions): a plan has to meet them"
            raise NotReady(words)
        if message.together:
            self._has_two_circles("/together")
            if not self.room.both_asked_to_meet:
                words = "the two circles are together only when both ask it (ask-to-meet); until then each has a room"
                raise NotReady(words)
        return replace(moved, room=self.room.emptied(at, together=message.together))

    def joined_again(self, at: datetime, side: Side | None = None) -> "Conference":
        """End private time on the circle's own sign; in separate rooms, on the sign of both.

        Raises:
            InvalidFields: it does not say which of two circles is done, or names one where there is only one.
        """
        moved = self.moved(EndPrivateTime)
        if side is not None:
            self._has_two_circles("/side")
        if self.kind is ConferenceType.RESTORATIVE and not self.room.together:
            if side is None:
                words = "say which of the two circles is done (side); each has a room, and gives its own sign"
                raise InvalidFields(("/side",), words)
            room = replace(self.room, sides_done=self.room.sides_done | {side})
            if not room.is_done:
                return replace(self, room=room)
            moved = replace(moved, room=room)
        return replace(moved, room=moved.room.joined(at))

    def adjourned(self, at: datetime) -> "Conference":
        """Stop for the day; broken off in private time, that is when it ended."""
        moved = self.moved(AdjournConference).without_day()
        if self.stage is not Stage.PRIVATE_TIME:
            return moved
        return replace(moved, room=self.room.joined(at))

    def without_stamps(self) -> "Conference":
        """Forget when the circle was alone, and keep no hour of it any more; that it was, stays."""
        return replace(self, room=self.room.without_stamps())

    def _has_two_circles(self, field: str) -> None:
        if self.kind is not ConferenceType.RESTORATIVE:
            words = "only a restorative conference has two circles; leave this out"
            raise InvalidFields((field,), words)
