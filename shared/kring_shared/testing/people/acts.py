"""What people do, one small act after another; `players` says when."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts import registry as r
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Receipt
from kring_shared.contracts.field import ConferenceType, Part
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.clock import Clock
from kring_shared.testing.people.case import Case
from kring_shared.testing.people.desk import Desk, PlayError

NO_ROOM = "kring.cannot-propose"
LONG_ENOUGH = 3
"""How many a manager puts on a shortlist."""
CIRCLE = (("Tante Loes", "nl"), ("Opa Jan", "nl"), ("Buurvrouw Nadia", "nl"))
PLAN = c.PlanText(
    agreements=(
        c.Agreement(who="Oma", what="haalt de kinderen op woensdag op", when="elke woensdag"),
        c.Agreement(who="Buurvrouw", what="belt als er zorgen zijn", when="meteen"),
    ),
    review_by="de hele kring",
    fallback_convener="Opa",
)


class Acts:
    """The commands of the route, each given by whom the field lets give it."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        """Act through a desk."""
        self._desk, self._clock = desk, clock

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
            message = f"a shortlist was refused: {receipt.code} {receipt.message}"
            raise PlayError(message)
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
            message = f"{who} could not take on a case: {receipt.code} {receipt.message}"
            raise PlayError(message)

    async def widen_circle(self, case: Case) -> None:
        """Ask who else can think along, and which professionals can inform."""
        people = [(name, Part.CIRCLE, language) for name, language in CIRCLE]
        people.append(("Mentor van school", Part.INFORMATION_GIVER, "nl"))
        if case.is_checked and not case.acceptors:
            people.append(("Verwijzer", Part.ACCEPTOR, "nl"))
        case.people += [(person.person_id, Part.MAIN_PERSON) for person in case.received.main_persons]
        case.people += [(person_id, Part.ACCEPTOR) for person_id in case.acceptors]
        for name, part, language in people:
            contact = Contact(name=name, email=f"{name.lower().replace(' ', '.')}@voorbeeld.example")
            receipt = await self.coordinator(
                case, c.SuggestParticipant(case_id=case.id, contact=contact, part=part, languages=(language,))
            )
            case.people.append((str((receipt.answer or {})["personId"]), part))

    async def speak_with_each(self, case: Case) -> None:
        """Visit or call each person before anybody is invited."""
        how = c.ContactKind.HOME_VISIT
        await self._with_each(case, lambda who: c.RecordContact(case_id=case.id, person_id=who, how=how))

    async def invite_each(self, case: Case) -> None:
        """Invite each person."""
        await self._with_each(case, lambda who: c.InviteParticipant(case_id=case.id, person_id=who))

    async def answer_each(self, case: Case) -> None:
        """Note that everybody comes."""
        comes = c.Answered.COMES
        await self._with_each(case, lambda who: c.AnswerInvitation(case_id=case.id, person_id=who, answer=comes))

    async def _with_each(self, case: Case, command: Callable[[str], Command]) -> None:
        await asyncio.gather(*(self.coordinator(case, command(person_id)) for person_id, _ in case.people))

    async def schedule(self, case: Case) -> None:
        """Set the day the participants chose: within days when it is urgent, else in three weeks."""
        wait = timedelta(days=1) if case.is_urgent else timedelta(days=21)
        case.starts_at = (self._clock.now() + wait).replace(hour=10, minute=0, second=0, microsecond=0)
        await self.coordinator(
            case,
            c.ScheduleConference(case_id=case.id, starts_at=case.starts_at, venue="Buurthuis De Linde, Lindestraat 1"),
        )

    async def share_conditions(self, case: Case) -> None:
        """Tell everybody the conditions beforehand."""
        if case.has_conditions:
            await self.coordinator(case, c.ShareConditions(case_id=case.id))

    async def leave_the_circle_alone(self, case: Case) -> None:
        """Every professional and the coordinator leave."""
        await self.coordinator(
            case, c.StartPrivateTime(case_id=case.id, professionals_left=True, coordinator_left=True)
        )

    async def give_the_sign(self, case: Case) -> None:
        """Somebody of the circle says that the plan is there."""
        await self.main_person(case, c.EndPrivateTime(case_id=case.id))

    async def agree_plan(self, case: Case) -> None:
        """Everyone present agrees."""
        await self.coordinator(case, c.AgreePlan(case_id=case.id, plan=PLAN, everyone_agrees=True))

    async def check_plan(self, case: Case, who: str) -> None:
        """The professional the plan lies before accepts, or sends back what is not met, once."""
        if case.temper.plan_is_sent_back and not case.was_sent_back:
            case.was_sent_back = True
            unmet = "condition-1" if case.has_conditions else "safe"
            await self.professional(case, who, c.SendPlanBack(case_id=case.id, unmet=unmet))
        else:
            await self.professional(case, who, c.AcceptPlan(case_id=case.id))

    async def conclude(self, case: Case) -> None:
        """Close the meeting."""
        await self.coordinator(case, c.ConcludeConference(case_id=case.id, present_count=len(case.people)))

    async def complete_registration(self, case: Case) -> None:
        """Fill in hours and kilometres."""
        await self.coordinator(
            case,
            r.CompleteRegistration(
                case_id=case.id, minutes_worked=1560, distance_km=84, topics=("upbringing", "relations")
            ),
        )
