"""The first step, intake (aanmelding): what it tells, what it can be asked to do, and what it answers."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Answer, Command, Fact, Key, Message, Office, Query
from kring_shared.contracts.field import ConferenceType, Context, Dossier, Mandate, PersonCard, Urgency
from kring_shared.contracts.sealed import Contact, Sealed


class RequesterKind(StrEnum):
    """Who asked: the person it is about, someone close, or a professional."""

    MAIN_PERSON = "mainPerson"
    CLOSE_PERSON = "closePerson"
    PROFESSIONAL = "professional"


class RejectionReason(StrEnum):
    """Why a request is not taken on; rare, since a conference fits in many situations."""

    NO_PLAN_NEEDED = "no-plan-needed"
    NOT_REACHABLE = "not-reachable"
    OUTSIDE_AREA = "outside-area"
    OTHER_HELP_FIRST = "other-help-first"


class Outcome(StrEnum):
    """How a request ended, in the categories of the yearly figures."""

    MEETING_WITH_PLAN = "meeting-with-plan"
    PLAN_WITHOUT_MEETING = "plan-without-meeting"
    MEETING_WITHOUT_PLAN = "meeting-without-plan"
    STOPPED_IN_PREPARATION = "stopped-in-preparation"
    STOPPED_BEFORE_START = "stopped-before-start"


class ConsentMethod(StrEnum):
    """How the person said yes or no to the office."""

    IN_PERSON = "in-person"
    BY_PHONE = "by-phone"
    IN_WRITING = "in-writing"


class RequestReceived(Fact):
    """Somebody asked for a conference (aanvraag); told to the receiving office only."""

    requester_kind: RequesterKind
    requester: PersonCard
    main_persons: tuple[PersonCard, ...] = Field(description="The people it is about (hoofdpersonen), 1 or more.")
    dossier: Dossier
    question: Sealed[str] | None = Field(
        None, description="The question as the requester put it, sealed under the case."
    )
    mandates: tuple[Mandate, ...] = ()
    neutral_sender: bool = Field(default=False, description="Mail must not show who it is from.")
    channel: str = Field("bus", description="How it came in.", examples=["bus"])


class InformationTalkRequested(Fact):
    """Somebody asked for a talk without obligation (vrijblijvend informatief gesprek); it is no request."""

    requester_kind: RequesterKind
    requester: PersonCard
    channel: str = Field("bus", description="How it came in.", examples=["bus"])


class InformationTalkHeld(Fact):
    """The talk was held; it binds to nothing."""


class InformationTalkCancelled(Fact):
    """The talk is not wanted any more; there was no request that could be withdrawn."""


class ReferralQuarantined(Fact):
    """A referral was set apart for a person to look at; `case_id` is the id it is kept under, no case exists."""

    system: str = Field(description="The system that sent it.", examples=["wijkteam-noord"])
    code: str = Field(description="Why.", examples=["kring.national-number"])


class RequestTriaged(Fact):
    """The regional manager settled type, context and urgency."""

    conference_type: ConferenceType
    context: Context
    urgency: Urgency
    minors_involved: bool


class ConsentRequested(Fact):
    """The main person was asked whether they want a conference (toestemming gevraagd)."""


class ConsentGiven(Fact):
    """The main person said yes; only they can (toestemming)."""

    purpose: str = Field(description="What the yes is for.", examples=["conference"])
    method: ConsentMethod


class ConsentRefused(Fact):
    """The main person said no; that ends it, and needs no reason."""

    method: ConsentMethod


class RequestAccepted(Fact):
    """The request is taken on; a coordinator can be sought. Carries what the next steps need, names sealed."""

    requester: PersonCard
    main_persons: tuple[PersonCard, ...]
    dossier: Dossier
    question: Sealed[str] | None = None
    mandates: tuple[Mandate, ...] = ()


class RequestRejected(Fact):
    """The office cannot take the request on."""

    reason: RejectionReason


class RequestWithdrawn(Fact):
    """The main person stopped; no reason is needed, and everything that still hangs stops."""


class RequestClosed(Fact):
    """The route is done and registered."""

    outcome: Outcome
    lead_time_days: int = Field(ge=0, description="Days from request to closing.")


class SubmitReferral(Command):
    """Hand in one referral event as it came (structured CloudEvent); office staff, on behalf of a sender."""

    event: str = Field(description="The event as text; also when it is not JSON.", repr=False)
    headers: dict[str, str] = Field(default_factory=dict, description="Headers of the message it came in, if any.")
    system: str = Field("office", pattern=r"^[a-z][a-z0-9-]{1,30}$", description="Which system sent it.")
    channel: str = Field("file", pattern=r"^[a-z][a-z-]{1,30}$", description="How it came in.", examples=["file"])


class MandateNote(Message):
    """What the office heard of a body that may compel; names and conditions are sealed before they are kept."""

    kind: str = Field(pattern=r"^[a-zA-Z]{3,40}$", description="Which kind of body.", examples=["youthCourt"])
    conditions: tuple[Annotated[str, Field(min_length=3, max_length=500)], ...] = Field(
        (), max_length=50, repr=False, description="What the plan has to hold."
    )
    acceptor: Contact | None = Field(None, repr=False, description="Who accepts the plan, when it is known.")
    legal_deadline: date | None = Field(None, description="The last day the law allows.")


class TriageRequest(Command):
    """Settle type, context, urgency and whether children are involved, and note which body compels, if any."""

    case_id: Key
    conference_type: ConferenceType
    context: Context
    urgency: Urgency
    minors_involved: bool
    mandates: tuple[MandateNote, ...] = Field(
        (), max_length=20, description="Mandates found out since; each replaces the known one of its kind."
    )
    mandate_lifted: bool = Field(
        default=False, description="Say so to make a compelled request voluntary: its mandates end with it."
    )


class AskConsent(Command):
    """Note that the main person was asked."""

    case_id: Key


class GiveConsent(Command):
    """Record the yes of the main person, as said to the office or by themselves."""

    case_id: Key
    purpose: str = Field(
        "conference",
        pattern=r"^[a-z][a-z-]{2,39}$",
        description="What the yes is for, as a code.",
        examples=["conference"],
    )
    method: ConsentMethod


class RefuseConsent(Command):
    """Record the no of the main person."""

    case_id: Key
    method: ConsentMethod


class AcceptRequest(Command):
    """Take the request on; consent must be there, and in mandatory context the mandate."""

    case_id: Key


class RejectRequest(Command):
    """Do not take the request on, for a reason from the list."""

    case_id: Key
    reason: RejectionReason


class WithdrawRequest(Command):
    """Stop, at any moment; no reason is asked."""

    case_id: Key


class HoldInformationTalk(Command):
    """Note that the talk was held."""

    case_id: Key


class ListCases(Query):
    """Ask for the cases of an office, newest first."""

    office: Office
    limit: int = Field(100, ge=1, le=1000)


class CaseLine(Answer):
    """One case in a list: codes and dates only."""

    case_id: Key
    office: str
    stage: str
    conference_type: ConferenceType | None
    context: Context
    urgency: Urgency
    received_at: AwareDatetime
    possible: tuple[str, ...] = Field((), description="What can be done now, by command name.")


class CaseList(Answer):
    """The cases of an office."""

    cases: tuple[CaseLine, ...]


class ShowRequest(Query):
    """Ask for one request, names opened for those who may see them."""

    case_id: Key


class PersonLine(Answer):
    """A person as those who may see names see them; `name` reads `(erased)` once the key is destroyed."""

    person_id: Key
    name: str
    languages: tuple[str, ...] = ()


class RequestShown(Answer):
    """One request."""

    case: CaseLine
    policy: str
    requester: PersonLine
    main_persons: tuple[PersonLine, ...]
    question: str = ""
    conditions: tuple[str, ...] = ()
