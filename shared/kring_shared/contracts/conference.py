"""The third step, the conference: preparation, the three parts, the plan, and the follow-up."""

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Answer, Command, Deadline, Fact, Key, Message, Query
from kring_shared.contracts.field import Part, PersonCard
from kring_shared.contracts.sealed import Contact, Sealed


class Mode(StrEnum):
    """How people meet."""

    IN_PERSON = "in-person"
    ONLINE = "online"
    HYBRID = "hybrid"


class ContactKind(StrEnum):
    """How the coordinator spoke with a person; notes are not kept."""

    HOME_VISIT = "home-visit"
    PHONE = "phone"
    VIDEO = "video"


class Answered(StrEnum):
    """What a person says to an invitation."""

    COMES = "comes"
    COMES_REMOTE = "comes-remote"
    IS_REPRESENTED = "is-represented"
    DOES_NOT_COME = "does-not-come"


class FollowUpResult(StrEnum):
    """How the plan goes, as a code."""

    ON_TRACK = "on-track"
    PARTLY = "partly"
    STALLED = "stalled"
    SAFETY_CONCERN = "safety-concern"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"


class PlanOutcome(StrEnum):
    """What a meeting led to."""

    PLAN = "plan"
    NO_PLAN = "no-plan"


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


class PreparationStarted(Fact):
    """The coordinator begins to prepare the conference."""

    coordinator_id: Key


class QuestionAgreed(Fact):
    """The main persons agreed with the requester on one open question (open vraag)."""

    question: Sealed[str]
    question_version: int = Field(ge=1)


class ParticipantSuggested(Fact):
    """Somebody may be asked to take part: the circle grows (de kring vergroten)."""

    participant: PersonCard
    part: Part


class ParticipantInformed(Fact):
    """The coordinator spoke with the person about aim, way of working, possibilities and responsibilities."""

    person_id: Key
    how: ContactKind


class ParticipantInvited(Fact):
    """The person was invited, after they had been spoken with."""

    person_id: Key
    part: Part


class ParticipantAnswered(Fact):
    """The person answered the invitation."""

    person_id: Key
    answer: Answered


class ConditionsShared(Fact):
    """Everyone who takes part knows the conditions beforehand."""

    recipients: int = Field(ge=1)


class ConferenceScheduled(Fact):
    """The participants chose a day and a neutral place."""

    starts_at: AwareDatetime
    venue: Sealed[str]
    mode: Mode


class ConferenceReady(Fact):
    """Everything the meeting needs is there."""

    expected: int = Field(ge=1, description="How many people are expected.")


class InformationPhaseStarted(Fact):
    """Part one: professionals inform and answer."""


class PrivateTimeStarted(Fact):
    """Part two, private time (besloten tijd): every professional and the coordinator have left."""


class PrivateTimeEnded(Fact):
    """The circle gave the sign; nobody else can."""


class PresentationStarted(Fact):
    """Part three: the circle presents its plan."""


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


class ConferenceConcluded(Fact):
    """The meeting is over."""

    outcome: PlanOutcome
    present_count: int = Field(ge=1)
    held_on: date


class PlanWrittenOut(Fact):
    """The circle's text stands on paper."""

    plan_version: int = Field(ge=1)


class PlanDistributed(Fact):
    """Everybody who gets the plan, got it."""

    plan_version: int = Field(ge=1)
    recipients: tuple[Key, ...]
    plan: Sealed[PlanText]


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


class ConferenceCancelled(Fact):
    """The conference will not be held, or what was planned after it stopped."""

    stage: str = Field(description="Where it stood.")


class AgreeQuestion(Command):
    """Write down the question the main persons and the requester agreed on."""

    case_id: Key
    question: str = Field(min_length=10, max_length=500, repr=False)


class SuggestParticipant(Command):
    """Add somebody to the circle, or a professional who informs."""

    case_id: Key
    contact: Contact
    part: Part
    languages: tuple[str, ...] = ()
    minor: bool | None = None


class RecordContact(Command):
    """Note that the coordinator spoke with somebody in person about the conference."""

    case_id: Key
    person_id: Key
    how: ContactKind


class InviteParticipant(Command):
    """Invite somebody who was spoken with."""

    case_id: Key
    person_id: Key


class AnswerInvitation(Command):
    """Record what somebody said to the invitation."""

    case_id: Key
    person_id: Key
    answer: Answered


class ShareConditions(Command):
    """Note that the conditions were told to everyone who takes part, beforehand."""

    case_id: Key


class ScheduleConference(Command):
    """Set the day and the place the participants chose."""

    case_id: Key
    starts_at: AwareDatetime
    venue: str = Field(min_length=3, max_length=200, repr=False)
    mode: Mode = Mode.IN_PERSON


class DeclareReady(Command):
    """Say that everything is there; refused with what is missing when it is not."""

    case_id: Key


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


class ConcludeConference(Command):
    """Close the meeting."""

    case_id: Key
    present_count: int = Field(ge=1, le=500)


class WriteOutPlan(Command):
    """Note that the plan stands on paper."""

    case_id: Key


class DistributePlan(Command):
    """Give the plan to everybody the policy names."""

    case_id: Key


class RecordFollowUp(Command):
    """Note how the plan goes, as a code."""

    case_id: Key
    step: int = Field(ge=1)
    result: FollowUpResult


class FollowUpCallDue(Deadline):
    """The day of a follow-up call."""

    step: int


class ShowConference(Query):
    """Ask how far a conference is, names opened for those who may see them."""

    case_id: Key


class ParticipantLine(Answer):
    """One participant."""

    person_id: Key
    name: str
    part: Part
    stage: str


class ConferenceShown(Answer):
    """One conference."""

    case_id: Key
    stage: str
    plan_stage: str
    question: str
    starts_at: AwareDatetime | None
    participants: tuple[ParticipantLine, ...]
    missing: tuple[str, ...] = Field(description="What the readiness checklist still misses, in words.")
    follow_ups: tuple[str, ...]
    possible: tuple[str, ...]
