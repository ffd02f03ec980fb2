"""The preparation beside the people: the question, the conditions, information, day, place and food; and readiness."""

from pydantic import AwareDatetime, Field

from kring_shared.contracts.conference.words import CancelledBecause, Mode, ReceivedBy, StillBecause
from kring_shared.contracts.envelope import Command, Fact, Key
from kring_shared.contracts.sealed import Sealed


class PreparationStarted(Fact):
    """The coordinator begins to prepare the conference."""

    coordinator_id: Key


class QuestionAgreed(Fact):
    """The main persons agreed with the requester on one open question (open vraag)."""

    question: Sealed[str]
    question_version: int = Field(ge=1)


class ConditionAdded(Fact):
    """Who may compel added a condition, in time for everybody to know it beforehand."""

    condition: Sealed[str]
    number: int = Field(ge=1, description="It is `condition-<number>`.")


class ConditionsShared(Fact):
    """Everyone who takes part so far knows the conditions beforehand."""

    recipients: int = Field(ge=1)


class ConditionsReceived(Fact):
    """One person knows the conditions."""

    person_id: Key
    received_by: ReceivedBy
    conditions: int = Field(ge=1, description="How many there were then.")


class InformationNeedRecorded(Fact):
    """The circle wants to know something before it makes a plan."""

    need_id: Key
    need: Sealed[str]


class InformationGiverBriefed(Fact):
    """A professional knows their role: inform, answer, and leave."""

    person_id: Key


class DatesProposed(Fact):
    """Days to choose from were laid before the participants."""

    options: tuple[AwareDatetime, ...]


class ConferenceScheduled(Fact):
    """The participants chose a day and a neutral place."""

    starts_at: AwareDatetime
    venue: Sealed[str]
    mode: Mode
    sequence: int = Field(0, ge=0, description="How often the day was planned, moved or called off (RFC 5545).")


class FoodArranged(Fact):
    """There is something to eat and to drink, for as long as it takes."""


class ConferenceReady(Fact):
    """Everything the meeting needs is there."""

    expected: int = Field(ge=1, description="How many people are expected.")


class ConferencePostponed(Fact):
    """The day is off, and another is chosen; the participants set the pace."""

    because: StillBecause


class ConferenceCancelled(Fact):
    """The conference will not be held, or what was planned after it stopped."""

    stage: str = Field(description="Where it stood.")
    because: CancelledBecause = CancelledBecause.WITHDRAWN


class AgreeQuestion(Command):
    """Write down the question the main persons and the requester agreed on."""

    case_id: Key
    question: str = Field(min_length=10, max_length=500, repr=False)
    agreed_by: tuple[Key, ...] = Field(
        (), description="Main persons who agree; all of them when absent. None can be left out."
    )
    requester_agrees: bool = Field(default=False, description="Whoever asked for the conference agrees as well.")


class AddCondition(Command):
    """Set one more condition; only before the day, since everybody must know it beforehand."""

    case_id: Key
    condition: str = Field(
        min_length=5, max_length=500, repr=False, description="What the plan must meet, in plain words; sealed."
    )


class ShareConditions(Command):
    """Note who knows the conditions now, each with a receipt."""

    case_id: Key
    people: tuple[Key, ...] = Field((), description="Who was told; everybody who was spoken with when absent.")
    received_by: ReceivedBy = ReceivedBy.READ_ALOUD


class RecordInformationNeed(Command):
    """Note what the circle wants to know."""

    case_id: Key
    need: str = Field(
        min_length=3, max_length=300, repr=False, description="What it wants to know, in its own words; sealed."
    )


class AssignInformationNeed(Command):
    """Say which professional answers what the circle wants to know."""

    case_id: Key
    need_id: Key
    giver_id: Key


class BriefProfessional(Command):
    """Note that a professional was told their role: inform, answer, and leave."""

    case_id: Key
    person_id: Key


class ProposeDates(Command):
    """Lay days before the participants; a new list replaces the one before, with its answers."""

    case_id: Key
    options: tuple[AwareDatetime, ...] = Field(min_length=1, max_length=12)


class AnswerDates(Command):
    """Say which of the proposed days somebody can; they may change their mind."""

    case_id: Key
    person_id: Key
    can: tuple[AwareDatetime, ...] = Field((), description="The days that suit them.")
    if_need_be: tuple[AwareDatetime, ...] = Field((), description="The days on which they could come with trouble.")


class ScheduleConference(Command):
    """Set the day and the place the participants chose."""

    case_id: Key
    starts_at: AwareDatetime
    venue: str = Field(min_length=3, max_length=200, repr=False)
    mode: Mode = Mode.IN_PERSON
    neutral: bool = Field(default=False, description="It is nobody's ground: no office of those who help or decide.")
    no_end_time: bool = Field(default=False, description="It is theirs for as long as they need.")


class ArrangeFood(Command):
    """Note that there is something to eat and to drink."""

    case_id: Key


class DeclareReady(Command):
    """Say that everything is there; refused with what is missing when it is not."""

    case_id: Key


class PostponeConference(Command):
    """Put the day off; the participants choose another."""

    case_id: Key
    because: StillBecause = StillBecause.CIRCLE_ASKS


class CancelConference(Command):
    """Stop the preparation for good, with a code that the yearly figures know."""

    case_id: Key
    because: CancelledBecause
