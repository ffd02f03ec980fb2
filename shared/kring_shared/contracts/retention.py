"""How long what is kept, and on what ground: one schedule per organisation, as data; and what each service answers.

Every organisation has its own lawyer look at its schedule: the texts of the laws were not at hand, and whether the long
terms of youth help bind an office that gives no help is a question of law. A ground is named with each term.
"""

from enum import StrEnum
from typing import Final

from pydantic import Field

from kring_shared.contracts.envelope import Fact, Key, Message


class RecordKind(StrEnum):
    """The kinds of record a case leaves behind."""

    CONTACTS = "contacts"
    """Names, ways to reach people, what they need, invitations, messages."""
    PLAN = "plan"
    """The plan and what it was made for: its text, the question, the conditions, the help that was asked."""
    SIGNALS = "signals"
    """Worries about safety, kept apart."""
    REGISTRATION = "registration"
    """The figures of a case; at their term they lose the case, and stay."""
    CLAIMS = "claims"
    """Hours, kilometres and money."""
    ACCESS_LOG = "access-log"
    """Who looked at what."""


class StartsAt(StrEnum):
    """The moment a term is counted from."""

    ROUTE_ENDED = "route-ended"
    """The last follow-up is over, or the request stopped."""
    LOCKED = "locked"
    """The registration was locked."""
    PAID = "paid"
    """A claim was paid."""
    WRITTEN = "written"
    """The line was written."""


class RetentionRule(Message):
    """How long one kind of record is kept (bewaartermijn)."""

    kind: RecordKind = Field(description="Which records.")
    starts_at: StartsAt = Field(description="From when it is counted.")
    days: int = Field(ge=0, description="Days after that moment.")
    basis: str = Field(
        min_length=10, max_length=300, description="On what ground, in a sentence.", examples=["Our own choice: ..."]
    )


OWN_CHOICE: Final = (
    RetentionRule(
        kind=RecordKind.PLAN,
        starts_at=StartsAt.ROUTE_ENDED,
        days=14,
        basis="Our own choice: the circle has its plan in hand; once the last call was made nobody here needs a copy.",
    ),
    RetentionRule(
        kind=RecordKind.CONTACTS,
        starts_at=StartsAt.ROUTE_ENDED,
        days=92,
        basis="Our own choice: three months, so that people can still come back with a question or a complaint.",
    ),
    RetentionRule(
        kind=RecordKind.SIGNALS,
        starts_at=StartsAt.ROUTE_ENDED,
        days=365,
        basis="Our own choice: a year, so that what was done with a worry can be accounted for.",
    ),
    RetentionRule(
        kind=RecordKind.REGISTRATION,
        starts_at=StartsAt.LOCKED,
        days=365,
        basis="Our own choice: a year in which a figure can be checked against its case; then it counts without one.",
    ),
    RetentionRule(
        kind=RecordKind.CLAIMS,
        starts_at=StartsAt.PAID,
        days=7 * 365 + 2,
        basis="Books that a tax office may ask for: seven years in the Netherlands; have it checked for your country.",
    ),
    RetentionRule(
        kind=RecordKind.ACCESS_LOG,
        starts_at=StartsAt.WRITTEN,
        days=5 * 365 + 2,
        basis="NEN 7513, as told by pages about it: at least five years from writing.",
    ),
)
"""The schedule an organisation starts from."""


class ErasureOutcome(StrEnum):
    """What became of one kind of record in one service."""

    ERASED = "erased"
    KEPT = "kept"
    NOTHING_HERE = "nothing-here"


class KeptBecause(StrEnum):
    """Why a record was not erased although it was asked."""

    LEGAL_HOLD = "legal-hold"
    LEGAL_FILE = "legal-file"
    ROUTE_RUNS = "route-runs"
    OTHERS_NEED_IT = "others-need-it"
    TERM_RUNS = "term-runs"
    NOBODY_NAMED = "nobody-named"


class ErasureLine(Message):
    """One service's answer about one kind of record."""

    kind: RecordKind = Field(description="Which records.")
    outcome: ErasureOutcome = Field(description="What became of them.")
    because: KeptBecause | None = Field(None, description="Why they were kept, when they were.")
    records: int = Field(0, ge=0, description="How many rows were emptied or taken away.")


class ErasureAnswer(Fact, service="shared"):
    """What every service tells when it was ordered to erase; each has a class of this shape of its own."""

    erasure_id: Key = Field(description="The order it answers.")
    lines: tuple[ErasureLine, ...] = Field(description="What became of each kind that was ordered.")
    keys_destroyed: tuple[str, ...] = Field(
        (), description="Whose keys were destroyed, as scopes.", examples=[["person/019aa0000000700080000000000000a1"]]
    )
