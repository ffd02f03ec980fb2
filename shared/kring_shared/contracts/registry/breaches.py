"""The register of breaches (datalekken): what happened, what it means, who was told, and 72 hours to do so."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from kring_shared.contracts.envelope import Answer, Command, Deadline, Fact, Key, Query
from kring_shared.contracts.sealed import Erased


class Risk(StrEnum):
    """What a breach means for the people it is about."""

    NONE = "none"
    SOME = "some"
    HIGH = "high"


class BreachNoted(Fact):
    """Data may have gone where it should not; `case_id` is the breach's own id."""

    report_by: date = Field(description="The day on which its 72 hours are over.")


class BreachOverdue(Fact):
    """The 72 hours are nearly over and nobody said yet what it means; `case_id` is the breach's own id."""


class BreachClosed(Fact):
    """It was handled; `case_id` is the breach's own id."""

    risk: Risk = Field(description="What it meant.")


class BreachDue(Deadline):
    """The 72 hours of a breach come near their end."""


class NoteBreach(Command):
    """Write down that data may have gone where it should not (datalek); the 72 hours begin when it was found."""

    found_hours_ago: int = Field(0, ge=0, le=8760, description="Full hours since it was found.")
    words: str = Field(min_length=10, max_length=4000, description="What happened; kept sealed.")
    people: int | None = Field(None, ge=0, description="About how many people, where that is known.")

    def key(self) -> str:
        """Give nothing: it is new."""
        return ""


class AssessBreach(Command):
    """Say what it means for the people it is about."""

    breach_id: Key = Field(description="The breach.")
    risk: Risk = Field(description="None, some, or high.")

    def key(self) -> str:
        """Give the breach's own id."""
        return self.breach_id


class ReportBreach(Command):
    """Say that the authority was told, and where the risk is high the people too."""

    breach_id: Key = Field(description="The breach.")
    authority_reference: str = Field(
        "", pattern=r"^[A-Z0-9./-]{0,40}$", description="The authority's own number.", examples=["2026-1234"]
    )
    people_told: bool = Field(default=False, description="The people it is about were told.")

    def key(self) -> str:
        """Give the breach's own id."""
        return self.breach_id


class CloseBreach(Command):
    """Close it; refused while somebody should still be told."""

    breach_id: Key = Field(description="The breach.")

    def key(self) -> str:
        """Give the breach's own id."""
        return self.breach_id


class BreachShown(Answer):
    """One breach."""

    breach_id: Key = Field(description="The breach.")
    stage: str
    found_on: date = Field(description="The day it was found.")
    report_by: date = Field(description="The day on which its 72 hours are over.")
    hours_left: int = Field(description="Full hours left; below nothing when they are over.")
    people: int | None = Field(description="About how many people.")
    risk: Risk | None = Field(description="What it means.")
    authority_told: bool = Field(description="Whether the authority was told.")
    people_told: bool = Field(description="Whether the people were told.")
    words: str | Erased = Field("", description="What happened.")
    possible: tuple[str, ...]


class ListBreaches(Query):
    """Ask for the breach register of the office."""

    limit: int = Field(200, ge=1, le=1000)


class BreachList(Answer):
    """The breach register, the newest first."""

    breaches: tuple[BreachShown, ...] = Field(description="With what happened.")
