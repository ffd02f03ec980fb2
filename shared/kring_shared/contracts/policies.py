"""What differs per organisation, as data with a version; a case keeps the version it started under.

The sources contradict each other on purpose here: four weeks, three months or no follow-up; a plan checked always or
only under compulsion; a plan for the circle or for every participant. No policy can switch off independence, consent or
private time, so none of these is a field.
"""

from enum import StrEnum
from typing import Final

from pydantic import Field, model_validator

from kring_shared.contracts.allowances import CompensationMode
from kring_shared.contracts.conference.words import MAY_BE_LEFT_OUT, Check, PlanHolds
from kring_shared.contracts.envelope import Message
from kring_shared.contracts.field import AgeBand, ConferenceType, Urgency
from kring_shared.contracts.matching.words import StatuteKind
from kring_shared.contracts.retention import OWN_CHOICE, RetentionRule
from kring_shared.contracts.terms import Country


class Acceptance(StrEnum):
    """When a professional checks the plan before it is the plan."""

    MANDATORY_ONLY = "mandatory-only"
    ALWAYS = "always"


class AcceptedBy(StrEnum):
    """Who looks whether a plan is safe and lawful, and meets the conditions."""

    MANDATING_PARTY = "mandating-party"
    APPOINTED = "appointed"


class Distribution(StrEnum):
    """Who gets the whole plan."""

    CIRCLE = "circle"
    ALL_PARTICIPANTS = "all-participants"
    CIRCLE_AND_ACCEPTOR = "circle-and-acceptor"


class CalledBy(StrEnum):
    """Who makes a follow-up call."""

    COORDINATOR = "coordinator"
    REGIONAL_MANAGER = "regional-manager"


class FollowUpStep(Message):
    """One call after the plan was distributed."""

    after_days: int = Field(ge=1, description="Days after the plan was distributed.")
    by: CalledBy = Field(CalledBy.COORDINATOR, description="Who calls.")


class ChecklistRules(Message):
    """What a policy does without on the readiness checklist; most of the list no policy can touch."""

    leaves_out: frozenset[Check] = Field(frozenset(), description="Never asked.")
    urgent_leaves_out: frozenset[Check] = Field(MAY_BE_LEFT_OUT, description="Not asked when it must be within a week.")

    @model_validator(mode="after")
    def _only_what_may_be_left_out(self) -> "ChecklistRules":
        if fixed := sorted((self.leaves_out | self.urgent_leaves_out) - MAY_BE_LEFT_OUT):
            raise ValueError(f"no policy can do without {', '.join(fixed)}")
        return self

    def without(self, urgency: Urgency) -> frozenset[Check]:
        """Give what is not asked."""
        return self.leaves_out | (self.urgent_leaves_out if urgency is Urgency.URGENT else frozenset())


class WhoConsents(StrEnum):
    """Who says yes for a main person of some age; an adult always does so alone."""

    HOLDERS = "holders"
    BOTH = "both"
    SELF = "self"
    BY_DISCERNMENT = "by-discernment"


class ConsentRules(Message):
    """Whose yes opens the gate; holders are the holders of authority over a minor, and all of them are asked.

    No policy can do without consent: it only says whose it is.
    """

    under_12: WhoConsents
    from_12: WhoConsents
    from_16: WhoConsents
    weeks: int = Field(6, ge=1, le=26, description="Weeks in which people can say yes; then all is erased.")

    def of(self, age: AgeBand) -> WhoConsents:
        """Say who says yes for somebody of that age."""
        return {
            AgeBand.UNDER_12: self.under_12,
            AgeBand.FROM_12: self.from_12,
            AgeBand.FROM_16: self.from_16,
            AgeBand.ADULT: WhoConsents.SELF,
        }[age]


BY_AGE: Final = ConsentRules(under_12=WhoConsents.HOLDERS, from_12=WhoConsents.BOTH, from_16=WhoConsents.SELF)
"""By analogy with Dutch youth help; the law's own text was not seen, so an office has it checked."""
BY_DISCERNMENT: Final = ConsentRules(
    under_12=WhoConsents.BY_DISCERNMENT, from_12=WhoConsents.BY_DISCERNMENT, from_16=WhoConsents.BY_DISCERNMENT
)
"""Flanders: a minor who can judge it says yes themself, else those who hold authority."""


class Supervision(StrEnum):
    """When a coordinator is supported in a conference by somebody who did it before."""

    FIRST_ONLY = "first-only"
    ALWAYS = "always"


class WayToScope(StrEnum):
    """How a coordinator comes to do conferences of a type."""

    CERTIFICATE = "certificate"
    SECOND_PART = "second-part"
    WORKSHOP = "workshop"


class CareerRules(Message):
    """How somebody becomes a coordinator, and for which types; every type has a way, else nobody could ever do it."""

    first_part_days: int = Field(ge=1, description="Days of the first part of the training (EK1).")
    second_part_days: int = Field(0, ge=0, description="Days of the second part (EK2); 0 when there is none.")
    conferences_before_second_part: int = Field(2, ge=1, description="Carried out; stopped preparations do not count.")
    supervision: Supervision
    ways: dict[ConferenceType, WayToScope] = Field(description="The way to each type; the certificate gives families.")
    candidate_file_days: int = Field(28, ge=1, description="Days a file is kept after a candidacy ended.")

    @model_validator(mode="after")
    def _every_type_has_a_way_that_can_be_gone(self) -> "CareerRules":
        nowhere = [kind for kind in ConferenceType if kind not in self.ways]
        if nowhere:
            raise ValueError(f"no way leads to {', '.join(nowhere)}: say for every type of conference how it is earned")
        if any((way is WayToScope.CERTIFICATE) != (kind is ConferenceType.FAMILY) for kind, way in self.ways.items()):
            raise ValueError("the certificate gives families, and nothing else: another type needs a way of its own")
        if self.second_part_days == 0 and WayToScope.SECOND_PART in self.ways.values():
            raise ValueError(
                "a type is earned by a second part that this policy does not have: give it days, or another way"
            )
        return self


