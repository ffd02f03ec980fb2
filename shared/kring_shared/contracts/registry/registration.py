"""The last step, the digital registration (digitale registratie): it fills itself, and once locked it stands."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from kring_shared.contracts.envelope import Answer, Command, Deadline, Fact, Key, Query
from kring_shared.contracts.field import ConferenceType, Context
from kring_shared.contracts.intake import Outcome
from kring_shared.contracts.registry.words import Expense

Topic = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,39}$", examples=["upbringing"])]
"""What a conference was about, as a code of the office's list; never a sentence."""


class RegistrationOpened(Fact):
    """A registration opened by itself, when a request was received."""


class RegistrationCompleted(Fact):
    """The coordinator filled in what only they know."""

    minutes_worked: int = Field(ge=0, description="Minutes.")
    distance_km: int = Field(ge=0, description="Kilometres travelled.")
    days_worked: int = Field(0, ge=0, description="On how many days; 0 where nobody said.")
    topics: int = Field(0, ge=0, description="How many topics; which ones stays in the registration.")
    interpreter_came: bool | None = Field(None, description="An interpreter was there; empty: as it was booked.")


class RegistrationReturned(Fact):
    """The regional manager gave it back to the coordinator."""

    code: str = Field(examples=["hours-missing"])


class RegistrationValidated(Fact):
    """The regional manager checked it."""


class RegistrationLocked(Fact):
    """The registration cannot change any more; `digest` and its place in the office's chain prove it."""

    outcome: Outcome
    digest: str = Field(
        pattern=r"^[0-9a-f]{64}$",
        description="SHA-256 over a salt and the registration's fields; without the salt it says nothing.",
        examples=["9f86d081" * 8],
    )
    number: int = Field(0, ge=0, description="Its place in the office's chain; 0 before there was one.")


class RegistrationReported(Fact):
    """It counts in a year's figures that were published."""

    year: int = Field(ge=1990, le=2200, description="The year of those figures.")


class RegistrationDeIdentified(Fact):
    """Its term is over: the case, the salt and the coordinator are gone; what is left is counted, and no more."""

    day_only: ClassVar[bool] = True


class YearReported(Fact):
    """An office's figures of a year were published, and do not move any more; `case_id` is the report's own id."""

    year: int = Field(ge=1990, le=2200, description="Which year of receiving.")
    requests: int = Field(ge=0, description="How many requests it counts.")
    head: str = Field(
        "",
        pattern=r"^([0-9a-f]{64})?$",
        description="The last link of the office's chain on that day; empty before it was told.",
        examples=["9f86d081" * 8],
    )


class DeIdentificationDue(Deadline):
    """The term of a locked registration is over."""

    is_term: ClassVar[bool] = True


class CompleteRegistration(Command):
    """Fill in hours, kilometres and topics."""

    case_id: Key
    minutes_worked: int = Field(ge=0, le=60_000, description="Minutes.")
    distance_km: int = Field(ge=0, le=10_000, description="Kilometres.")
    topics: tuple[Topic, ...] = Field(
        (), max_length=20, description="Codes of what it was about.", examples=[["upbringing"]]
    )
    days_worked: int = Field(0, ge=0, le=366, description="On how many days; 0 when left open.")
    expenses: tuple[Expense, ...] = Field((), max_length=40, description="What was paid out of pocket.")
    interpreter_came: bool | None = Field(None, description="An interpreter was there; empty: as it was booked.")


class ReturnRegistration(Command):
    """Give it back to the coordinator, with a code that says what is missing."""

    case_id: Key
    code: str = Field(pattern=r"^[a-z-]{3,40}$", examples=["hours-missing"])


class ValidateRegistration(Command):
    """Say that it is right."""

    case_id: Key


class LockRegistration(Command):
    """Lock it for good; the follow-up of the policy must be over."""

    case_id: Key


class ReportYear(Command):
    """Publish an office's figures of a year: they stand from then on, and the registrations in them are reported."""

    year: int = Field(ge=1990, le=2200, description="Which year of receiving.")


