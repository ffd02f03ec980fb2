"""What people may ask about their own data: a register with a clock, and no complaint handled by its subject."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from kring_shared.contracts.envelope import Answer, Command, Cursor, Deadline, Fact, Key, Query
from kring_shared.contracts.registry.words import ExtendCode, NotGranted
from kring_shared.contracts.sealed import Erased


class AsksFor(StrEnum):
    """What a person can ask."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    OBJECTION = "objection"
    COMPLAINT = "complaint"


class AnsweredWith(StrEnum):
    """How it was answered."""

    DONE = "done"
    PARTLY = "partly"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class PersonAsked(Fact):
    """Somebody asked something about their own data, or complained; what they said is kept sealed, and not told."""

    asked_id: Key = Field(description="The register's own id.")
    asks_for: AsksFor = Field(description="What.")
    answer_by: date = Field(description="The last day to answer.")


class PersonAnswered(Fact):
    """It was answered."""

    asked_id: Key = Field(description="The register's own id.")
    with_: AnsweredWith = Field(alias="with", description="How.")


class AnswerToPersonOverdue(Fact):
    """The last day to answer is near, or over."""

    asked_id: Key = Field(description="The register's own id.")
    asks_for: AsksFor = Field(description="What.")
    answer_by: date = Field(description="The last day to answer.")


class AnswerToPersonDue(Deadline):
    """The last day to answer somebody comes near."""

    def key(self) -> str:
        """Give the register's own id."""
        return self.case_id


class AskAboutData(Command):
    """Write down what somebody asks about their own data."""

    case_id: Key
    person_id: Key = Field(description="Who asks, or for whom it is asked.")
    asks_for: AsksFor = Field(description="What.")
    words: str = Field("", max_length=4000, description="What they said, in their words; kept sealed.")
    about: str = Field(
        "",
        pattern=r"^([A-Za-z0-9._-]{1,64})?$",
        description="A complaint: about whom, as the opaque id they act under.",
        examples=["7f3a"],
    )

    def keys(self) -> tuple[str, ...]:
        """Give the case, which is looked up whatever is asked."""
        return (self.case_id,)

    def key(self) -> str:
        """Give the case; of a complaint nothing, so that who reads the log of the case cannot reckon that there is one.

        Whom it is about reads that log, and the list without it: a line too many would tell them.
        """
        return "" if self.asks_for is AsksFor.COMPLAINT else self.case_id


class TakeUpAsked(Command):
    """Say who handles it; never whom a complaint is about."""

    asked_id: Key = Field(description="The register's own id.")

    def key(self) -> str:
        """Give the register's own id."""
        return self.asked_id


class ExtendAnswer(Command):
    """Take two months more, once, and say why to whoever asked."""

    asked_id: Key = Field(description="The register's own id.")
    code: ExtendCode = Field(description="Why.")

    def key(self) -> str:
        """Give the register's own id."""
        return self.asked_id


class AnswerPerson(Command):
    """Answer it; an erasure that is granted is ordered at once in every service."""

    asked_id: Key = Field(description="The register's own id.")
    with_: AnsweredWith = Field(alias="with", description="How.")
    code: NotGranted = Field("", description="Why not, or not all of it.")

    def key(self) -> str:
        """Give the register's own id."""
        return self.asked_id


class AskedShown(Answer):
    """One thing somebody asked."""

    asked_id: Key = Field(description="The register's own id.")
    case_id: Key
    person_id: Key = Field(description="Who asked.")
    asks_for: AsksFor = Field(description="What.")
    stage: str
    received_on: date = Field(description="The day it came in.")
    answer_by: date = Field(description="The last day to answer.")
    handler: str = Field("", description="Who handles it, as an opaque id.", examples=["7f3a"])
    words: str | Erased = Field("", description="What they said; only to who handles it, and to themselves.")
    answered_with: AnsweredWith | None = Field(None, description="How it was answered.")
    code: str = Field("", description="Why not, as a code.")
    erasure_id: str = Field("", description="The order to erase that followed.")
    possible: tuple[str, ...]
    see: tuple[str, ...] = Field(
        (), description="What does it: commands that are given before it is answered.", examples=[["correct-contact"]]
    )
    extended_for: str = Field("", description="Why two months were added, as a code.")


class ShowAsked(Query):
    """Ask for one of them."""

    asked_id: Key = Field(description="The register's own id.")

    def key(self) -> str:
        """Give the register's own id."""
        return self.asked_id


class ListAsked(Query):
    """Ask what people asked the office; a complaint is not shown to whom it is about."""

    open_only: bool = Field(default=True, description="Only what is not answered.")
    limit: int = Field(200, ge=1, le=1000)
    after: Cursor = Field("", description="Go on after this: `next` of the page before.")


class AskedList(Answer):
    """What people asked, the first to answer first."""

    asked: tuple[AskedShown, ...] = Field(description="Without what they said.")
    next: Cursor = Field("", description="Where the next page begins, as its `after`; empty on the last one.")