TWO_PARTS: Final = CareerRules(
    first_part_days=3,
    second_part_days=3,
    supervision=Supervision.FIRST_ONLY,
    ways={
        ConferenceType.FAMILY: WayToScope.CERTIFICATE,
        ConferenceType.RESTORATIVE: WayToScope.SECOND_PART,
        ConferenceType.COMMUNITY: WayToScope.SECOND_PART,
        ConferenceType.LEARNING: WayToScope.WORKSHOP,
    },
)
"""Netherlands: six days in two parts; the folder does not say how they are divided, nor how learning is earned."""
ONE_PART: Final = CareerRules(
    first_part_days=3,
    supervision=Supervision.ALWAYS,
    ways={
        ConferenceType.FAMILY: WayToScope.CERTIFICATE,
        ConferenceType.RESTORATIVE: WayToScope.WORKSHOP,
        ConferenceType.COMMUNITY: WayToScope.WORKSHOP,
        ConferenceType.LEARNING: WayToScope.WORKSHOP,
    },
)
"""Flanders: three days, and supervision on every trajectory; other types after a workshop, which is our own choice."""


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
    consent: ConsentRules = Field(BY_AGE, description="Whose yes opens the gate.")
    funding_required: bool = Field(default=False, description="No coordinator is sought before it is known who pays.")
    quarantine_days: int = Field(14, ge=1, le=14, description="Days a referral that was set apart is kept.")
    country: Country = Field("NL", description="Whose working days count.")
    career: CareerRules = Field(TWO_PARTS, description="Training, supervision and scopes.")
    search_days_normal: int = Field(5, ge=1, description="Days to find a coordinator before it is escalated.")
    search_days_urgent: int = Field(1, ge=1, description="The same, when it is urgent.")
    statute: StatuteKind = Field(StatuteKind.CONTRACT, description="How its coordinators work.")
    helpdesk_days: int = Field(2, ge=1, description="Working days in which a question to the helpdesk is answered.")

    checklist: ChecklistRules = Field(ChecklistRules(), description="What the readiness checklist does without.")
    accepted_by: AcceptedBy = Field(
        AcceptedBy.MANDATING_PARTY,
        description="Who checks the plan; where no mandate names anybody, the office appoints a professional.",
    )
    plan_must_name: tuple[PlanHolds, ...] = Field(
        (PlanHolds.REVIEW, PlanHolds.FALLBACK), description="What a plan must hold before the circle confirms it."
    )
    plan_answer_days: int = Field(5, ge=2, description="Working days in which whoever checks a plan answers.")
    help_answer_days: int = Field(10, ge=1, description="Working days in which professionals answer what was asked.")
    follow_up_attempts: int = Field(3, ge=1, description="Calls nobody answers before a step ends as unreachable.")
    convener_days: int = Field(14, ge=1, description="Days whom the plan names has to call the circle together.")
    interpreter_may_stay: bool = Field(default=True, description="In private time, when the circle asks it.")
    signal_hours_acute: int = Field(4, ge=1, description="Hours in which an acute safety signal is looked at.")
    signal_hours_concern: int = Field(48, ge=1, description="The same, for a concern.")
    compensation: CompensationMode = Field(CompensationMode.HOURLY, description="For what its coordinators are paid.")
    retention: tuple[RetentionRule, ...] = Field(OWN_CHOICE, description="How long each kind of record is kept.")
    score_days: int = Field(42, ge=7, description="Days in which a form with scores can come back.")
    person_answer_days: int = Field(30, ge=1, le=30, description="Days to answer what somebody asks about their data.")

    def hours_to_answer(self, urgency: Urgency) -> int:
        """Give the hours a coordinator has to answer a proposal."""
        return self.answer_hours_urgent if urgency is Urgency.URGENT else self.answer_hours_normal

    def days_to_search(self, urgency: Urgency) -> int:
        """Give the days to find a coordinator before it is escalated."""
        return self.search_days_urgent if urgency is Urgency.URGENT else self.search_days_normal


NL: Final = Policy(
    id="nl/1",
    title="Netherlands: accepted where compelled, plan to the circle, a call after four weeks",
    acceptance=Acceptance.MANDATORY_ONLY,
    distribution=Distribution.CIRCLE,
    follow_up=(FollowUpStep(after_days=28),),
    answer_hours_normal=72,
    answer_hours_urgent=12,
    screening="VOG",
)
NL_FUNDED: Final = NL.model_copy(
    update={
        "id": "nl/2",
        "title": "Netherlands: as nl/1, and a coordinator is sought once it is known who pays",
        "funding_required": True,
    }
)
BE: Final = Policy(
    id="be/1",
    title="Flanders: always checked, plan to all participants, a call after three months",
    acceptance=Acceptance.ALWAYS,
    distribution=Distribution.ALL_PARTICIPANTS,
    follow_up=(FollowUpStep(after_days=91),),
    answer_hours_normal=72,
    answer_hours_urgent=12,
    screening="596.2",
    consent=BY_DISCERNMENT,
    country="BE",
    career=ONE_PART,
    statute=StatuteKind.VOLUNTEER,
    compensation=CompensationMode.VOLUNTEER_FLAT,
)
POLICIES: dict[str, Policy] = {policy.id: policy for policy in (NL, NL_FUNDED, BE)}
