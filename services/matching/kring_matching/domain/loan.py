"""A coordinator lent by a neighbour office for one case, as each of the two offices knows it."""

from dataclasses import dataclass, replace
from datetime import datetime

from kring_matching.process import BORROWING, LENDING, Borrowed, Lent
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType, Urgency
from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.work import Aggregate


@dataclass(frozen=True)
class Borrowing(Aggregate):
    """What the asking office knows: for which case, whom it asked, and which guest it got."""

    borrowing_key: str
    loan_id: str
    case_id: str
    office: str
    from_office: str
    conference_type: ConferenceType
    urgency: Urgency
    languages: tuple[str, ...]
    answer_by: datetime
    guest_id: str | None = None
    stage: Borrowed = Borrowed.ASKED
    version: int = 0

    @property
    def id(self) -> str:
        """Give its key: the one-time id is the lending's, which may stand in the same database."""
        return self.borrowing_key

    def keys(self) -> tuple[str, ...]:
        """Give its key, the case and the guest."""
        return tuple(key for key in (self.borrowing_key, self.case_id, self.guest_id) if key)

    def moved(self, on: type[Named]) -> "Borrowing":
        """Go where the table says; raises `NotAllowedNow` when it says nothing."""
        return replace(self, stage=BORROWING.next(self.stage, on))


@dataclass(frozen=True)
class Lending(Aggregate):
    """What the asked office knows: which office asks, for which type and languages, and whom it lends; no case."""

    loan_id: str
    office: str
    to_office: str
    conference_type: ConferenceType
    urgency: Urgency
    languages: tuple[str, ...]
    answer_by: datetime
    coordinator_id: str | None = None
    stage: Lent = Lent.ASKED
    version: int = 0

    @property
    def id(self) -> str:
        """Give the one-time id."""
        return self.loan_id

    def keys(self) -> tuple[str, ...]:
        """Give the one-time id, and the coordinator: a loan is a part of their load."""
        return (self.loan_id, self.coordinator_id) if self.coordinator_id else (self.loan_id,)

    def moved(self, on: type[Named]) -> "Lending":
        """Go where the table says; raises `NotAllowedNow` when it says nothing."""
        return replace(self, stage=LENDING.next(self.stage, on))


def borrowing_key_of(loan_id: str) -> str:
    """Give the key under which the asking office keeps a loan."""
    return id_at(BEGINNING, f"borrowing/{loan_id}")
