"""What managers and coordinators of a simulated office do beside the routes: papers, year reports and claims."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from kring_shared.contracts import matching as m
from kring_shared.contracts import registry as r
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Fact
from kring_shared.kernel.clock import Clock
from kring_shared.testing.people.agenda import Agenda, in_office_hours
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.simulation.offices import Place

REPORTED_IN: Final = timedelta(days=59)
"""A year's figures are published in March: what was received in December is counted, whatever becomes of it."""
A_WEEK: Final = timedelta(days=7)
GOOD_FOR: Final = 3
UNKNOWN: Final = frozenset({"kring.unknown-message", "kring.unknown-command"})


class Beyond:
    """Reacts to what waits for an office or a coordinator apart from a case."""

    def __init__(self, desk: Desk, clock: Clock, agenda: Agenda) -> None:
        """Act through a desk."""
        self._desk, self._clock, self._agenda = desk, clock, agenda
        self.refused: list[str] = []

    def plan_reports(self, places: Sequence[Place], first: int, years: int) -> None:
        """Have every office publish each year's figures in the spring after it."""
        for year in range(first, first + years):
            moment = in_office_hours(datetime(year + 1, 1, 1, 8, tzinfo=UTC) + REPORTED_IN)
            for place in places:
                self._plan(moment, place.id, r.ReportYear(year=year))

    def see(self, fact: Fact) -> None:
        """React to a fact."""
        if isinstance(fact, m.ScreeningExpiring):
            today = self._clock.now().date()
            until = fact.valid_until.replace(day=1, year=fact.valid_until.year + GOOD_FOR)
            seen = m.ConfirmScreening(coordinator_id=fact.case_id, checked_on=today, valid_until=until)
            self._plan(self._clock.now() + A_WEEK, fact.office, seen)
        elif isinstance(fact, r.ClaimDrafted):
            self._plan(
                self._clock.now() + A_WEEK, fact.office, r.SubmitClaim(claim_id=fact.claim_id), fact.coordinator_id
            )
        elif isinstance(fact, r.ClaimSubmitted):
            self._plan(self._clock.now() + A_WEEK, fact.office, r.ApproveClaim(claim_id=fact.claim_id))

    def _plan(self, moment: datetime, office: str, command: Command, coordinator: str = "") -> None:
        role = Role.COORDINATOR if coordinator else Role.REGIONAL_MANAGER

        async def act() -> None:
            receipt = await self._desk.tries(command, role, coordinator or f"manager-{office}", office)
            if receipt.status != "done" and receipt.code not in UNKNOWN:
                self.refused.append(f"{command.name} at {office}: {receipt.code} {receipt.message}")

        self._agenda.plan_at(in_office_hours(moment), f"{command.name}/{command.key() or office}", act)
