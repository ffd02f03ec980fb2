"""The last step, the digital registration (digitale registratie): it fills itself, and once locked it stands."""

from datetime import date
from typing import Annotated

from pydantic import Field

from kring_shared.contracts.envelope import Answer, Command, Fact, Key, Query
from kring_shared.contracts.field import ConferenceType, Context
from kring_shared.contracts.intake import Outcome

Topic = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,39}$", examples=["upbringing"])]
"""What a conference was about, as a code of the office's list; never a sentence."""


class RegistrationOpened(Fact):
    """A registration opened by itself, when a request was received."""


class RegistrationCompleted(Fact):
    """The coordinator filled in what only they know."""

    minutes_worked: int = Field(ge=0, description="Minutes.")
    distance_km: int = Field(ge=0, description="Kilometres travelled.")


class RegistrationReturned(Fact):
    """The regional manager gave it back to the coordinator."""

    code: str = Field(examples=["hours-missing"])


class RegistrationValidated(Fact):
    """The regional manager checked it."""


class RegistrationLocked(Fact):
    """The registration cannot change any more; `digest` proves it."""

    outcome: Outcome
    digest: str = Field(
        pattern=r"^[0-9a-f]{64}$", description="SHA-256 over the registration's fields.", examples=["9f86d081" * 8]
    )


class CompleteRegistration(Command):
    """Fill in hours, kilometres and topics."""

    case_id: Key
    minutes_worked: int = Field(ge=0, le=60_000, description="Minutes.")
    distance_km: int = Field(ge=0, le=10_000, description="Kilometres.")
    topics: tuple[Topic, ...] = Field(
        (), max_length=20, description="Codes of what it was about.", examples=[["upbringing"]]
    )


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


class Figures(Query):
    """Ask for an office's figures over a period of receiving."""

    since: date
    until: date


class FiguresShown(Answer):
    """Counts with their definitions: a numerator never travels without its denominator."""

    requests: int = Field(
        description="Requests received in the period; not those that moved to another office or were the same twice."
    )
    started: int = Field(description="Of those, with a coordinator who started.")
    meetings: int = Field(description="Of those, with a meeting held.")
    plans: int = Field(description="Of those, with a plan.")
    stopped: int = Field(description="Of those, stopped.")
    repeats: int = Field(0, description="Of those, after an earlier route of the same people.")
