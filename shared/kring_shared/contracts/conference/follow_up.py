"""The calls afterwards, as the policy plans them."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from kring_shared.contracts.envelope import Command, Deadline, Fact, Key


class FollowUpResult(StrEnum):
    """How the plan goes, as a code."""

    ON_TRACK = "on-track"
    PARTLY = "partly"
    STALLED = "stalled"
    SAFETY_CONCERN = "safety-concern"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"


class FollowUpPlanned(Fact):
    """A call is planned to hear how the plan goes."""

    step: int = Field(ge=1)
    due_on: date


class FollowUpDue(Fact):
    """It is time to call."""

    step: int = Field(ge=1)
    coordinator_id: Key


class FollowUpCompleted(Fact):
    """The call was made; only the result is kept."""

    step: int = Field(ge=1)
    result: FollowUpResult


class FollowUpEnded(Fact):
    """No call is left to make: the coordinator's part is done."""

    steps: int = Field(ge=0)


class RecordFollowUp(Command):
    """Note how the plan goes, as a code."""

    case_id: Key
    step: int = Field(ge=1)
    result: FollowUpResult


class FollowUpCallDue(Deadline):
    """The day of a follow-up call."""

    step: int
