"""What people do from the first call to the plan in everybody's hands, one small act after another."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from kring_shared.contracts import conference as c
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.field import ConferenceType, Part
from kring_shared.kernel.clock import Clock
from kring_shared.testing.people.acts import Acts
from kring_shared.testing.people.case import Case
from kring_shared.testing.people.kin import Kin, main_person

ABOUT_EVERYTHING: Final = (
    c.Covered.AIM,
    c.Covered.WORKING_METHOD,
    c.Covered.POSSIBILITIES,
    c.Covered.RESPONSIBILITIES,
    c.Covered.QUESTION,
)
OF_THE_CIRCLE: Final = frozenset({Part.MAIN_PERSON, Part.CIRCLE, Part.SUPPORT_PERSON})
PROFESSIONALS: Final = frozenset({Part.INFORMATION_GIVER, Part.ACCEPTOR})
OTHER_DAY: Final = timedelta(days=2)
INTERPRETER: Final = "Tolk"


class Conferring:
    """The commands of the conference, each given by whom the field lets give it."""

    def __init__(self, acts: Acts, clock: Clock) -> None:
        """Act as the people of a case do."""
        self._acts, self._clock = acts, clock

    async def agree_question(self, case: Case) -> None:
        """The main persons and the requester find one open question."""
        question = c.AgreeQuestion(
            case_id=case.id, question="Wat is er nodig zodat het thuis goed gaat?", requester_agrees=True
        )
        await self._acts.coordinator(case, question)

    async def widen_circle(self, case: Case) -> None:
        """Ask who else can think along, and which professionals can inform or look at the plan."""
        for number, person in enumerate(case.received.main_persons, start=1):
            case.know(main_person(number), person.person_id, Part.MAIN_PERSON)
        case.people += [(person_id, Part.ACCEPTOR) for person_id in case.acceptors]
        for kin in case.family.kin:
            await self._suggest(case, kin)
        if case.course.interpreter:
            await self._suggest(case, Kin(INTERPRETER, "tolk", Part.INTERPRETER, case.course.interpreter))
        if case.is_checked and not case.acceptors:
            await self._appoint(case)

    async def _suggest(self, case: Case, kin: Kin) -> None:
        receipt = await self._acts.coordinator(
            case,
            c.SuggestParticipant(
                case_id=case.id,
                contact=kin.contact,
                part=kin.part,
                languages=(kin.language,),
                minor=kin.minor,
                relation=kin.relation,
                suggested_by=case.main_person if kin.part is Part.CIRCLE else None,
            ),
        )
        case.know(kin.name, str((receipt.answer or {})["personId"]), kin.part)

    async def _appoint(self, case: Case) -> None:
        """The office finds a professional who looks at the plan, where nobody else names one."""
        who = Kin("Hulpverlener van het team", "")
        receipt = await self._acts.manager(case, c.AppointAcceptor(case_id=case.id, contact=who.contact))
        case.know(who.name, str((receipt.answer or {})["personId"]), Part.ACCEPTOR)

    async def speak_with_each(self, case: Case) -> None:
        """Visit or call each person before anybody is invited, and ask whether they can come safely."""
        await self._with(
            case,
            lambda who: c.RecordContact(
                case_id=case.id,
                person_id=who,
                how=c.ContactKind.HOME_VISIT,
                covered=ABOUT_EVERYTHING,
                minutes=75,
                distance_km=12,
            ),
        )
        await self._with(
            case, lambda who: c.RecordSafety(case_id=case.id, person_id=who, feels_safe=True), of=OF_THE_CIRCLE
        )
        await self._with(
            case,
            lambda who: c.RecordNeeds(
                case_id=case.id, person_id=who, comfort="een pauze", support=c.SupportWish.NOT_WANTED, calendar=True
            ),
            of=OF_THE_CIRCLE,
        )
        await self._with(case, lambda who: c.BriefProfessional(case_id=case.id, person_id=who), of=PROFESSIONALS)
        if case.course.interpreter:
            await self._book_interpreter(case, case.course.interpreter)

    async def _book_interpreter(self, case: Case, language: str) -> None:
        """Somebody of the circle speaks their own language; whoever was found interprets for them."""
        own = next((who for who, part in case.people if part is Part.CIRCLE), case.main_person)
        needs = c.RecordNeeds(case_id=case.id, person_id=own, interpreter=language)
        await self._acts.coordinator(case, needs)
        booked = c.BookInterpreter(case_id=case.id, person_id=own, interpreter_id=case.known[INTERPRETER])
        await self._acts.coordinator(case, booked)

    async def choose_support(self, case: Case) -> None:
        """Each child among the main persons chooses who stands beside them, of their own side where there are two."""
        sides = self._sides(case)
        for card in case.received.main_persons:
            own = [who for who, part in case.people if part is Part.CIRCLE]
            beside = next((who for who in own if sides.get(who) == sides.get(card.person_id)), None)
            if card.minor and beside is not None:
                wish = c.SupportWish.WANTED
                await self._acts.coordinator(
                    case, c.RecordNeeds(case_id=case.id, person_id=card.person_id, support=wish)
                )
                chosen = c.ChooseSupportPerson(case_id=case.id, person_id=card.person_id, support_person_id=beside)
                await self._acts.coordinator(case, chosen)

    async def place_on_sides(self, case: Case) -> None:
        """Restorative: everybody of the circle is on one of two sides."""
        for who, side in self._sides(case).items():
            await self._acts.coordinator(case, c.PlaceOnSide(case_id=case.id, person_id=who, side=side))

    def _sides(self, case: Case) -> dict[str, c.Side]:
        """Say who is on which side: by turns, the first main person with who was harmed."""
        if case.received.dossier.conference_type is not ConferenceType.RESTORATIVE:
            return {}
        people = [who for who, part in case.people if part in OF_THE_CIRCLE]
        return {who: list(c.Side)[n % 2] for n, who in enumerate(people)}

    async def invite_each(self, case: Case) -> None:
        """Invite each person; a street or a group is invited openly besides."""
        await self._with(case, lambda who: c.InviteParticipant(case_id=case.id, person_id=who))
        if case.received.dossier.conference_type is ConferenceType.COMMUNITY:
            await self._acts.coordinator(case, c.InviteGroup(case_id=case.id, invited=60))

    async def answer_each(self, case: Case) -> None:
        """Note that everybody comes, and which of two days they can."""
        comes = c.Answered.COMES
        await self._with(case, lambda who: c.AnswerInvitation(case_id=case.id, person_id=who, answer=comes))
        if case.is_urgent:
            return  # there is no time to choose from a list: the day is found by telephone
        case.starts_at = case.course.day(case.received.occurred_at, self._clock.now())
        options = (case.starts_at, case.starts_at + OTHER_DAY)
        await self._acts.coordinator(case, c.ProposeDates(case_id=case.id, options=options))
        await self._with(
            case, lambda who: c.AnswerDates(case_id=case.id, person_id=who, can=options[:1]), of=OF_THE_CIRCLE
        )

    async def schedule(self, case: Case) -> None:
        """Set the day most can; within days when it is urgent."""
        if case.starts_at is None:
            case.starts_at = case.course.soon(case.received.occurred_at, self._clock.now())
        await self._acts.coordinator(
            case,
            c.ScheduleConference(
                case_id=case.id,
                starts_at=case.starts_at,
                venue="Buurthuis De Linde, Lindestraat 1",
                neutral=True,
                no_end_time=True,
            ),
        )
        await self._acts.coordinator(case, c.ArrangeFood(case_id=case.id))

    async def share_conditions(self, case: Case) -> None:
        """Tell everybody the conditions beforehand, each with a receipt."""
        if case.has_conditions:
            await self._acts.coordinator(case, c.ShareConditions(case_id=case.id))

    async def declare_ready(self, case: Case) -> None:
        """Say that everything is there."""
        await self._acts.coordinator(case, c.DeclareReady(case_id=case.id))

    async def open_meeting(self, case: Case) -> None:
        """Begin part one: professionals inform, and the conditions are explained."""
        await self._acts.coordinator(case, c.StartInformationPhase(case_id=case.id))
        givers = frozenset({Part.INFORMATION_GIVER})
        await self._with(case, lambda who: c.RecordInformationGiven(case_id=case.id, person_id=who), of=givers)
        if case.has_conditions:
            await self._acts.coordinator(case, c.ExplainConditions(case_id=case.id))

    async def leave_the_circle_alone(self, case: Case) -> None:
        """Every professional and the coordinator leave."""
        await self._acts.coordinator(
            case, c.StartPrivateTime(case_id=case.id, professionals_left=True, coordinator_left=True)
        )

    async def take_back(self, case: Case) -> None:
        """Let the circle think again about what came back: alone together, or as it made its plan before."""
        if case.course.has_plan_before:
            await self.draft_plan(case)
        else:
            await self.leave_the_circle_alone(case)

    async def give_the_sign(self, case: Case) -> None:
        """The plan is there: somebody of the circle says so, or in two rooms each circle does."""
        if case.received.dossier.conference_type is ConferenceType.RESTORATIVE:
            for side in c.Side:
                done = c.EndPrivateTime(case_id=case.id, side=side, circle_called=True)
                await self._acts.coordinator(case, done)
        else:
            await self._acts.main_person(case, c.EndPrivateTime(case_id=case.id))

    async def present(self, case: Case) -> None:
        """Hear what the circle came to: a plan, or that there is none."""
        if case.course.has_no_plan:
            await self.conclude(case)
        else:
            await self.draft_plan(case)

    async def draft_plan(self, case: Case) -> None:
        """The coordinator writes down what the circle presents; what was sent back the circle itself puts anew."""
        text = case.family.plan_of(case.known, self._clock.now().date())
        if case.was_sent_back:
            more = c.Agreement(who="de hele kring", what="houdt zich aan wat vooraf is afgesproken", when="altijd")
            text = text.model_copy(update={"agreements": (*text.agreements, more)})
            await self._acts.main_person(case, c.DraftPlan(case_id=case.id, plan=text))
        else:
            await self._acts.coordinator(case, c.DraftPlan(case_id=case.id, plan=text))

    async def confirm_plan(self, case: Case, version: int) -> None:
        """Everyone present agrees, and the circle says so."""
        yes = c.ConfirmPlan(case_id=case.id, plan_version=version, everyone_agrees=True)
        await self._acts.main_person(case, yes)

    async def check_plan(self, case: Case, who: str) -> None:
        """The professional the plan lies before accepts, or sends back what is not met, once."""
        if case.temper.plan_is_sent_back and not case.was_sent_back:
            case.was_sent_back = True
            unmet = ("condition-1",) if case.has_conditions else ("safe",)
            await self._acts.professional(case, who, c.SendPlanBack(case_id=case.id, unmet=unmet))
        else:
            await self._acts.professional(case, who, c.AcceptPlan(case_id=case.id))

    async def conclude(self, case: Case) -> None:
        """Close the meeting."""
        present = len(case.people) + (30 if case.received.dossier.conference_type is ConferenceType.COMMUNITY else 0)
        none = case.course.has_no_plan
        closing = c.ConcludeConference(case_id=case.id, present_count=present, without_plan=none)
        await self._acts.coordinator(case, closing)

    async def plan_before_meeting(self, case: Case) -> None:
        """The circle made its plan while everything was prepared, so no meeting is needed."""
        text = case.family.plan_of(case.known, self._clock.now().date())
        await self._acts.main_person(case, c.MakePlanWithoutMeeting(case_id=case.id, plan=text))

    async def hand_over_plan(self, case: Case, recipients: tuple[str, ...]) -> None:
        """Bring the plan on paper to everybody who gets it."""
        for who in recipients:
            receipt = c.ConfirmReceipt(case_id=case.id, person_id=who, received_by=c.ReceivedBy.BY_HAND)
            await self._acts.coordinator(case, receipt)

    async def answer_help(self, case: Case) -> None:
        """Note what professionals said to what the circle asked of them."""
        today = self._clock.now().date()
        asked = case.family.plan_of(case.known, today).help_asked
        for item, _ in enumerate(asked, start=1):
            yes = c.AnswerHelp(case_id=case.id, item=item, granted=True, starts_on=today + timedelta(days=14))
            await self._acts.coordinator(case, yes)

    async def _with(self, case: Case, command: Callable[[str], Command], of: frozenset[Part] = frozenset(Part)) -> None:
        people = [person_id for person_id, part in case.people if part in of]
        await asyncio.gather(*(self._acts.coordinator(case, command(person_id)) for person_id in people))
