"""What a coordinator is paid, or gets back (declaratie): claimed, checked against the policy's caps, approved, paid."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from kring_shared.contracts.envelope import Answer, Command, Deadline, Fact, Key, Message, Query
from kring_shared.contracts.registry.words import ClaimCode, Expense


class LineKind(StrEnum):
    """What an amount is for."""

    FEE = "fee"
    ALLOWANCE = "allowance"
    TRAVEL = "travel"
    EXPENSES = "expenses"


class Cap(StrEnum):
    """Which limit of the year cut an amount."""

    DAY = "day"
    YEAR = "year"
    KILOMETRES = "kilometres"


class ClaimLine(Message):
    """One amount of a claim."""

    kind: LineKind = Field(description="What it is for.")
    cents: int = Field(ge=0, description="Eurocents.")
    cut_by: Cap | None = Field(None, description="Which limit made it less.")
    said: str = Field(description="How it was reckoned.", examples=["30 h 15 min at 25.00"])


class ClaimDrafted(Fact):
    """A claim was made from a completed registration; its coordinator sends it in, or changes it first."""

    claim_id: Key = Field(description="The claim.")
    coordinator_id: Key


class ClaimSubmitted(Fact):
    """A coordinator sent a claim in."""

    claim_id: Key = Field(description="The claim.")
    coordinator_id: Key
    minutes_worked: int = Field(ge=0, description="Minutes.")
    distance_km: int = Field(ge=0, description="Kilometres.")
    cents: int = Field(ge=0, description="Eurocents in all.")


class ClaimReturned(Fact):
    """The regional manager gave it back, with a code."""

    claim_id: Key = Field(description="The claim.")
    code: str = Field(description="What is not right.", examples=["kilometres-unclear"])


class ClaimApproved(Fact):
    """The regional manager approved it."""

    claim_id: Key = Field(description="The claim.")
    cents: int = Field(ge=0, description="Eurocents in all.")


class ClaimPaid(Fact):
    """It was on a pay list that was carried out."""

    claim_id: Key = Field(description="The claim.")
    paid_on: date = Field(description="The day.")


class AllowanceCapReached(Fact):
    """A coordinator's limit of the year is reached: what comes on top is not paid; `case_id` is the coordinator's."""

    coordinator_id: Key
    year: int = Field(ge=1990, le=2200, description="Which year.")
    cap: Cap = Field(description="Which limit.")


class ClaimTermOver(Deadline):
    """A claim was kept for its term, or never sent in; `case_id` is the claim's own id."""

    is_term: ClassVar[bool] = True


class ChangeClaim(Command):
    """Change what a drafted or returned claim claims."""

    claim_id: Key = Field(description="The claim.")
    minutes_worked: int = Field(ge=0, le=60_000, description="Minutes.")
    distance_km: int = Field(ge=0, le=10_000, description="Kilometres.")
    days: tuple[date, ...] = Field((), max_length=366, description="The days worked on, where a day has a limit.")
    expenses: tuple[Expense, ...] = Field((), max_length=40, description="What was paid out of pocket.")

    def key(self) -> str:
        """Give the claim's own id."""
        return self.claim_id


class SubmitClaim(Command):
    """Send a claim in."""

    claim_id: Key = Field(description="The claim.")

    def key(self) -> str:
        """Give the claim's own id."""
        return self.claim_id


class ReturnClaim(Command):
    """Give a claim back to its coordinator."""

    claim_id: Key = Field(description="The claim.")
    code: ClaimCode = Field(description="What is not right.")

    def key(self) -> str:
        """Give the claim's own id."""
        return self.claim_id


class ApproveClaim(Command):
    """Approve a claim; nobody approves their own."""

    claim_id: Key = Field(description="The claim.")

    def key(self) -> str:
        """Give the claim's own id."""
        return self.claim_id


class NotePayment(Command):
    """Say that a claim was paid."""

    claim_id: Key = Field(description="The claim.")
    paid_on: date = Field(description="The day.")

    def key(self) -> str:
        """Give the claim's own id."""
        return self.claim_id


class ClaimShown(Answer):
    """One claim; who is paid is an opaque id, and no bank or identity number is here."""

    claim_id: Key = Field(description="The claim.")
    coordinator_id: Key
    reference: str = Field(description="A short number for the pay list.", examples=["2026-0042"])
    year: int = Field(description="The year whose limits count.")
    stage: str
    minutes_worked: int
    distance_km: int
    expenses: tuple[Expense, ...] = Field(description="What was paid out of pocket.")
    lines: tuple[ClaimLine, ...] = Field(description="How the amount is made up.")
    cents: int = Field(description="Eurocents in all.")
    returned_for: str = Field("", description="Why it was given back, as a code.")
    possible: tuple[str, ...]
    case_id: str = Field("", description="The case it was worked for.")
    days: tuple[date, ...] = Field((), description="The days worked on, as far as they were named.")
    days_worked: int = Field(0, description="On how many days, as the registration has it.")
    to_set: str = Field("", description="What the office has to set before it can be approved; empty when nothing.")


class ShowClaim(Query):
    """Ask for one claim."""

    claim_id: Key = Field(description="The claim.")

    def key(self) -> str:
        """Give the claim's own id."""
        return self.claim_id


class ListClaims(Query):
    """Ask for the claims of the office, by stage."""

    stage: str = Field("", description="Only these; empty for all.", examples=["submitted"])
    year: int | None = Field(None, ge=1990, le=2200, description="Only of this year.")
    after: str = Field("", description="Go on after this claim.")
    limit: int = Field(200, ge=1, le=1000)


class ClaimList(Answer):
    """Claims, and whether there are more."""

    claims: tuple[ClaimShown, ...] = Field(description="The oldest first.")
    next_after: str = Field("", description="Ask on after this one; empty at the end.")


class ListOwnClaims(Query):
    """Ask for a coordinator's own claims."""

    coordinator_id: Key

    def key(self) -> str:
        """Give whose claims they are."""
        return self.coordinator_id
