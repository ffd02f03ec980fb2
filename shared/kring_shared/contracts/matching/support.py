"""What keeps coordinators going: meetings, study days, workshops, trainings, coaching, and a helpdesk with a clock.

`case_id` of a fact is the id of what it is about: a gathering, a coordinator, or a question to the helpdesk.
"""

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Command, Deadline, Fact, Key, Named
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching.words import CoachingKind, GatheringKind, Topic


class GatheringPlanned(Fact):
    """A meeting, study day, workshop or training was planned, or planned anew."""

    kind_of: GatheringKind
    days: tuple[AwareDatetime, ...] = Field(min_length=1, description="When each day of it begins.")
    public: bool = Field(description="It stands in the public agenda.")


class PersonSignedUp(Fact):
    """Somebody signed up for a gathering."""

    person_id: Key


class PersonSignedOff(Fact):
    """Somebody does not come after all."""

    person_id: Key


class AttendanceRecorded(Fact):
    """Who was there on a day of a gathering was noted."""

    day: int = Field(ge=1, description="Which day of it.")
    present: int = Field(ge=0, description="How many.")


class GatheringCancelled(Fact):
    """A gathering does not take place."""


class CoachingHeld(Fact):
    """A coordinator was supported."""

    how: CoachingKind
    topic: Topic
    minutes: int = Field(ge=0, description="How long it took.")
    supported_case: Key | None = Field(None, description="The case it was about, for supervision.")


class HelpdeskCaseOpened(Fact):
    """A coordinator asked the helpdesk something."""

    topic: Topic
    answer_by: AwareDatetime


class HelpdeskCaseTaken(Fact):
    """Somebody will answer it."""

    owner: str = Field(description="Opaque id.")


class HelpdeskCaseOverdue(Fact):
    """A question was not answered in time."""

    topic: Topic
    owner: str = Field("", description="Opaque id; empty when nobody took it.")


class HelpdeskCaseClosed(Fact):
    """A question was answered."""

    topic: Topic
    in_time: bool


class AboutGathering(Named):
    """What every command about one gathering has in common; never given by itself."""

    gathering_id: Key

    def key(self) -> str:
        """Give the gathering's id."""
        return self.gathering_id


class PlanGathering(Command):
    """Plan a gathering, or plan one anew; those who signed up stay signed up."""

    gathering_id: Key | None = Field(
        None, description="Absent makes a new one; the receipt's answer has `gatheringId`."
    )
    kind_of: GatheringKind
    title: str = Field(min_length=3, max_length=120, examples=["Regiobijeenkomst najaar"])
    days: tuple[AwareDatetime, ...] = Field(min_length=1, max_length=10, description="When each day of it begins.")
    place: str = Field("", max_length=120, description="Where; empty when it is online.")
    agenda: tuple[str, ...] = Field((), max_length=20, description="What is on it, a line each.")
    room_for: int = Field(20, ge=1, le=500, description="How many can come.")
    scope: ConferenceType | None = Field(None, description="Workshop: the type of conference it prepares for.")
    public: bool = Field(default=True, description="It may stand in the public agenda.")

    def key(self) -> str:
        """Give the gathering's id, where it is known already."""
        return self.gathering_id or ""


class SignUp(AboutGathering, Command):
    """Sign somebody up; coordinators and candidates sign up themselves only."""

    person_id: Key

    def key(self) -> str:
        """Give the person: it is theirs to say."""
        return self.person_id

    def keys(self) -> tuple[str, ...]:
        """Give the person, then the gathering."""
        return (self.person_id, self.gathering_id)


class SignOff(AboutGathering, Command):
    """Take somebody off the list."""

    person_id: Key

    def key(self) -> str:
        """Give the person: it is theirs to say."""
        return self.person_id

    def keys(self) -> tuple[str, ...]:
        """Give the person, then the gathering."""
        return (self.person_id, self.gathering_id)


class RecordAttendance(AboutGathering, Command):
    """Note who was there on one day; said again, it replaces what was noted for that day."""

    day: int = Field(1, ge=1, le=10, description="Which day of it.")
    present: tuple[Key, ...] = Field((), max_length=500, description="Everybody who was there, and nobody else.")

    def keys(self) -> tuple[str, ...]:
        """Give the gathering, then everybody who was there."""
        return (self.gathering_id, *self.present)


class CancelGathering(AboutGathering, Command):
    """Cancel a gathering."""


class RecordCoaching(Command):
    """Note that a coordinator was supported: how, about what and how long; never what was said."""

    coordinator_id: Key
    how: CoachingKind
    topic: Topic
    minutes: int = Field(ge=1, le=1440, description="How long it took.")
    supported_case: Key | None = Field(None, description="The case it was about; one they have or had.")

    def key(self) -> str:
        """Give the coordinator's id."""
        return self.coordinator_id


class AskHelpdesk(Command):
    """Ask the helpdesk something; the question is sealed under the coordinator's own key."""

    coordinator_id: Key
    topic: Topic
    question: str = Field(min_length=3, max_length=4000)

    def key(self) -> str:
        """Give the coordinator's id."""
        return self.coordinator_id


class AboutHelpdesk(Named):
    """What every command about one question has in common; never given by itself."""

    helpdesk_id: Key

    def key(self) -> str:
        """Give the question's id."""
        return self.helpdesk_id


class TakeHelpdeskCase(AboutHelpdesk, Command):
    """Take a question on; whoever says so owns it."""


class AnswerHelpdeskCase(AboutHelpdesk, Command):
    """Answer a question; the answer is sealed as the question is."""

    answer: str = Field(min_length=1, max_length=8000, description="What the coordinator reads.")


class HelpdeskAnswerDue(Deadline):
    """The moment a question should have been answered; `case_id` is its id."""
