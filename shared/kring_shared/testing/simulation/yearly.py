"""What managers and coordinators of a simulated office do beside the routes: papers, claims and year reports."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from kring_shared.contracts import matching as m
from kring_shared.contracts import registry as r
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Fact
from kring_shared.kernel.clock import Clock
from kring_shared.testing.people.agenda import Agenda, in_office_hours
from kring_shared.testing.people.case import Case
from kring_shared.testing.people.course import PLAIN_COURSE
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.simulation.offices import Place

REPORTED_IN: Final = timedelta(days=59)
"""A year's figures are published from March on, as soon as all that came in before is over."""
AGAIN_IN: Final = timedelta(days=14)
OPEN_YET: Final = "kring.not-ready"
A_WEEK: Final = timedelta(days=7)
GOOD_FOR: Final = 3


class Beyond:
    """Reacts to what waits for an office or a coordinator apart from a case."""

    def __init__(self, desk: Desk, clock: Clock, agenda: Agenda, cases: Mapping[str, Case]) -> None:
        """Act through a desk; `cases` are those of the people who are played."""
        self._desk, self._clock, self._agenda, self._cases = desk, clock, agenda, cases
        self.refused: list[str] = []

    def plan_reports(self, places: Sequence[Place], first: int, years: int) -> None:
        """Have every office publish each year's figures in the spring after it."""
        for year in range(first, first + years):
            moment = datetime(year + 1, 1, 1, 8, tzinfo=UTC) + REPORTED_IN
            for place in places:
                self._plan_report(moment, place.id, year)

    def _plan_report(self, moment: datetime, office: str, year: int) -> None:
        async def report() -> None:
            given, who = r.ReportYear(year=year), (Role.REGIONAL_MANAGER, f"manager-{office}", office)
            receipt = await self._desk.tries(given, *who)
            if receipt.code == OPEN_YET:
                self._plan_report(self._clock.now() + AGAIN_IN, office, year)
            elif receipt.status != "done":
                self.refused.append(f"{office}: the report of {year} was refused: {receipt.code} {receipt.message}")

        self._agenda.plan_at(in_office_hours(moment), f"{office}-report", report)

    def see(self, fact: Fact) -> None:
        """React to a fact."""
        soon = self._clock.now() + A_WEEK
        if isinstance(fact, m.ScreeningExpiring):
            self._manager(soon, f"{fact.office}-{fact.case_id}", fact.office, lambda: self._screened(fact))
        elif isinstance(fact, r.ClaimDrafted):
            who = fact.coordinator_id
            self._plan(soon, fact.case_id, (Role.COORDINATOR, who, fact.office), lambda: self._claim(fact))
            self._plan(
                soon, fact.case_id, (Role.COORDINATOR, who, fact.office), lambda: r.SubmitClaim(claim_id=fact.claim_id)
            )
        elif isinstance(fact, r.ClaimSubmitted):
            self._manager(soon, fact.case_id, fact.office, lambda: r.ApproveClaim(claim_id=fact.claim_id))

    def _screened(self, fact: m.ScreeningExpiring) -> m.ConfirmScreening:
        until = fact.valid_until.replace(day=1, year=fact.valid_until.year + GOOD_FOR)
        return m.ConfirmScreening(coordinator_id=fact.case_id, checked_on=self._clock.now().date(), valid_until=until)

    def _claim(self, fact: r.ClaimDrafted) -> r.ChangeClaim:
        """Fill in a claim: what stood in the registration, and the last days as those that were worked on."""
        case, today = self._cases.get(fact.case_id), self._clock.now().date()
        course = case.course if case is not None else PLAIN_COURSE
        return r.ChangeClaim(
            claim_id=fact.claim_id,
            minutes_worked=course.minutes_worked,
            distance_km=course.distance_km,
            days=tuple(today - timedelta(days=back) for back in range(course.days_worked, 0, -1)),
            expenses=course.expenses,
        )

    def _manager(self, moment: datetime, key: str, office: str, command: Callable[[], Command]) -> None:
        self._plan(moment, key, (Role.REGIONAL_MANAGER, f"manager-{office}", office), command)

    def _plan(self, moment: datetime, key: str, who: tuple[Role, str, str], command: Callable[[], Command]) -> None:
        async def act() -> None:
            given = command()
            receipt = await self._desk.tries(given, *who)
            if receipt.status != "done":
                self.refused.append(f"{key}: {given.name} was refused: {receipt.code} {receipt.message}")

        self._agenda.plan_at(in_office_hours(moment), key, act)
