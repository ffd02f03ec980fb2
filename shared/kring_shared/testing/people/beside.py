"""What regional managers do beside the way of a request: who is the same, what was set apart, whose office it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Fact, Query
from kring_shared.contracts.notifications import NoteTold, NotificationToTell
from kring_shared.kernel.clock import Clock
from kring_shared.runtime.bus.client import A
from kring_shared.testing.people.agenda import Act, Agenda, in_office_hours
from kring_shared.testing.people.desk import Desk

Pair = frozenset[str]
SOON, NEXT_DAY, THINKS_AGAIN = timedelta(hours=2), timedelta(days=1), timedelta(days=2)


def pair(one: str, other: str) -> Pair:
    """Name two referrals by their senders' references, whichever came first."""
    return frozenset({one, other})


@dataclass(frozen=True)
class Findings:
    """What managers find out when they look at requests, by the references of the senders."""

    same: frozenset[Pair] = frozenset()
    taken_for_same: frozenset[Pair] = frozenset()  # merged, and two days later it turns out that they are other people
    belongs_to: Mapping[str, str] = field(default_factory=dict)  # the office where a referral should have gone


NOTHING_SPECIAL: Final = Findings()
"""Whoever looks alike is somebody else, and everything came to the right office."""


class Beside:
    """Managers who look at what waits for a person, a few hours after it came; all acts are theirs."""

    def __init__(self, desk: Desk, clock: Clock, agenda: Agenda, findings: Findings) -> None:
        """Act through a desk, as the findings say."""
        self._desk, self._clock, self._agenda, self._findings = desk, clock, agenda, findings

    def see(self, fact: Fact) -> None:
        """React to what waits for somebody to look."""
        office, case_id = fact.office, fact.case_id
        if isinstance(fact, i.DuplicateSuspected):
            self._plan(SOON, case_id, lambda: self._decide(office, case_id))
        elif isinstance(fact, i.RequestReceived) and self._findings.belongs_to:
            self._plan(SOON, case_id, lambda: self._send_on(office, case_id))
        elif isinstance(fact, i.TransferOffered):
            yes = i.AcceptTransfer(transfer_id=case_id)
            self._plan(SOON, case_id, lambda: self._do(yes, fact.to_office))
        elif isinstance(fact, m.LoanRequested):
            self._plan(SOON, case_id, lambda: self._lend(fact.to_office, case_id))
        elif isinstance(fact, NotificationToTell):
            told = NoteTold(case_id=case_id, message_id=fact.message_id)
            self._plan(NEXT_DAY, case_id, lambda: self._tell(told, office))
        elif isinstance(fact, i.ReferralQuarantined):
            self._plan(NEXT_DAY, case_id, lambda: self._take_on(office, case_id))
        elif isinstance(fact, i.InformationTalkRequested):
            held = i.HoldInformationTalk(case_id=case_id)
            self._agenda.plan_at(self._clock.now() + THINKS_AGAIN, case_id, lambda: self._do(held, office))

    async def _decide(self, office: str, case_id: str) -> None:
        """Look at what a request looks like; whoever is not the same is somebody else."""
        found = await self._ask(i.ListDuplicates(office=office), office, i.DuplicateList)
        for line in found.duplicates:
            if line.case_id != case_id or line.other_id is None:
                continue
            both = pair(await self._reference(office, case_id), await self._reference(office, line.other_id))
            if both in self._findings.same | self._findings.taken_for_same:
                await self._merge(office, case_id, line.other_id, wrongly=both in self._findings.taken_for_same)
                return
            await self._do(i.DismissDuplicate(case_id=case_id, other_id=line.other_id), office)

    async def _merge(self, office: str, case_id: str, into_id: str, *, wrongly: bool) -> None:
        await self._do(i.MergeRequest(case_id=case_id, into_id=into_id), office)
        if wrongly:
            undo = i.UndoMerge(case_id=case_id)
            self._plan(THINKS_AGAIN, case_id, lambda: self._do(undo, office))

    async def _lend(self, office: str, loan_id: str) -> None:
        """Lend whoever speaks the language that is asked for; else say that there is nobody."""
        ranking = await self._ask(m.RankForLoan(loan_id=loan_id), office, m.Ranking)
        speaks = (one for one in ranking.coordinators if not one.stops and _speaks(one))
        found = next(speaks, None)
        if found is None:
            await self._do(m.RefuseLoan(loan_id=loan_id), office)
        else:
            await self._do(m.OfferLoan(loan_id=loan_id, coordinator_id=found.coordinator_id), office)

    async def _send_on(self, office: str, case_id: str) -> None:
        """Offer what is not this office's to the office it belongs to."""
        to_office = self._findings.belongs_to.get(await self._reference(office, case_id), office)
        if to_office != office:
            why = i.TransferReason.WRONG_OFFICE
            await self._do(i.OfferTransfer(case_id=case_id, to_office=to_office, reason=why), office)

    async def _tell(self, told: NoteTold, office: str) -> None:
        """Tell somebody what no message could; it may not be needed any more, since the case stopped meanwhile."""
        await self._desk.tries(told, Role.REGIONAL_MANAGER, f"manager-{office}", office)

    async def _take_on(self, office: str, quarantine_id: str) -> None:
        """Read the masked text, and take it on as it is."""
        shown = await self._ask(i.ShowQuarantined(quarantine_id=quarantine_id), office, i.QuarantinedShown)
        await self._do(i.ReleaseQuarantined(quarantine_id=shown.line.quarantine_id), office)

    async def _reference(self, office: str, case_id: str) -> str:
        """Show a request, and give the reference of whoever sent it; one from another office has none here."""
        shown = await self._ask(i.ShowRequest(case_id=case_id), office, i.RequestShown)
        return shown.references[0] if shown.references else ""

    async def _do(self, command: Command, office: str) -> None:
        await self._desk.do(command, Role.REGIONAL_MANAGER, f"manager-{office}", office)

    async def _ask(self, query: Query, office: str, form: type[A]) -> A:
        return await self._desk.ask(query, Role.REGIONAL_MANAGER, f"manager-{office}", office, form)

    def _plan(self, after: timedelta, case_id: str, act: Act) -> None:
        self._agenda.plan_at(in_office_hours(self._clock.now() + after), case_id, act)


def _speaks(one: m.RankedCoordinator) -> bool:
    return any(found.criterion == "language" and found.score for found in one.scores)
