"""Whether a plan is safe, lawful, and meets the conditions everybody knew beforehand; nothing else is looked at."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kring_shared.contracts.envelope import Command, Deadline, Fact, Key
from kring_shared.contracts.sealed import Contact

Unmet = Annotated[str, Field(pattern=r"^(safe|lawful|condition-[1-9][0-9]?)$", examples=["condition-1"])]
"""What a plan does not meet: `safe`, `lawful`, or the number of a condition."""


class Reviewed(StrEnum):
    """What the regional manager does when a circle holds that its plan meets what was asked."""

    ASK_AGAIN = "ask-again"
    ANOTHER_CHECKS = "another-checks"
    BACK_TO_CIRCLE = "back-to-circle"


class PlanSubmitted(Fact):
    """The plan lies before the professional who checks it."""

    plan_version: int = Field(ge=1)
    acceptor_id: Key | None = None


class PlanAnswerAwaited(Fact):
    """Half of the time to answer is over; whoever checks the plan is reminded."""

    plan_version: int = Field(ge=1)
    acceptor_id: Key


class PlanAnswerOverdue(Fact):
    """The time to answer is over; the regional manager asks whoever checks the plan."""

    plan_version: int = Field(ge=1)
    waiting_for: int = Field(ge=1, description="How many professionals did not answer yet.")


class PlanAccepted(Fact):
    """The plan is safe and lawful, and meets the conditions where there are any."""

    plan_version: int = Field(ge=1)
    accepted_on: date | None = Field(None, description="The day, when that was before Kring; else the fact's own.")


class PlanSentBack(Fact):
    """The plan goes back to the circle, with everything it does not meet yet."""

    plan_version: int = Field(ge=1)
    unmet: tuple[str, ...] = Field(
        min_length=1, description="`safe`, `lawful`, or numbers of conditions.", examples=[["condition-1"]]
    )


class PlanRefusalContested(Fact):
    """The circle holds that its plan meets what was asked; the regional manager looks into it."""

    plan_version: int = Field(ge=1)
    unmet: tuple[str, ...] = Field(description="What was said not to be met.", examples=[["condition-1"]])


class PlanRefusalReviewed(Fact):
    """The regional manager looked into a plan that was sent back."""

    plan_version: int = Field(ge=1)
    decision: Reviewed


class AppointAcceptor(Command):
    """Name a professional who checks the plan, where the policy asks it and nobody else does."""

    case_id: Key
    contact: Contact


class SubmitPlan(Command):
    """Lay the plan before the professional who checks it."""

    case_id: Key


class AcceptPlan(Command):
    """Accept the plan: safe, lawful, conditions met."""

    case_id: Key


class SendPlanBack(Command):
    """Send the plan back to the circle, naming each thing that is not met; nothing else is a reason."""

    case_id: Key
    unmet: tuple[Unmet, ...] = Field(
        min_length=1, max_length=30, description="Everything that is not met.", examples=[["condition-1"]]
    )


class ContestRefusal(Command):
    """Say that the plan does meet what was asked; the regional manager looks into it."""

    case_id: Key


class ReviewRefusal(Command):
    """Decide what happens with a plan that was sent back though the circle holds that it meets what was asked."""

    case_id: Key
    decision: Reviewed


class PlanAnswerHalfway(Deadline):
    """Half of the time to answer is over."""


class PlanAnswerDue(Deadline):
    """The time to answer is over."""


class HelpAnswerDue(Deadline):
    """The time in which professionals answer what the circle asked is over."""
