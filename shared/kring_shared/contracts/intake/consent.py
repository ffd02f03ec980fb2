"""Consent (toestemming): who says yes to what, who may say it, and what the child said."""

from datetime import date
from typing import Final

from pydantic import Field

from kring_shared.contracts.envelope import Command, Deadline, Fact, Key
from kring_shared.contracts.field import AgeBand
from kring_shared.contracts.intake.words import ConsentMethod, Giver, NotAskedBecause
from kring_shared.contracts.sealed import Contact

PURPOSE: Final = r"^[a-z][a-z-]{2,39}$"


class AuthorityRecorded(Fact):
    """The office knows who decides for a main person: themselves, or the holders of authority (gezag)."""

    person_id: Key
    age_band: AgeBand | None = None
    holders: int = Field(0, ge=0, description="How many holders of authority are known.")
    all_known: bool = Field(default=False, description="There are no others.")


class ChildVoiceRecorded(Fact):
    """Whether a child was asked for their own view; what they said is theirs and not kept."""

    person_id: Key
    asked: bool
    because: NotAskedBecause | None = Field(None, description="Why not, when they were not asked.")


class ConsentRequested(Fact):
    """The main person was asked whether they want a conference (toestemming gevraagd)."""


class ConsentRecorded(Fact):
    """One person said yes to one thing."""

    purpose: str = Field(description="What the yes is for.", examples=["conference"])
    giver_id: Key
    giver: Giver
    method: ConsentMethod


class ConsentWithheld(Fact):
    """One of several people said no; nobody asks why, and nobody overrules it."""

    purpose: str = Field(description="What the no is about.", examples=["conference"])
    giver_id: Key
    giver: Giver
    method: ConsentMethod


class ConsentWithdrawn(Fact):
    """One person took back a yes; no reason is asked."""

    purpose: str = Field(description="What it was for.", examples=["conference"])
    giver_id: Key
    giver: Giver
    method: ConsentMethod


class ConsentGiven(Fact):
    """Everybody who has to say yes has said it; only they can (toestemming). The gate is open."""

    purpose: str = Field(description="What the yes is for.", examples=["conference"])
    method: ConsentMethod


class ConsentRefused(Fact):
    """The main person said no; that ends it, and needs no reason."""

    method: ConsentMethod


class SettleAuthority(Command):
    """Note who decides for a main person: how old they are, and for a child who holds authority (gezagsdragers)."""

    case_id: Key
    person_id: Key
    age_band: AgeBand | None = Field(None, description="Absent leaves what is known.")
    discerning: bool | None = Field(
        None, description="Whether a minor can judge it themselves (onderscheidingsvermogen); where the policy asks."
    )
    holders: tuple[Contact, ...] = Field((), max_length=6, repr=False, description="Holders not known yet.")
    known_holders: tuple[Key, ...] = Field(
        (), max_length=6, description="People of this case who hold authority too, such as a parent of two children."
    )
    no_holders: tuple[Key, ...] = Field(
        (), max_length=6, description="Noted holders who hold no authority after all, or not any more."
    )
    all_known: bool = Field(default=False, description="Say so when there are no other holders.")


class RecordVoice(Command):
    """Note whether a child was asked for their own view."""

    case_id: Key
    person_id: Key
    asked: bool
    because: NotAskedBecause | None = Field(None, description="Required when they were not asked.")
    asked_on: date | None = None


class AskConsent(Command):
    """Note that the main person was asked."""

    case_id: Key


class GiveConsent(Command):
    """Record the yes of a main person, or of a holder of authority, as said to the office or by themselves."""

    case_id: Key
    purpose: str = Field(
        "conference", pattern=PURPOSE, description="What the yes is for, as a code.", examples=["conference"]
    )
    method: ConsentMethod
    giver_id: Key | None = Field(None, description="Who said it; may be absent when only one person can.")
    said_on: date | None = Field(None, description="The day it was said, when that was not today.")


class RefuseConsent(Command):
    """Record the no of a main person, or of a holder of authority."""

    case_id: Key
    method: ConsentMethod
    giver_id: Key | None = Field(None, description="Who said it; may be absent when only one person can.")
    said_on: date | None = Field(None, description="The day it was said, when that was not today.")


class WithdrawConsent(Command):
    """Take back a yes; no reason is asked."""

    case_id: Key
    purpose: str = Field(
        "conference", pattern=PURPOSE, description="What the yes was for, as a code.", examples=["conference"]
    )
    method: ConsentMethod
    giver_id: Key | None = Field(None, description="Whose; may be absent when only one person gave it.")
    said_on: date | None = Field(None, description="The day it was said, when that was not today.")


class GoOnWith(Command):
    """Go on for these main persons only, after the others stopped; everybody who decides for them has said yes."""

    case_id: Key
    person_ids: tuple[Key, ...] = Field(min_length=1, max_length=20, description="The main persons it goes on for.")


class ConsentOverdue(Deadline):
    """The weeks of the policy in which people can say yes are over."""
