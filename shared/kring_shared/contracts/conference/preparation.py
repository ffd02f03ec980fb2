"""The preparation: the question, the circle, the invitations, day and place."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Command, Fact, Key
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
