"""What differs per organisation, as data with a version; a case keeps the version it started under.

The sources contradict each other on purpose here: four weeks, three months or no follow-up; a plan checked always or
only under compulsion; a plan for the circle or for every participant. No policy can switch off independence, consent or
private time, so none of these is a field.
"""

from enum import StrEnum

from pydantic import Field

from kring_shared.contracts.envelope import Message


class Acceptance(StrEnum):
    """When a professional checks the plan before it is the plan."""

    MANDATORY_ONLY = "mandatory-only"
    ALWAYS = "always"


class Distribution(StrEnum):
    """Who gets the whole plan."""

    CIRCLE = "circle"
    ALL_PARTICIPANTS = "all-participants"
    CIRCLE_AND_ACCEPTOR = "circle-and-acceptor"


class FollowUpStep(Message):
    """One call after the plan was distributed."""

    after_days: int = Field(ge=1, description="Days after the plan was distributed.")
    by: str = Field("coordinator", description="Who calls: `coordinator` or `regional-manager`.")


class Policy(Message):
    """How one organisation works."""

    id: str = Field(description="Name and version.", examples=["nl/1"])
    title: str
    acceptance: Acceptance
    distribution: Distribution
    follow_up: tuple[FollowUpStep, ...] = Field(description="May be empty: then the coordinator is done at once.")
    answer_hours_normal: int = Field(description="Hours a coordinator has to answer a proposal.")
    answer_hours_urgent: int = Field(description="The same, when it is urgent.")
    screening: str = Field(description="Name of the screening proof.", examples=["VOG"])


POLICIES: dict[str, Policy] = {
    policy.id: policy
    for policy in (
        Policy(
            id="nl/1",
            title="Netherlands: accepted where compelled, plan to the circle, a call after four weeks",
            acceptance=Acceptance.MANDATORY_ONLY,
            distribution=Distribution.CIRCLE,
            follow_up=(FollowUpStep(after_days=28),),
            answer_hours_normal=72,
            answer_hours_urgent=12,
            screening="VOG",
        ),
        Policy(
            id="be/1",
            title="Flanders: always checked, plan to all participants, a call after three months",
            acceptance=Acceptance.ALWAYS,
            distribution=Distribution.ALL_PARTICIPANTS,
            follow_up=(FollowUpStep(after_days=91),),
            answer_hours_normal=72,
            answer_hours_urgent=12,
            screening="596.2",
        ),
    )
}
