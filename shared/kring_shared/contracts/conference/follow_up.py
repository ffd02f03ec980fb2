"""Afterwards: the calls as the policy plans them, the circle's own review, and calling it together again."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from kring_shared.contracts.conference.words import ReviewOutcome
from kring_shared.contracts.envelope import Command, Deadline, Fact, Key


class FollowUpResult(StrEnum):
    """How the plan goes, as a code. A worry about safety is no result: it goes the safety route, and only that.

    `safety-concern` is what an older record may still say; nobody can record it any more.
    """

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
    coordinator_id: Key | None = Field(None, description="Who calls; absent when the regional manager does.")


class FollowUpAttempted(Fact):
    """Somebody called and did not reach anybody."""

    step: int = Field(ge=1)
    attempt: int = Field(ge=1, description="How often somebody tried by now.")


class FollowUpCompleted(Fact):
    """The call was made; only the result is kept."""

    step: int = Field(ge=1)
    result: FollowUpResult


class FollowUpEnded(Fact):
    """No call is left to make: the coordinator's part is done."""

    steps: int = Field(ge=0)


class ConvenerAsked(Fact):
    """The plan stalls: whom the plan names is asked first to call the circle together."""

    person_id: Key


class MeetingAgainOffered(Fact):
    """The plan still stalls, or names nobody: the office offers to call the circle together again."""


class PlanReviewed(Fact):
    """The circle looked how its plan goes."""

    plan_version: int = Field(ge=1)
    outcome: ReviewOutcome


class ReviewReminderSet(Fact):
    """The circle asked to be reminded of its own review, until a day it named."""

    until: date


class ReviewComing(Fact):
    """The circle asked to be reminded: its review comes near."""

    review_on: date


class RecordFollowUpAttempt(Command):
    """Note that nobody could be reached; after some attempts the call is over as unreachable."""

    case_id: Key
    step: int = Field(ge=1)


class RecordFollowUp(Command):
    """Note how the plan goes, as a code; a worry about safety is raised apart (raise-safety-signal)."""

    case_id: Key
    step: int = Field(ge=1)
    result: FollowUpResult


class RecordReview(Command):
    """Note what the circle decided when it looked how its plan goes."""

    case_id: Key
    outcome: ReviewOutcome
    reviewed_on: date | None = None


class AskReviewReminders(Command):
    """Ask to be reminded of the circle's own review, until a day; without it Kring sends nothing afterwards."""

    case_id: Key
    until: date


class FollowUpCallDue(Deadline):
    """The day of a follow-up call."""

    step: int


class ConvenerHadTime(Deadline):
    """Whoever was asked to call the circle together had time to do so."""


class PlanStalls(Deadline):
    """It was heard in a pause that the plan stalls; who is asked, is asked once the case goes on."""


class ReviewNear(Deadline):
    """The circle's own review comes near."""

    review_on: date
