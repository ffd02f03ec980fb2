"""Words of the registry that several of its messages use."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from kring_shared.contracts.envelope import Message


class ExpenseKind(StrEnum):
    """What a coordinator paid out of pocket."""

    PUBLIC_TRANSPORT = "public-transport"
    PARKING = "parking"
    TELEPHONE = "telephone"
    PRINTING = "printing"
    VENUE = "venue"
    FOOD = "food"
    OTHER = "other"


class Expense(Message):
    """One thing that was paid out of pocket (onkosten)."""

    kind: ExpenseKind = Field(description="What it was for.")
    cents: int = Field(ge=1, le=500_000, description="Eurocents.")


class Group(StrEnum):
    """Whose scores are counted together."""

    MINOR = "minor"
    ADULT = "adult"
    FAMILY = "family"
    NETWORK = "network"
    PROFESSIONAL = "professional"


class FormWay(StrEnum):
    """How somebody gives their scores."""

    LINK = "link"
    PAPER = "paper"


HoldCode = Literal["court-asks", "complaint-runs", "inquiry-runs", "other"]
"""Why nothing of a case is erased for now. Codes are lists, not free words: a name would fit in those."""
ClaimCode = Literal[
    "hours-unclear", "days-unclear", "kilometres-unclear", "expenses-unclear", "wrong-year", "not-ours", "other"
]
"""What is not right with a claim."""
ExtendCode = Literal["much-to-gather", "many-ask", "others-are-asked"]
"""Why an answer takes longer."""
NotGranted = Literal["", "others-need-it", "legal-file-runs", "not-about-them", "not-known-here", "asked-before"]
"""Why what somebody asked was not done, or not all of it."""