class ListRegistrations(Query):
    """Ask which registrations of a year are not locked yet: the year cannot be published before they are."""

    year: int = Field(ge=1990, le=2200, description="Which year of receiving.")
    after: str = Field("", description="Go on after this case.")
    limit: int = Field(200, ge=1, le=1000)
    since_year: int | None = Field(None, ge=1990, le=2200, description="From this year on; absent: `year` alone.")
    stage: str = Field("", max_length=20, description="Only those that stand here.", examples=["completed"])


class RegistrationLine(Answer):
    """One registration that is not locked."""

    case_id: Key
    stage: str
    received_on: date = Field(description="The day of receiving.")
    coordinator_id: Key | None = Field(description="Who completes it; nobody before a coordinator started.")
    follow_up_ended: bool = Field(description="Whether the last call was made, so that it can be locked.")


class RegistrationList(Answer):
    """Registrations that are not locked, the longest open first."""

    registrations: tuple[RegistrationLine, ...] = Field(description="In the order of their cases.")
    next_after: str = Field("", description="Ask on after this one; empty at the end.")


class VerifyChain(Query):
    """Ask whether every locked registration of the office is what it was when it was locked."""


class ChainFault(Answer):
    """One place where the chain does not hold."""

    number: int = Field(description="The place in the chain, counted from 1; 0 when it is no single place.")
    code: str = Field(description="What is wrong, as a code.", examples=["registration-changed"])
    message: str = Field(description="The same in a sentence, with what to do.")


class ChainVerified(Answer):
    """What looking through the whole chain found."""

    office: str
    entries: int = Field(description="How many entries the chain has.")
    opened: int = Field(description="How many registrations were held against their entry.")
    records: int = Field(description="How many de-identified records were held against theirs.")
    outside: int = Field(0, description="How many registrations were locked before there was a chain.")
    head: str = Field(
        description="The last link: who noted it earlier can see that nothing before it changed.",
        examples=["9f86d081" * 8],
    )
    faults: tuple[ChainFault, ...] = Field(description="Empty when everything holds; a hundred at most.")


class ShowRegistration(Query):
    """Ask for one registration; it holds no name."""

    case_id: Key


class RegistrationShown(Answer):
    """One registration."""

    case_id: Key
    stage: str
    conference_type: ConferenceType | None
    context: Context
    received_on: date
    held_on: date | None
    present_count: int | None
    outcome: Outcome | None
    minutes_worked: int | None
    distance_km: int | None
    topics: tuple[str, ...]
    follow_up_results: tuple[str, ...]
    digest: str
    possible: tuple[str, ...]
    repeat: bool = Field(default=False, description="An earlier route of the same people went before.")
    meetings: int = Field(0, description="Which meeting was closed last; 0 when none was, or before they were counted.")
    without_meeting: bool = Field(default=False, description="The circle made its plan before the meeting.")
    own_strengths: int | None = Field(None, description="How many agreements the circle carries itself.")
    professional_help: int | None = Field(None, description="How many lines ask or bind a professional.")
    conditions: int = Field(0, description="How many conditions everybody knew beforehand.")
    sent_back: int = Field(0, description="How often the plan went back to the circle.")
    accepted_on: date | None = Field(None, description="The day the plan was accepted.")
    help_granted: int = Field(0, description="To how many lines of help professionals said yes.")
    help_refused: int = Field(0, description="To how many lines of help professionals said no.")
    interpreted: tuple[str, ...] = Field((), description="The languages for which an interpreter was there.")
    stop_reason: str | None = Field(None, description="Why it stopped, as a code, where that is known.")
    days_worked: int | None = Field(None, description="On how many days the coordinator worked.")
    expenses: tuple[Expense, ...] = Field((), description="What was paid out of pocket.")
    interpreter_came: bool | None = Field(None, description="An interpreter was there.")
    reconvened: bool = Field(default=False, description="The circle was called together again.")
    number: int = Field(0, description="Its place in the office's chain; 0 when it is not locked.")
