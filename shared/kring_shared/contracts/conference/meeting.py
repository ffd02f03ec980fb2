"""The meeting in its three parts, and how it ends. Of part two nothing is said but that it was."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from kring_shared.contracts.conference.words import RoomRule, Side, StillBecause
from kring_shared.contracts.envelope import Command, Fact, Key


class PlanOutcome(StrEnum):
    """What a meeting led to."""

    PLAN = "plan"
    NO_PLAN = "no-plan"


class InformationPhaseStarted(Fact):
    """Part one: professionals inform and answer."""


class InformationGiven(Fact):
    """A professional informed the circle, and answered its questions; what was said stays there."""

    person_id: Key


class ConditionsExplained(Fact):
    """The conditions were explained once more, in the room."""


class PhaseRuleViolated(Fact):
    """A rule of the three parts was broken; which, and in which part, and never by whom."""

    rule: RoomRule
    stage: str


class ConferenceAdjourned(Fact):
    """The meeting was broken off for the day; another day is chosen, and who was invited stays so.

    Only the day is told: broken off in private time, the hour would say when that ended.
    """

    day_only: ClassVar[bool] = True
    because: StillBecause = StillBecause.NO_COORDINATOR


class PrivateTimeStarted(Fact):
    """Part two, private time (besloten tijd): professionals and coordinator have left. Only the day is told."""

    day_only: ClassVar[bool] = True


class PrivateTimeEnded(Fact):
    """The circle gave the sign; nobody else can. Only the day is told."""

    day_only: ClassVar[bool] = True


class PresentationStarted(Fact):
    """Part three: the circle presents its plan. Only the day is told, since it is when private time ended."""

    day_only: ClassVar[bool] = True


class ConferenceConcluded(Fact):
    """The meeting is over."""

    outcome: PlanOutcome
    present_count: int = Field(ge=1)
    held_on: date
    meeting: int = Field(1, ge=1, description="Which meeting of this conference; the second when a plan came back.")


class PlanMadeWithoutMeeting(Fact):
    """The circle made its plan before the meeting, which is not needed any more."""


class StartInformationPhase(Command):
    """Open the meeting."""

    case_id: Key
    present: tuple[Key, ...] = Field((), description="Who is there; everybody who said they come when absent.")


class NoteArrival(Command):
    """Note that somebody who was expected came later."""

    case_id: Key
    person_id: Key


class RecordInformationGiven(Command):
    """Note that a professional spoke; not what they said."""

    case_id: Key
    person_id: Key


class ExplainConditions(Command):
    """Note that the conditions were explained once more to everybody in the room."""

    case_id: Key


class AskToMeet(Command):
    """Restorative: one of the two circles asks to be together in private time; it happens only when both ask."""

    case_id: Key
    side: Side


class StartPrivateTime(Command):
    """Leave the circle alone; every professional and the coordinator must have left."""

    day_only: ClassVar[bool] = True
    case_id: Key
    professionals_left: bool
    coordinator_left: bool
    interpreters_stay: bool = Field(default=False, description="The circle asked its interpreters to stay.")
    together: bool = Field(default=False, description="Restorative: both circles in one room, since both asked.")


class EndPrivateTime(Command):
    """The circle's own sign that it is done talking; the coordinator may note that the circle called them back."""

    day_only: ClassVar[bool] = True
    case_id: Key
    circle_called: bool = Field(default=False, description="The circle called the coordinator back.")
    side: Side | None = Field(None, description="Restorative, in separate rooms: which circle is done.")


class AdjournConference(Command):
    """Stop for today; a second meeting is planned."""

    day_only: ClassVar[bool] = True
    case_id: Key
    because: StillBecause = StillBecause.CIRCLE_WANTS_MORE_TIME


class RecordViolation(Command):
    """Note that a rule of the three parts was broken; never by whom, and never what was heard."""

    case_id: Key
    rule: RoomRule


class ConcludeConference(Command):
    """Close the meeting, with the plan or honestly without one."""

    case_id: Key
    present_count: int = Field(ge=1, le=500)
    without_plan: bool = Field(default=False, description="No plan came of it, and the circle says so.")
