"""What people do around a search and a registration, one small act after another; `players` says when."""

from typing import Final

from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts import registry as r
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Receipt
from kring_shared.contracts.field import ConferenceType
from kring_shared.testing.people.case import Case
from kring_shared.testing.people.desk import Desk, PlayError

NO_ROOM: Final = "kring.cannot-propose"
LONG_ENOUGH: Final = 3
"""How many a manager puts on a shortlist."""


class Acts:
    """The commands of the search and of the registration, each given by whom the field lets give it."""

    def __init__(self, desk: Desk) -> None:
        """Act through a desk."""
        self._desk = desk

    async def manager(self, case: Case, command: Command) -> Receipt:
        """The regional manager of the office."""
        return await self._desk.do(command, Role.REGIONAL_MANAGER, f"manager-{case.office}", case.office)

    async def main_person(self, case: Case, command: Command) -> Receipt:
        """The first main person."""
        return await self._desk.do(command, Role.MAIN_PERSON, case.main_person, case.office)

    async def coordinator(self, case: Case, command: Command) -> Receipt:
        """The coordinator of the case."""
        return await self._desk.do(command, Role.COORDINATOR, case.coordinator_id, case.office)

    async def professional(self, case: Case, who: str, command: Command) -> Receipt:
        """A professional who checks the plan."""
        return await self._desk.do(command, Role.MANDATED_PROFESSIONAL, who, case.office)

    async def triage(self, case: Case) -> None:
        """Settle type, context and urgency as the referral has them."""
        dossier = case.received.dossier
        await self.manager(
            case,
            i.TriageRequest(
                case_id=case.id,
                conference_type=dossier.conference_type or ConferenceType.FAMILY,
                context=dossier.context,
                urgency=dossier.urgency,
                minors_involved=bool(dossier.minors_involved),
            ),
        )

    async def ranking(self, case: Case) -> list[m.RankedCoordinator]:
        """Look who fits, best first."""
        who, question = f"manager-{case.office}", m.RankCoordinators(case_id=case.id)
        ranking = await self._desk.ask(question, Role.REGIONAL_MANAGER, who, case.office, m.Ranking)
        return [one for one in ranking.coordinators if not one.stops]

    async def approve_shortlist(self, case: Case) -> bool:
        """Approve the best of the ranking, or, where one of them learns, that one first; tell whether anybody fits."""
        fitting = await self.ranking(case)
        if not fitting:
            return False
        order, reason = tuple(one.coordinator_id for one in fitting), m.ShortlistReason.BEST_SCORE
        chosen = order[:LONG_ENOUGH]
        learns = next((one.coordinator_id for one in fitting if one.supervised), None)
        if case.temper.takes_a_learner and learns is not None:
            chosen = (learns, *(one for one in chosen if one != learns))
            reason = m.ShortlistReason.FIRST_CONFERENCE
        shortlist = m.ApproveShortlist(case_id=case.id, coordinator_ids=chosen, ranking=order, reason=reason)
        receipt = await self._desk.tries(shortlist, Role.REGIONAL_MANAGER, f"manager-{case.office}", case.office)
        if receipt.code == NO_ROOM:
            return await self.approve_shortlist(case)  # somebody was taken by another case meanwhile: look again
        if receipt.status != "done":
            raise PlayError(f"a shortlist was refused: {receipt.code} {receipt.message}")
        return True

    async def approve_guest(self, case: Case, guest_id: str) -> None:
        """Put whom a neighbour lends first."""
        order = tuple(one.coordinator_id for one in await self.ranking(case))
        shortlist = m.ApproveShortlist(
            case_id=case.id, coordinator_ids=(guest_id,), ranking=order, reason=m.ShortlistReason.SPEAKS_THE_LANGUAGE
        )
        await self.manager(case, shortlist)

    async def take_on(self, case: Case, who: str) -> None:
        """Say yes to a proposal; who took another case on meanwhile, and has no room left, says no."""
        yes = m.AcceptProposal(case_id=case.id, coordinator_id=who, no_ties=True)
        receipt = await self._desk.tries(yes, Role.COORDINATOR, who, case.office)
        if receipt.code == NO_ROOM:
            no = m.DeclineProposal(case_id=case.id, reason=m.DeclineReason.NO_TIME)
            await self._desk.do(no, Role.COORDINATOR, who, case.office)
        elif receipt.status != "done":
            raise PlayError(f"{who} could not take on a case: {receipt.code} {receipt.message}")

    async def complete_registration(self, case: Case) -> None:
        """Fill in what only the coordinator knows: hours, kilometres, topics, and what was paid."""
        course = case.course
        done = r.CompleteRegistration(
            case_id=case.id,
            minutes_worked=course.minutes_worked,
            distance_km=course.distance_km,
            days_worked=course.days_worked,
            topics=course.topics,
            expenses=course.expenses,
            interpreter_came=True if course.interpreter else None,
        )
        await self.coordinator(case, done)
