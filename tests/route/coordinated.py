"""From an accepted request to a coordinator at work and a day that is chosen: what people do on the plain way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kring_shared.contracts import conference as c
from kring_shared.contracts import matching as m
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Receipt
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Contact
from tests.route.office import GROWN_UP, Office

PEOPLE = (("Rachel de Boer", 1986), ("Otto Kuipers", 1951), ("Wiesje Blom", 1999), ("Farid Azzaoui", 1974))
ABOUT = (*sorted(c.BEFORE_AN_INVITATION), c.Covered.QUESTION)
QUESTION = "Wat is er nodig zodat het thuis goed gaat?"


@dataclass
class Coordinated:
    """A case with a coordinator, and the people in it."""

    office: Office
    case_id: str
    main_person: str
    coordinator_id: str = ""

    async def ranked(self) -> list[m.RankedCoordinator]:
        """Give who fits now, best first."""
        ranking = await self.office.asks(m.RankCoordinators(case_id=self.case_id), m.Ranking)
        return [one for one in ranking.coordinators if not one.stops]

    async def approves(self, *ids: str, reason: m.ShortlistReason = m.ShortlistReason.BEST_SCORE) -> Receipt:
        """Let the manager approve a shortlist, having seen the ranking."""
        order = tuple(one.coordinator_id for one in await self.ranked())
        return await self.office.must(
            m.ApproveShortlist(case_id=self.case_id, coordinator_ids=ids or order[:3], ranking=order, reason=reason)
        )

    async def search(self) -> m.SearchShown:
        """Show how far the search is."""
        return await self.office.asks(m.ShowSearch(case_id=self.case_id), m.SearchShown)

    async def says_yes(self) -> None:
        """Let whoever is asked accept, and the main person agree."""
        self.coordinator_id = (await self.search()).coordinator_id or ""
        yes = m.AcceptProposal(case_id=self.case_id, coordinator_id=self.coordinator_id, no_ties=True)
        await self.does(yes)
        agrees = m.ConfirmCoordinator(case_id=self.case_id, coordinator_id=self.coordinator_id)
        await self.office.must(agrees, Role.MAIN_PERSON, self.main_person)

    async def does(self, command: Command) -> None:
        """Let the coordinator do something that nothing stands in the way of."""
        await self.office.must(command, Role.COORDINATOR, self.coordinator_id)

    async def tries(self, command: Command) -> Receipt:
        """Let the coordinator try something."""
        return await self.office.does(command, Role.COORDINATOR, self.coordinator_id)

    async def prepares(self) -> list[str]:
        """Bring a small circle together up to the day; give the ids of those who come."""
        case_id = self.case_id
        await self.does(c.AgreeQuestion(case_id=case_id, question=QUESTION, requester_agrees=True))
        aunt = Contact(name="Tante Loes", email="loes@voorbeeld.example")
        asked = await self.office.must(
            c.SuggestParticipant(case_id=case_id, contact=aunt, part=Part.CIRCLE, languages=("nl",)),
            Role.COORDINATOR,
            self.coordinator_id,
        )
        people = [self.main_person, str((asked.answer or {})["personId"])]
        for who in people:
            await self.joins(who)
        await self.sets_the_day(self.office.clock.now() + timedelta(days=10))
        await self.does(c.DeclareReady(case_id=case_id))
        return people

    async def joins(self, who: str, answer: c.Answered = c.Answered.COMES, **said: object) -> None:
        """Speak with somebody about everything, ask whether it is safe and what they need, invite, and hear."""
        case_id = self.case_id
        await self.does(c.RecordContact(case_id=case_id, person_id=who, how=c.ContactKind.HOME_VISIT, covered=ABOUT))
        await self.does(c.RecordSafety(case_id=case_id, person_id=who, feels_safe=True))
        wish = c.SupportWish.NOT_WANTED
        await self.does(c.RecordNeeds(case_id=case_id, person_id=who, comfort="koffie", support=wish))
        await self.does(c.InviteParticipant(case_id=case_id, person_id=who))
        answered = {"case_id": case_id, "person_id": who, "answer": answer} | said
        await self.does(c.AnswerInvitation.model_validate(answered))

    async def sets_the_day(self, at: datetime) -> None:
        """Have the participants choose a day, a neutral place, and something to eat."""
        everybody = [line.person_id for line in (await self.conference()).participants]
        await self.does(c.ProposeDates(case_id=self.case_id, options=(at,)))
        for who in everybody:
            await self.tries(c.AnswerDates(case_id=self.case_id, person_id=who, can=(at,)))
        await self.does(
            c.ScheduleConference(
                case_id=self.case_id, starts_at=at, venue="Buurthuis De Linde", neutral=True, no_end_time=True
            )
        )
        await self.does(c.ArrangeFood(case_id=self.case_id))

    async def conference(self) -> c.ConferenceShown:
        """Show the conference, as the manager sees it."""
        return await self.office.asks(c.ShowConference(case_id=self.case_id), c.ConferenceShown)


async def an_accepted_case(
    office: Office,
    reference: str,
    triaged: Mapping[str, object] | None = None,
    **data: Any,  # noqa: ANN401 - fields of a referral
) -> Coordinated:
    """Take a request on, of one grown-up who says yes; every reference is somebody else."""
    name, year = PEOPLE[sum(map(ord, reference)) % len(PEOPLE)]
    person = GROWN_UP | {"name": name, "birthYear": year}
    data = {"mainPersons": [person]} | data
    line = await office.refers(reference, **data)
    await office.accepts(line.case_id, **(triaged or {}))
    main_person, *_ = (await office.shown(line.case_id)).main_persons
    return Coordinated(office, line.case_id, main_person.person_id)


async def a_coordinated_case(
    office: Office,
    reference: str,
    triaged: Mapping[str, object] | None = None,
    **data: Any,  # noqa: ANN401 - fields of a referral
) -> Coordinated:
    """Take a request on, and let the best who fits begin."""
    case = await an_accepted_case(office, reference, triaged, **data)
    await case.approves()
    await case.says_yes()
    return case
