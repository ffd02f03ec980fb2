"""The circle and the professionals beside it: who is suggested, spoken with, invited, and how each takes part."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from kring_shared.contracts.conference.words import Answered, ContactKind, Covered, Side, SupportWish
from kring_shared.contracts.envelope import Command, Fact, Key
from kring_shared.contracts.field import Part, PersonCard
from kring_shared.contracts.sealed import Contact

Language = str
"""A BCP 47 tag."""


class ParticipantSuggested(Fact):
    """Somebody may be asked to take part: the circle grows (de kring vergroten)."""

    participant: PersonCard
    part: Part
    suggested_by: Key | None = Field(None, description="Who thought of them; absent when it was the coordinator.")


class ParticipantContacted(Fact):
    """The coordinator spoke with a person; what was said is not kept."""

    person_id: Key
    how: ContactKind
    held_on: date
    minutes: int = Field(ge=0, description="Minutes, travelling included.")
    distance_km: int = Field(ge=0, description="Kilometres travelled.")


class ParticipantInformed(Fact):
    """The person heard in person of aim, way of working, possibilities and everyone's responsibilities."""

    person_id: Key
    how: ContactKind


class ParticipantInvited(Fact):
    """The person was invited, after they had been spoken with."""

    person_id: Key
    part: Part


class GroupInvited(Fact):
    """A whole street or group was invited openly (buurt, groep); how many, not who."""

    invited: int = Field(ge=1, description="How many people the invitation reached.")


class ParticipantAnswered(Fact):
    """The person answered the invitation."""

    person_id: Key
    answer: Answered


class CalendarAsked(Fact):
    """Somebody wants the day for their own calendar, or does not want it any more."""

    person_id: Key
    wanted: bool


class ParticipantPrepared(Fact):
    """The person has what they need for the day: they were told, asked and, when a professional, briefed."""

    person_id: Key


class ParticipantAttended(Fact):
    """The person was there, in the room or from afar."""

    person_id: Key


class ParticipantSteppedOut(Fact):
    """The person takes no further part; nobody asks why."""

    day_only: ClassVar[bool] = True  # somebody may step out of private time, and no hour of that is told

    person_id: Key


class ParticipantNotInvited(Fact):
    """The person is not invited, for safety; whose decision it was and why is not told."""

    person_id: Key


class SupportPersonChosen(Fact):
    """Somebody chose who stands beside them (steunpersoon)."""

    person_id: Key
    support_person_id: Key


class SupportPersonEnded(Fact):
    """Whoever stood beside somebody does so no more; they choose again."""

    day_only: ClassVar[bool] = True  # somebody may step out of private time, and no hour of that is told

    person_id: Key
    support_person_id: Key


class InterpreterNeeded(Fact):
    """Somebody needs an interpreter; the language, not the person."""

    language: Language


class InterpreterBooked(Fact):
    """An interpreter comes, or listens in from afar."""

    language: Language
    remote: bool


class InterpreterCancelled(Fact):
    """An interpreter fell out; another is sought, from afar if need be."""

    day_only: ClassVar[bool] = True  # somebody may step out of private time, and no hour of that is told

    language: Language


class SuggestParticipant(Command):
    """Add somebody to the circle, a professional who informs, or an interpreter."""

    case_id: Key
    contact: Contact
    part: Part
    languages: tuple[Language, ...] = ()
    minor: bool | None = None
    relation: str = Field("", max_length=80, repr=False, description="What they are to the main person; sealed.")
    side: Side | None = Field(None, description="Restorative conferences only.")
    suggested_by: Key | None = Field(None, description="Whose idea it was; the main person's own when they ask it.")


class PlaceOnSide(Command):
    """Say to which of the two circles of a restorative conference somebody belongs."""

    case_id: Key
    person_id: Key
    side: Side


class RecordContact(Command):
    """Note that the coordinator spoke with somebody in person: kind, day, minutes and kilometres, no notes."""

    case_id: Key
    person_id: Key
    how: ContactKind
    covered: tuple[Covered, ...] = Field((), description="What it was about.", examples=[["aim", "working-method"]])
    held_on: date | None = Field(None, description="The day; today when absent.")
    minutes: int = Field(0, ge=0, le=1440, description="Minutes, travelling included.")
    distance_km: int = Field(0, ge=0, le=1000, description="Kilometres travelled.")


class RecordSafety(Command):
    """Note whether somebody says they can come safely, and what makes it so; known to the coordinator only."""

    case_id: Key
    person_id: Key
    feels_safe: bool
    measures: str = Field("", max_length=500, repr=False, description="What makes it safe for them; sealed.")


class KeepApart(Command):
    """Say that two people are never in one room, nor in one call; planning respects it, and nobody else sees it."""

    case_id: Key
    person_id: Key
    other_id: Key


class NoLongerApart(Command):
    """Take back that two people are kept apart, when both said so."""

    case_id: Key
    person_id: Key
    other_id: Key


class LeaveOut(Command):
    """Do not invite somebody, for safety or a court's ban; they may be heard by letter, or through somebody."""

    case_id: Key
    person_id: Key
    hear_by: Answered | None = Field(
        None, description="How they are heard instead: `by-letter` or `is-represented`; absent when not at all."
    )


class RecordNeeds(Command):
    """Note what somebody needs to feel at ease, whether they want a support person, and an interpreter."""

    case_id: Key
    person_id: Key
    comfort: str | None = Field(
        None, max_length=500, repr=False, description="In their own words, sealed; empty when they need nothing."
    )
    support: SupportWish | None = None
    interpreter: Language | None = Field(
        None,
        pattern=r"^$|^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        description="The language they need an interpreter for; empty when they need none any more.",
        examples=["ar"],
    )
    calendar: bool | None = Field(None, description="Whether they want the day as a calendar file.")


class ChooseSupportPerson(Command):
    """Choose who stands beside somebody; the person chooses, children too."""

    case_id: Key
    person_id: Key
    support_person_id: Key


class EndSupport(Command):
    """Note that a support person stands beside somebody no more, as when they turn out to be a party themselves."""

    case_id: Key
    person_id: Key


class BookInterpreter(Command):
    """Say which interpreter speaks for somebody; never a child."""

    case_id: Key
    person_id: Key
    interpreter_id: Key
    remote: bool = False


class CancelInterpreter(Command):
    """Note that an interpreter cannot come."""

    case_id: Key
    interpreter_id: Key


class InviteParticipant(Command):
    """Invite somebody who was spoken with."""

    case_id: Key
    person_id: Key


class InviteGroup(Command):
    """Invite a whole street or group openly; community conferences only."""

    case_id: Key
    invited: int = Field(ge=2, le=2000, description="How many people the invitation reached.")


class AnswerInvitation(Command):
    """Record what somebody said to the invitation."""

    case_id: Key
    person_id: Key
    answer: Answered
    represented_by: Key | None = Field(None, description="Who speaks for them, when they are represented.")
    may_be_shown: bool = Field(
        default=False, description="Restorative: the other side may know that, and how, they take part."
    )


class StepOut(Command):
    """Take no further part, at any moment and without a reason."""

    day_only: ClassVar[bool] = True  # somebody may step out of private time, and no hour of that is told

    case_id: Key
    person_id: Key
