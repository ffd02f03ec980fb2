"""What is kept how long, what is held, and the one way along which records are erased."""

from datetime import date
from typing import ClassVar

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Answer, Command, Deadline, Fact, Key, Message, Query
from kring_shared.contracts.registry.words import HoldCode
from kring_shared.contracts.retention import ErasureLine, KeptBecause, RecordKind


class RetentionDue(Deadline):
    """The term of one kind of record of a case is over."""

    is_term: ClassVar[bool] = True

    kind_of_record: RecordKind = Field(description="Which records.")
    attempt: int = Field(1, ge=1, description="How often it came due; what a service kept comes due again.")


class ErasureAnswersDue(Deadline):
    """By now every service should have answered an order."""

    is_term: ClassVar[bool] = True

    erasure_id: Key = Field(description="The order.")


class KeptHere(Message):
    """A kind of record that an order leaves alone."""

    kind: RecordKind = Field(description="Which records.")
    because: KeptBecause = Field(description="Why.")


class ErasureOrdered(Fact):
    """Every service erases what it has of these kinds, and answers what it did; there is no other way to erase."""

    erasure_id: Key = Field(description="The order; an answer names it.")
    person_id: Key | None = Field(None, description="Only what is about this person; empty for the whole case.")
    kinds: tuple[RecordKind, ...] = Field(min_length=1, description="Which records.")
    because: str = Field(description="Why, as a code.", examples=["term-over"])


class ErasureExecuted(Fact):
    """Every service answered an order; the receipt stands in the registry."""

    erasure_id: Key = Field(description="The order.")
    person_id: Key | None = Field(None, description="Only what was about this person.")
    kinds: tuple[RecordKind, ...] = Field(description="What was ordered.")
    kept: tuple[KeptHere, ...] = Field((), description="What was kept, and why.")


class ErasureOverdue(Fact):
    """Services did not answer an order in days; whoever runs them has to look."""

    erasure_id: Key = Field(description="The order.")
    services: tuple[str, ...] = Field(description="Who did not answer.", examples=[["notifications"]])


class HoldPlaced(Fact):
    """Nothing of this case is erased for now."""

    code: str = Field(description="Why, as a code.", examples=["court-asks"])


class HoldReleased(Fact):
    """What was due meanwhile is erased now."""


class PlaceHold(Command):
    """Keep everything of a case until the hold is released (legal hold)."""

    case_id: Key
    code: HoldCode = Field(description="Why.")


class ReleaseHold(Command):
    """Let the terms go on; what was due meanwhile is erased."""

    case_id: Key


class ServiceAnswer(Message):
    """What one service answered."""

    service: str
    answered_at: AwareDatetime | None = Field(description="When; empty as long as it did not.")
    lines: tuple[ErasureLine, ...] = Field((), description="What became of each kind.")
    keys_destroyed: tuple[str, ...] = Field(
        (), description="Whose keys were destroyed, as scopes.", examples=[["person/019aa0000000700080000000000000a1"]]
    )


class ErasureShown(Answer):
    """The receipt of one erasure: what was ordered, what each service did, what was kept and why."""

    erasure_id: Key = Field(description="The order.")
    case_id: Key
    person_id: Key | None = Field(description="Only what was about this person.")
    kinds: tuple[RecordKind, ...] = Field(description="What was ordered.")
    because: str = Field(description="Why, as a code.", examples=["term-over"])
    ordered_on: date = Field(description="The day.")
    done: bool = Field(description="Whether every service answered.")
    services: tuple[ServiceAnswer, ...] = Field(description="What each service answered.")
    kept: tuple[KeptHere, ...] = Field(description="What was kept from the beginning, and why.")
    proof: str = Field(
        description="SHA-256 over all of the above once it is done; it stands in the office's chain.",
        examples=["9f86d081" * 8],
    )
    number: int = Field(description="Its place in the office's chain; 0 until it is done.")


class ShowErasure(Query):
    """Ask for the receipt of an erasure."""

    erasure_id: Key = Field(description="The order.")

    def key(self) -> str:
        """Give the order's own id."""
        return self.erasure_id


class ListErasures(Query):
    """Ask for the orders of the office, the newest first; opaque ids only."""

    open_only: bool = Field(default=False, description="Only those that a service did not answer yet.")
    after: str = Field("", description="Go on after this one.")
    limit: int = Field(200, ge=1, le=1000)


class ErasureList(Answer):
    """Orders, and whether there are more."""

    erasures: tuple[ErasureShown, ...] = Field(description="Their receipts so far.")
    next_after: str = Field("", description="Ask on after this one; empty at the end.")


class DueLine(Message):
    """One kind of record of a case and when it goes."""

    kind: RecordKind = Field(description="Which records.")
    due_on: date | None = Field(description="When; empty as long as the term did not begin.")
    basis: str = Field(description="On what ground it is kept until then.")
    erased_on: date | None = Field(None, description="When it was erased.")


class ShowKeeping(Query):
    """Ask what is kept of a case, how long and why."""

    case_id: Key


class KeepingShown(Answer):
    """What is kept of a case."""

    case_id: Key
    held_for: str = Field("", description="Why nothing is erased for now, as a code.")
    lines: tuple[DueLine, ...] = Field(description="For each kind of record.")
