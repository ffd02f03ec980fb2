"""The circle's plan: agreed, checked where that is asked, written out and given to people."""

from datetime import date

from pydantic import Field

from kring_shared.contracts.envelope import Command, Fact, Key, Message
from kring_shared.contracts.sealed import Sealed


class Agreement(Message):
    """One agreement of the plan (afspraak): who, what, when; in the circle's own words."""

    who: str
    what: str
    when: str = ""


class PlanText(Message):
    """The plan as the circle made it; the coordinator writes it down and changes nothing of its content."""

    agreements: tuple[Agreement, ...] = Field(min_length=1)
    review_on: date | None = Field(None, description="When the circle looks how it goes.")
    review_by: str = Field("", description="Who comes together to look.")
    fallback_convener: str = Field("", description="Who calls everyone together when it goes wrong.")


class PlanAgreed(Fact):
    """Everyone present agrees with the plan."""

    plan: Sealed[PlanText]
    plan_version: int = Field(ge=1)


class PlanSubmitted(Fact):
    """The plan lies before the professional who checks it."""

    plan_version: int = Field(ge=1)
    acceptor_id: Key | None = None


class PlanAccepted(Fact):
    """The plan is safe and lawful, and meets the conditions where there are any."""

    plan_version: int = Field(ge=1)


class PlanSentBack(Fact):
    """The plan goes back to the circle, with the condition it does not meet yet."""

    plan_version: int = Field(ge=1)
    unmet: str = Field(description="`safe`, `lawful`, or the number of the condition.", examples=["condition-1"])


class PlanWrittenOut(Fact):
    """The circle's text stands on paper."""

    plan_version: int = Field(ge=1)


class PlanDistributed(Fact):
    """Everybody who gets the plan, got it."""

    plan_version: int = Field(ge=1)
    recipients: tuple[Key, ...]
    plan: Sealed[PlanText]


class AgreePlan(Command):
    """Write down the plan everyone present agrees with."""

    case_id: Key
    plan: PlanText
    everyone_agrees: bool


class SubmitPlan(Command):
    """Lay the plan before the professional who checks it."""

    case_id: Key


class AcceptPlan(Command):
    """Accept the plan: safe, lawful, conditions met."""

    case_id: Key


class SendPlanBack(Command):
    """Send the plan back to the circle, naming what is not met."""

    case_id: Key
    unmet: str = Field(pattern=r"^(safe|lawful|condition-[1-9][0-9]?)$", examples=["condition-1"])


class WriteOutPlan(Command):
    """Note that the plan stands on paper."""

    case_id: Key


class DistributePlan(Command):
    """Give the plan to everybody the policy names."""

    case_id: Key
