"""Claims for tests: a case that was worked on, an office that pays, and each message in a room of its own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from kring_registry.domain.claim import Claim
from kring_registry.domain.registration import Registration
from kring_registry.handlers import claims, completing
from kring_registry.handlers.filling import Handler, with_what_follows
from kring_shared.contracts.actor import Role
from kring_shared.contracts.allowances import PayRates, YearAllowance
from kring_shared.contracts.envelope import Command, Fact, Named
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.registry import (
    ApproveClaim,
    ChangeClaim,
    ClaimTermOver,
    CompleteRegistration,
    Expense,
    ExpenseKind,
    NotePayment,
    ReturnClaim,
    SubmitClaim,
)
from kring_shared.kernel.ids import id_at
from kring_shared.kernel.work import Aggregate, Work
from kring_shared.testing.work import a_work, an_actor
from tests.unit.registry.cases import RACHEL, after, completion, held, started

PARKING: Final = Expense(kind=ExpenseKind.PARKING, cents=450)
ITS_CASE: Final = "c" * 32
YEAR: Final = 2024
MARCH: Final = datetime(2024, 3, 20, 12, 0, tzinfo=UTC)
NL_PAY: Final = PayRates(hour_cents=2500, conference_cents=30_000, km_rate=2300)
SMALL: Final = YearAllowance(
    country="BE", year=2025, day_cents=1000, year_cents=2500, km=100, km_rate=5000, source="made for this test"
)


def an_office(policy: str = "nl/1", pay: PayRates | None = NL_PAY) -> OfficeCard:
    return OfficeCard(id="utrecht", title="Utrecht", policy=policy, sender="u@x.example", pay=pay)


def with_a_claim(handler: Handler) -> Handler:
    """Give a handler that is followed by claims alone."""
    return with_what_follows(handler, [claims.follow])


class Desk:
    """Everything that is stored of claims, and a hand that gives messages one by one."""

    def __init__(self, *stored: Aggregate, office: OfficeCard | None = None, now: datetime = MARCH) -> None:
        self.stored: dict[tuple[type, str], Aggregate] = {(type(one), one.id): one for one in stored}
        self.now, self.told, self.count = now, list[Fact](), 0
        self.work: Work = a_work("registry")
        ours = claims.Claims({"utrecht": office or an_office()})
        self.handlers: dict[type[Named], Callable[[Any, Work], None]] = {
            CompleteRegistration: with_a_claim(completing.complete),
            ChangeClaim: claims.change,
            SubmitClaim: ours.submit,
            ReturnClaim: claims.give_back,
            ApproveClaim: ours.approve,
            NotePayment: claims.note_payment,
            ClaimTermOver: claims.let_go,
        }

    def give(self, message: Named, who: str = "manager") -> list[Fact]:
        """Give one message; nothing of it stands when it is refused."""
        self.count += 1
        actor = an_actor(Role.REGIONAL_MANAGER, who) if isinstance(message, Command) else None
        cause = id_at(self.now, f"message {self.count}")
        work = a_work("registry", *self.stored.values(), actor=actor, now=self.now, cause=cause)
        self.handlers[type(message)](message, work)
        for place in work.removed:
            self.stored.pop(place, None)
        self.stored |= work.changed
        told = [each.fact for each in work.told]
        self.told += told
        self.work = work
        return told

    def all(self, kind: type[Any]) -> list[Any]:
        return [one for one in self.stored.values() if isinstance(one, kind)]

    @property
    def claim(self) -> Claim:
        (found,) = self.all(Claim)
        assert isinstance(found, Claim)
        return found

    def change(self, *days: date, minutes: int = 0, km: int = 0, expenses: tuple[Expense, ...] = ()) -> ChangeClaim:
        return ChangeClaim(claim_id=self.claim.id, minutes_worked=minutes, distance_km=km, days=days, expenses=expenses)


def worked_on(policy: str = "nl/1") -> Registration:
    """Give a registration of a case that was held, and that Rachel can complete."""
    return replace(after(started(), held()), policy=policy)


def completed(policy: str = "nl/1", pay: PayRates | None = NL_PAY, now: datetime = MARCH) -> Desk:
    """Give a desk at which the registration was just completed."""
    desk = Desk(worked_on(policy), office=an_office(policy, pay), now=now)
    desk.give(completion(), RACHEL)
    return desk


def a_claim(number: int, policy: str = "be/1", year: int = YEAR) -> Claim:
    """Give a drafted claim of Rachel's, of a case of its own."""
    claim_id = f"{number:032x}"
    return Claim(claim_id, ITS_CASE, "utrecht", RACHEL, f"{year}-{number:04d}", policy, date(year, 3, 20))
