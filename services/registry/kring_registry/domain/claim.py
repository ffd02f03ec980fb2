"""A claim: what a coordinator worked and spent for one case, and what it comes to."""

from dataclasses import dataclass, replace
from datetime import date

from kring_registry.process.claim import CLAIM, WITH_COORDINATOR, ClaimStage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.registry import (
    ApproveClaim,
    ChangeClaim,
    ClaimLine,
    CompleteRegistration,
    Expense,
    NotePayment,
    ReturnClaim,
    SubmitClaim,
)
from kring_shared.kernel.errors import InvalidFields, NotPermitted
from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.process import Staged
from kring_shared.kernel.work import Aggregate


class OwnClaim(NotPermitted):
    """Somebody would approve their own claim."""

    code = "kring.own-claim"


def claims_of(case_id: str) -> str:
    """Give the key that finds the claims of a case: not the case's own id, so that no right to the case follows."""
    return id_at(BEGINNING, f"claims/{case_id}")


def book_of(office: str) -> str:
    """Give the id of the book in which an office numbers its claims."""
    return id_at(BEGINNING, f"claim-numbers/{office}")


@dataclass(frozen=True)
class ClaimNumbers(Aggregate):
    """The number an office gave last, in which year."""

    office: str
    year: int = 0
    last: int = 0
    version: int = 0

    @property
    def id(self) -> str:
        """Give the id that follows from the office."""
        return book_of(self.office)

    def next(self, year: int) -> "ClaimNumbers":
        """Give the next number; each year begins at 1."""
        return replace(self, year=year, last=self.last + 1 if year == self.year else 1)

    @property
    def reference(self) -> str:
        """Write the number for a pay list: 2026-0042."""
        return f"{self.year}-{self.last:04d}"


@dataclass(frozen=True)
class Claim(Staged[ClaimStage], Aggregate):
    """What one coordinator claims for one case (declaratie): minutes, kilometres, days, and costs by kind.

    It belongs to the office of the case, also where another office lent the coordinator: whose family it is, pays. It
    holds no bank or identity number and no free text.
    """

    process = CLAIM

    claim_id: str
    case_id: str
    office: str
    coordinator_id: str
    reference: str
    policy: str
    drafted_on: date
    stage: ClaimStage = ClaimStage.DRAFT
    conferences: int = 0
    """1 where there was a meeting or a plan, for an office that pays by the conference."""
    minutes_worked: int = 0
    distance_km: int = 0
    days_worked: int = 0
    days: tuple[date, ...] = ()
    expenses: tuple[Expense, ...] = ()
    lines: tuple[ClaimLine, ...] | None = None
    """How the amount is made up; nothing as long as it was not reckoned."""
    returned_for: str = ""
    approved_on: date | None = None
    paid_on: date | None = None
    version: int = 0

    @property
    def id(self) -> str:
        """Give the claim's own id."""
        return self.claim_id

    def keys(self) -> tuple[str, ...]:
        """Give the claim, whose it is, and the key of its case's claims."""
        return (self.claim_id, self.coordinator_id, claims_of(self.case_id))

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give whose it is; it stays theirs when somebody else goes on with the case."""
        return frozenset({(Role.COORDINATOR.value, self.coordinator_id)})

    @property
    def is_with_coordinator(self) -> bool:
        """Tell whether it can still be changed."""
        return self.stage in WITH_COORDINATOR

    @property
    def year(self) -> int:
        """Give the year whose limits count: of the last day that was named, else of the day it was drafted."""
        return max(self.days, default=self.drafted_on).year

    @property
    def years(self) -> frozenset[int]:
        """Give every year whose limits it touches: each day counts in its own, the rest in the last."""
        return frozenset({self.year, *(day.year for day in self.days)})

    @property
    def cents(self) -> int:
        """Give what it comes to, in eurocents; 0 as long as it was not reckoned."""
        return sum(line.cents for line in self.lines or ())

    def without_case(self) -> "Claim":
        """Forget the case; the claim's own id stands in its place, so that facts of it can still be told."""
        return replace(self, case_id=self.claim_id)

    def renewed(self, message: CompleteRegistration, conferences: int) -> "Claim":
        """Take over what the registration says now; the days that were named stay, since it only counts them."""
        return replace(
            self,
            minutes_worked=message.minutes_worked,
            distance_km=message.distance_km,
            days_worked=message.days_worked,
            expenses=message.expenses,
            conferences=conferences,
        )

    def changed(self, message: ChangeClaim, today: date) -> "Claim":
        """Take over what the coordinator claims.

        Raises:
            InvalidFields: a day has not come yet.
        """
        moved = self.moved(ChangeClaim)
        days = tuple(sorted(set(message.days)))
        if days and days[-1] > today:
            raise InvalidFields(
                ("/days",), "a day that has not come yet cannot be claimed: leave it out for now"
            ).because("day-still-to-come")
        return replace(
            moved,
            minutes_worked=message.minutes_worked,
            distance_km=message.distance_km,
            days=days,
            days_worked=len(days) or self.days_worked,
            expenses=message.expenses,
        )

    def submitted(self) -> "Claim":
        """Go to the regional manager."""
        return replace(self.moved(SubmitClaim), returned_for="")

    def reckoned(self, lines: tuple[ClaimLine, ...]) -> "Claim":
        """Keep how the amount is made up."""
        return replace(self, lines=lines)

    def returned(self, code: str) -> "Claim":
        """Go back to the coordinator; what it came to is reckoned anew when it is sent in again."""
        return replace(self.moved(ReturnClaim), returned_for=code, lines=None, approved_on=None)

    def approved(self, by: str, today: date) -> "Claim":
        """Be approved by somebody else.

        Raises:
            OwnClaim: it is their own.
        """
        moved = self.moved(ApproveClaim)
        if by == self.coordinator_id:
            raise OwnClaim("nobody approves their own claim: ask another regional manager")
        return replace(moved, approved_on=today)

    def paid(self, on: date, today: date) -> "Claim":
        """Be paid.

        Raises:
            InvalidFields: the day has not come yet, or it was not approved then.
        """
        moved = self.moved(NotePayment)
        if on > today or (self.approved_on is not None and on < self.approved_on):
            raise InvalidFields(
                ("/paidOn",),
                f"it was approved on {self.approved_on}: the day it was paid lies between that day and today",
            ).because("paid-before-approved", day=self.approved_on)
        return replace(moved, paid_on=on)
