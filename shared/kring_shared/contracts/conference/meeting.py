"""The meeting in its three parts, and how it ends."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from kring_shared.contracts.envelope import Command, Fact, Key


class PlanOutcome(StrEnum):
    """What a meeting led to."""

    PLAN = "plan"
    NO_PLAN = "no-plan"


class CancelledBecause(StrEnum):
    """Why a conference is not held, or what was planned after it stopped."""

    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"


class InformationPhaseStarted(Fact):
    """Part one: professionals inform and answer."""


class ConferenceAdjourned(Fact):
    """Part one was broken off, since nobody coordinates now; another day is chosen, and who was invited stays so."""


class PrivateTimeStarted(Fact):
    """Part two, private time (besloten tijd): every professional and the coordinator have left."""


class PrivateTimeEnded(Fact):
    """The circle gave the sign; nobody else can."""


class PresentationStarted(Fact):
    """Part three: the circle presents its plan."""


class ConferenceConcluded(Fact):
    """The meeting is over."""

    outcome: PlanOutcome
    present_count: int = Field(ge=1)
    held_on: date


class ConferenceCancelled(Fact):
    """The conference will not be held, or what was planned after it stopped."""

    stage: str = Field(description="Where it stood.")
    because: CancelledBecause = CancelledBecause.WITHDRAWN


class StartInformationPhase(Command):
    """Open the meeting."""

    case_id: Key


class StartPrivateTime(Command):
    """Leave the circle alone; every professional and the coordinator must have left."""

    case_id: Key
    professionals_left: bool
    coordinator_left: bool


class EndPrivateTime(Command):
    """The circle's own sign that it is done talking."""

    case_id: Key


class ConcludeConference(Command):
    """Close the meeting."""

    case_id: Key
    present_count: int = Field(ge=1, le=500)
