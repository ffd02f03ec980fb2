"""A coordinator lent by a neighbour office for one case, as each of the two offices knows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kring_matching.process import BORROWING, LENDING, Borrowed, Lent
from kring_shared.contracts.field import ConferenceType, Urgency
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import Refused
from kring_shared.kernel.ids import BEGINNING, derived_id, id_at
from kring_shared.kernel.process import Staged
from kring_shared.kernel.work import Aggregate


class NotYourLoan(Refused):
    """A fact about a loan was told by an office that has no part in it, or is no neighbour."""

    code = "kring.not-your-loan"


class NobodyToAsk(Refused):
    """There is no neighbour office left that can be asked for a coordinator."""

    code = "kring.nobody-to-ask"


class CannotLend(Refused):
    """A hard rule keeps this coordinator from being lent; the reasons are in the message."""

    code = "kring.cannot-lend"


@dataclass(frozen=True)
class Borrowing(Staged[Borrowed], Aggregate):
    """What the asking office knows of a loan (uitleen): for which case, whom it asked, and which guest it got."""

    process = BORROWING

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

    @property
    def is_open(self) -> bool:
        """Tell whether an answer, or a guest, is still there."""
        return BORROWING.is_open(self.stage)


@dataclass(frozen=True)
class Lending(Staged[Lent], Aggregate):
    """What the asked office knows: which office asks, for which type and languages, and whom it lends; no case."""

    process = LENDING

    loan_id: str
    office: str
    to_office: str
    conference_type: ConferenceType
    urgency: Urgency
    languages: tuple[str, ...]
    answer_by: datetime
    coordinator_id: str | None = None
    stage: Lent = Lent.ASKED
    sealing_key: str = ""
    version: int = 0

    @property
    def id(self) -> str:
        """Give the one-time id."""
        return self.loan_id

    def keys(self) -> tuple[str, ...]:
        """Give the one-time id, and the coordinator: a loan is a part of their load."""
        return (self.loan_id, self.coordinator_id) if self.coordinator_id else (self.loan_id,)


def borrowing_key_of(loan_id: str) -> str:
    """Give the key under which the asking office keeps a loan."""
    return id_at(BEGINNING, f"borrowing/{loan_id}")


def guest_id_of(loan_id: str) -> str:
    """Give the one-time id of the guest of a loan: both offices can tell it, so no other person's can be passed off."""
    return derived_id(loan_id, "guest")


def guest_scope(loan_id: str) -> str:
    """Name the key under which the asking office keeps how the guest can be reached."""
    return scope_of(Scope.PERSON, guest_id_of(loan_id))


def handover_scope(loan_id: str) -> str:
    """Name the one-time key of the asking office to which a neighbour seals how the guest can be reached."""
    return scope_of(Scope.TRANSFER, loan_id)


def neighbours(offices: Mapping[str, OfficeCard], office: str) -> tuple[str, ...]:
    """Name the other offices of the same organisation, in order; an office that stands by itself has none."""
    own = offices.get(office)
    if own is None or not own.organisation:
        return ()
    return tuple(sorted(i for i, card in offices.items() if i != office and card.organisation == own.organisation))
