"""A request from its coming in to its closing, and the talk without obligation beside it."""

from datetime import date
from typing import Annotated

from pydantic import Field

from kring_shared.contracts.envelope import Command, Fact, Key, Message
from kring_shared.contracts.field import ConferenceType, Context, Dossier, Mandate, PersonCard, RequesterKind, Urgency
from kring_shared.contracts.intake.words import Channel, Outcome, PauseReason, RejectionReason, StopReason
from kring_shared.contracts.referral import Referral
from kring_shared.contracts.sealed import Contact, Sealed


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
    previous_case_id: Key | None = Field(None, description="The earlier route of the same people, when there was one.")
    partner_id: Key | None = Field(None, description="The partner organisation that referred, when it is known.")
    received_on: date | None = Field(None, description="The day, when that was before Kring; else the fact's own.")
    referring_system: str = Field("", description="The system that referred over the bus.", examples=["wijkteam-noord"])
    reference: str = Field("", description="What that system calls it; nothing personal.", examples=["WN-2026-0041"])


class InformationTalkRequested(Fact):
    """Somebody asked for a talk without obligation (vrijblijvend informatief gesprek); it is no request."""

    requester_kind: RequesterKind
    requester: PersonCard
    channel: str = Field("bus", description="How it came in.", examples=["bus"])


class InformationTalkHeld(Fact):
    """The talk was held; it binds to nothing."""


class InformationTalkCancelled(Fact):
    """The talk is not wanted any more; there was no request that could be withdrawn."""


class InformationTalkLapsed(Fact):
    """Nothing came of the talk for so long that the names in it were erased."""


class RequestTriaged(Fact):
    """The regional manager settled type, context and urgency."""

    conference_type: ConferenceType
    context: Context
    urgency: Urgency
    minors_involved: bool
    languages: tuple[str, ...] = Field((), description="Languages of the main persons, BCP 47.", examples=[["nl"]])


class RequestAccepted(Fact):
    """The request is taken on; a coordinator can be sought. Carries what the next steps need, names sealed."""

    requester: PersonCard
    main_persons: tuple[PersonCard, ...]
    dossier: Dossier
    question: Sealed[str] | None = None
    mandates: tuple[Mandate, ...] = ()
    previous_case_id: Key | None = Field(None, description="The earlier route of the same people, when there was one.")
    previous_coordinator_id: Key | None = Field(
        None, description="Who coordinated before a transfer, when the people would like them to stay."
    )


class RequestRejected(Fact):
    """The office cannot take the request on."""

    reason: RejectionReason


class RequestWithdrawn(Fact):
    """The main person stopped; no reason is needed, and everything that still hangs stops."""

    reason: StopReason | None = Field(None, description="Only when they told it by themselves.")


class RequestLapsed(Fact):
    """Nobody said yes within the weeks of the policy: what was known is erased, only the count stays."""


class RequestPaused(Fact):
    """Everything waits: nothing is sent to anybody and no step is taken until the regional manager resumes it."""

    because: PauseReason
    person_id: Key | None = Field(None, description="Who died, when that is why.")


class RequestResumed(Fact):
    """It goes on, with these main persons."""

    main_persons: tuple[Key, ...] = Field(description="Ids of the main persons it goes on with.")
    noted_by_mistake: bool = Field(default=False, description="Nobody died after all.")


class RequestClosed(Fact):
    """The route is done and registered."""

    outcome: Outcome
    lead_time_days: int = Field(ge=0, description="Days from request to closing.")


class TakeRequest(Command):
    """Note a request that reached the office by telephone, letter or at the desk; nobody has to fill in a form.

    With `talk_id` the talk without obligation becomes this request: the person asked for it.
    """

    referral: Referral = Field(repr=False, description="What was said; `reference` is the office's own note.")
    channel: Channel = "phone"
    talk_id: Key | None = Field(None, description="The talk it came from, if any.")
    previous_case_id: Key | None = Field(None, description="The earlier route of the same people, if any.")

    def key(self) -> str:
        """Give the id of the talk it came from; a new request has none yet."""
        return self.talk_id or ""


class MandateNote(Message):
    """What the office heard of a body that may compel; names and conditions are sealed before they are kept."""

    kind: str = Field(pattern=r"^[a-zA-Z]{3,40}$", description="Which kind of body.", examples=["youthCourt"])
    for_persons: tuple[Key, ...] = Field((), max_length=20, description="Main persons it is about; empty is all.")
    conditions: tuple[Annotated[str, Field(min_length=3, max_length=500)], ...] = Field(
        (), max_length=50, repr=False, description="What the plan has to hold."
    )
    acceptor: Contact | None = Field(None, repr=False, description="Who accepts the plan, when it is known.")
    legal_deadline: date | None = Field(None, description="The last day the law allows, when it is known.")
    legal_term: str | None = Field(None, description="Or the term that gives it, by code.", examples=["nl-wmo-plan"])
    started_on: date | None = Field(None, description="The day from which that term counts.")


class TriageRequest(Command):
    """Settle type, context, urgency and whether children are involved, and note which body compels, if any."""

    case_id: Key
    conference_type: ConferenceType
    context: Context
    urgency: Urgency
    minors_involved: bool
    mandates: tuple[MandateNote, ...] = Field(
        (), max_length=20, description="Mandates found out since; each replaces the known one of its kind and people."
    )
    mandate_lifted: bool = Field(
        default=False, description="Say so to make a compelled request voluntary: its mandates end with it."
    )
    languages: tuple[str, ...] = Field((), max_length=20, description="Languages found out; empty leaves them.")
    municipality: str = Field("", max_length=60, description="Where they live, found out; empty leaves it.")
    previous_case_id: Key | None = Field(None, description="The earlier route of the same people, if any.")


class AcceptRequest(Command):
    """Take the request on; consent must be there, in mandatory context the mandate, and where needed who pays."""

    case_id: Key


class RejectRequest(Command):
    """Do not take the request on, for a reason from the list."""

    case_id: Key
    reason: RejectionReason


class WithdrawRequest(Command):
    """Stop, at any moment; no reason is asked."""

    case_id: Key
    reason: StopReason | None = Field(None, description="Only when they told it by themselves; for the figures.")


class ResumeRequest(Command):
    """Go on after a pause, once those concerned were spoken with."""

    case_id: Key
    noted_by_mistake: bool = Field(default=False, description="Nobody died after all: what was noted is taken back.")


class RecordDeath(Command):
    """Note that somebody died: every message stops at once, until the regional manager resumes."""

    case_id: Key
    person_id: Key


class HoldInformationTalk(Command):
    """Note that the talk was held."""

    case_id: Key
