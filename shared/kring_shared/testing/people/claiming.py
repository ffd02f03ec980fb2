"""What coordinators claim: they send it in once their work is done, and the regional manager approves it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from kring_shared.contracts import registry as r
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Fact
from kring_shared.kernel.clock import Clock
from kring_shared.testing.people.agenda import Agenda, in_office_hours
from kring_shared.testing.people.case import Case
from kring_shared.testing.people.desk import Desk, PlayError

DAYS: Final = 6
"""On how many days somebody says to have worked, one after the other, up to the day they claim."""
NOT_SET: Final = "kring.not-ready"


class Claiming:
    """Coordinators who send their claims in, and managers who approve what their office can pay."""

    def __init__(self, desk: Desk, clock: Clock, agenda: Agenda) -> None:
        """Let people act through `desk`."""
        self._desk, self._clock, self._agenda = desk, clock, agenda

    def see(self, case: Case, fact: Fact) -> None:
        """Let people react to a fact, where the case's temper says that they claim."""
        if case.temper.claims and isinstance(fact, r.ClaimDrafted):
            self.send_in(case, fact)
        elif case.temper.claims and isinstance(fact, r.ClaimSubmitted):
            self.approve(case, fact)

    def send_in(self, case: Case, drafted: r.ClaimDrafted) -> None:
        """Two days later the coordinator names the days and sends it in, also when the case stopped."""

        async def send_in() -> None:
            today = self._clock.now().date()
            shown = await self._desk.ask(
                r.ShowClaim(claim_id=drafted.claim_id),
                Role.COORDINATOR,
                drafted.coordinator_id,
                case.office,
                r.ClaimShown,
            )
            change = r.ChangeClaim(
                claim_id=drafted.claim_id,
                minutes_worked=shown.minutes_worked or 240,
                distance_km=shown.distance_km or 20,
                days=tuple(today - timedelta(days=back) for back in range(DAYS)),
                expenses=shown.expenses,
            )
            for command in (change, r.SubmitClaim(claim_id=drafted.claim_id)):
                await self._desk.do(command, Role.COORDINATOR, drafted.coordinator_id, case.office)

        self._plan(case, send_in)

    def approve(self, case: Case, submitted: r.ClaimSubmitted) -> None:
        """The manager approves it; where the office did not say what it pays, it waits."""

        async def approve() -> None:
            manager = f"manager-{case.office}"
            command = r.ApproveClaim(claim_id=submitted.claim_id)
            receipt = await self._desk.tries(command, Role.REGIONAL_MANAGER, manager, case.office)
            if receipt.status != "done" and receipt.code != NOT_SET:
                raise PlayError(f"a claim was not approved: {receipt.code} {receipt.message}")

        self._plan(case, approve)

    def _plan(self, case: Case, act: Callable[[], object]) -> None:
        async def then() -> None:
            await act()  # type: ignore[misc]  # every act is a coroutine function

        self._agenda.plan_at(in_office_hours(self._clock.now() + timedelta(days=2)), case.id, then)
