"""A request goes to another office (overdracht): offered by one, accepted by the other, under a one-time id.

Between offices travel only the handshake, in codes, and at the end the dossier, sealed for the office that takes it
over. The request's own id never leaves its office; the other office gives it an id of its own.
"""

from datetime import date
from typing import ClassVar

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Answer, Command, Fact, Key, Message, Office, Query, Reach
from kring_shared.contracts.field import AgeBand, Dossier, RequesterKind, Urgency
from kring_shared.contracts.intake.words import (
    ConsentMethod,
    NotAskedBecause,
    TransferReason,
    TransferRefusal,
)
from kring_shared.contracts.sealed import Contact, Sealed, SealingKey


class TransferOffered(Fact):
    """An office offers a request to another; `case_id` is a one-time id."""

    reach: ClassVar[Reach] = Reach.BACKBONE
    to_office: Office
    reason: TransferReason
    urgency: Urgency


class TransferAccepted(Fact):
    """The other office takes it over; `case_id` is the one-time id."""

    reach: ClassVar[Reach] = Reach.BACKBONE
    to_office: Office = Field(description="The office that offered.")
    sealing_key: SealingKey = Field(
        "",
        description="Public key (X25519, base64) the dossier is sealed to, made for this transfer; its other half "
        "stays in the vault of the office that takes over. Empty: an older Kring, which shares its vault.",
        examples=["3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08="],
    )


class TransferRefused(Fact):
    """The other office does not take it over; `case_id` is the one-time id."""

    reach: ClassVar[Reach] = Reach.BACKBONE
    to_office: Office = Field(description="The office that offered.")
    reason: TransferRefusal


class TransferRecalled(Fact):
    """The office that offered takes the offer back; `case_id` is the one-time id."""

    reach: ClassVar[Reach] = Reach.BACKBONE
    to_office: Office


class HandedPerson(Message):
    """A main person as one office hands them to another."""

    contact: Contact | None = Field(None, description="Absent when this person was erased.")
    languages: tuple[str, ...] = ()
    minor: bool | None = Field(None, description="Under 18; absent when not known.")
    age_band: AgeBand | None = None
    birth_year: int | None = None
    postal_code: str = ""
    municipality: str = ""
    side: str = Field("", description="In a restorative conference, the side they stand on.")
    discerning: bool | None = Field(None, description="Whether a minor can judge it themselves; absent: not looked at.")
    holders: tuple[Contact | None, ...] = Field((), description="Who holds authority; absent for who was erased.")
    all_holders_known: bool = Field(default=False, description="There are no others.")
    asked: bool | None = Field(None, description="Whether a child was asked for their own view; absent: not noted.")
    not_asked_because: NotAskedBecause | None = Field(None, description="Why not, when they were not.")


class HandedMandate(Message):
    """A mandate as one office hands it to another."""

    kind: str = Field(description="Which kind of body.", examples=["youthCourt"])
    applies_to: tuple[int, ...] = Field((), description="Places in `main_persons`; empty is all.")
    conditions: tuple[str, ...] = Field((), description="What the plan has to hold.")
    acceptor: Contact | None = Field(None, description="Who accepts the plan, when it is known.")
    legal_deadline: date | None = Field(None, description="The last day the law allows.")
    legal_term: str = Field("", description="The term that gave it, by code.", examples=["nl-wmo-plan"])


class HandedConsent(Message):
    """A yes as one office hands it to another: whose, what for, how and when."""

    purpose: str = Field(description="What the yes is for.", examples=["conference"])
    place: int = Field(description="The giver's place in `main_persons`, or of the child whose holder gave it.")
    holder: int | None = Field(None, description="The holder's place at that child; absent for the person themself.")
    method: ConsentMethod
    given_at: AwareDatetime


class HandedDossier(Message):
    """Everything the other office needs, in one sealed box."""

    received_at: AwareDatetime
    requester_kind: RequesterKind
    requester: Contact | None = Field(None, description="Absent when who asked was erased.")
    requester_languages: tuple[str, ...] = ()
    requester_place: int | None = Field(None, description="Their place in `main_persons`, when they are one.")
    main_persons: tuple[HandedPerson, ...]
    same: tuple[tuple[str, ...], ...] = Field(
        (),
        description="People with several parts, each as the places where they stand: they stay one person.",
        examples=[[["mainPersons/0", "mainPersons/1/holders/0", "requester"]]],
    )
    dossier: Dossier
    question: str = ""
    mandates: tuple[HandedMandate, ...] = ()
    consents: tuple[HandedConsent, ...] = ()
    neutral_sender: bool = False
    coordinator_id: Key | None = Field(None, description="Who coordinated so far; the people may wish that they stay.")


class TransferHandedOver(Fact):
    """The dossier goes to the office that accepted, sealed under a one-time key of that office."""

    reach: ClassVar[Reach] = Reach.BACKBONE
    to_office: Office
    dossier: Sealed[HandedDossier]


class RequestTransferOffered(Fact):
    """This request was offered to another office; until it answers, intake takes no other step."""

    to_office: Office
    reason: TransferReason


class RequestTransferEnded(Fact):
    """The offer is over: refused by the other office, or taken back; the request goes on here."""

    refused: bool = Field(description="False when this office took it back.")


class RequestTransferred(Fact):
    """The request goes on at another office; here it ends, and what was personal is erased."""

    to_office: Office


class OfferTransfer(Command):
    """Offer a request to another office; after a yes to a conference, that yes has to hold for this too."""

    case_id: Key
    to_office: Office
    reason: TransferReason


class RecallTransfer(Command):
    """Take the offer back before the other office has it."""

    case_id: Key


class AcceptTransfer(Command):
    """Take over a request that another office offers."""

    transfer_id: Key

    def key(self) -> str:
        """Give the one-time id."""
        return self.transfer_id


class RefuseTransfer(Command):
    """Do not take over a request that another office offers."""

    transfer_id: Key
    reason: TransferRefusal

    def key(self) -> str:
        """Give the one-time id."""
        return self.transfer_id


class ListTransfers(Query):
    """Ask which requests other offices offer to this one, and what became of those taken over."""

    office: Office
    limit: int = Field(100, ge=1, le=1000)


class TransferLine(Answer):
    """One request that another office offers."""

    transfer_id: Key = Field(description="The one-time id it is answered by.")
    from_office: Office
    reason: TransferReason
    urgency: Urgency
    stage: str
    offered_at: AwareDatetime
    case_id: Key | None = Field(None, description="The request it became here.")
    possible: tuple[str, ...] = ()


class TransferList(Answer):
    """Offers of other offices, newest first."""

    transfers: tuple[TransferLine, ...]
