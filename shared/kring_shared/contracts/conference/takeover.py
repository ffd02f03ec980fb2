"""A case an office was already running before it worked with Kring, taken over as it stood."""

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime, Field

from kring_shared.contracts.conference.plan import PlanText
from kring_shared.contracts.conference.words import Answered, Side
from kring_shared.contracts.envelope import Command, Key, Message
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Contact


class StoodAt(StrEnum):
    """How far a case was when it was taken over."""

    PREPARING = "preparing"
    PLANNED = "planned"
    HELD = "held"
    DISTRIBUTED = "distributed"


class TakenPerson(Message):
    """Somebody who takes part already."""

    contact: Contact
    part: Part
    minor: bool | None = None
    informed: bool = Field(default=False, description="The coordinator spoke with them about everything.")
    answer: Answered | None = Field(None, description="What they said; it means that they were invited.")
    side: Side | None = Field(None, description="Restorative conferences only.")


class TakeOverConference(Command):
    """Take a running conference over from an office's own records; the facts of it are marked as imported."""

    case_id: Key
    stood_at: StoodAt
    question: str = Field("", max_length=500, repr=False)
    people: tuple[TakenPerson, ...] = ()
    starts_at: AwareDatetime | None = None
    venue: str = Field("", max_length=200, repr=False)
    held_on: date | None = None
    present_count: int | None = Field(None, ge=1, le=500)
    plan: PlanText | None = Field(None, repr=False, description="Absent: it is on paper, and stays there.")
    distributed_on: date | None = None
    main_persons_informed: bool = Field(
        default=False, description="The coordinator spoke with each main person about everything."
    )
    conditions_shared_on: date | None = Field(None, description="The day on which everybody knew all conditions.")
    agreed_on: date | None = Field(None, description="The day everyone present agreed on the plan; else none counts.")
    without_plan: bool = Field(default=False, description="It was held, and no plan came of it.")
    accepted_on: date | None = Field(None, description="The day the plan was accepted, where that has to be.")
