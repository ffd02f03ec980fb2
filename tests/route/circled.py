"""A case whose circle comes together: who joins and how, the day itself, and the plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Receipt
from kring_shared.contracts.field import Context, Part
from kring_shared.contracts.sealed import Contact
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.register import fill_register
from tests.route.coordinated import QUESTION, Coordinated, a_coordinated_case
from tests.route.office import Office

TEN_DAYS = timedelta(days=10)
CIRCLE = frozenset({Part.MAIN_PERSON, Part.CIRCLE, Part.SUPPORT_PERSON})


@dataclass
class Circled:
    """A coordinated case, and everybody in it by name."""

    case: Coordinated
    main_persons: list[str]
    people: dict[str, str] = field(default_factory=dict)

    @property
    def office(self) -> Office:
        """Give the office."""
        return self.case.office

    @property
    def case_id(self) -> str:
        """Give the case."""
        return self.case.case_id

    async def does(self, command: Command) -> None:
        """Let the coordinator do something that nothing stands in the way of."""
        await self.case.does(command)

    async def tries(self, command: Command) -> Receipt:
        """Let the coordinator try something."""
        return await self.case.tries(command)

    async def says(self, command: Command, who: str = "") -> Receipt:
        """Let somebody of the circle, the main person unless said otherwise, do something; it may be refused."""
        person = who or self.main_persons[0]
        role = Role.MAIN_PERSON if person in self.main_persons else Role.CIRCLE_MEMBER
        return await self.office.does(command, role, person)

    async def checks(self, command: Command, who: str) -> Receipt:
        """Let a professional who checks the plan answer."""
        return await self.office.does(command, Role.MANDATED_PROFESSIONAL, who)

    async def suggests(self, name: str, part: Part = Part.CIRCLE, **more: object) -> str:
        """Enter somebody who may be asked; give their id."""
        fields = {"case_id": self.case_id, "contact": Contact(name=name), "part": part, "languages": ("nl",)}
        receipt = await self.tries(c.SuggestParticipant.model_validate(fields | more))
        assert receipt.status == "done", (receipt.code, receipt.message)
        self.people[name] = str((receipt.answer or {})["personId"])
        return self.people[name]

    async def joins(self, name: str, part: Part = Part.CIRCLE, **more: object) -> str:
        """Enter somebody, speak with them, invite them, and hear that they come; give their id."""
        who = await self.suggests(name, part, **more)
        await self.case.joins(who)
        if part not in CIRCLE and part is not Part.INTERPRETER:
            await self.does(c.BriefProfessional(case_id=self.case_id, person_id=who))
        return who

    async def agrees_on_a_question(self) -> None:
        """Find one open question together."""
        await self.does(c.AgreeQuestion(case_id=self.case_id, question=QUESTION, requester_agrees=True))

    async def gets_ready(self) -> None:
        """Hear every main person, set a day in ten days, and declare that all is there."""
        for who in self.main_persons:
            await self.case.joins(who)
        if (await self.seen_by_coordinator()).conditions:
            await self.does(c.ShareConditions(case_id=self.case_id))
        await self.case.sets_the_day(self.office.clock.now() + TEN_DAYS)
        await self.does(c.DeclareReady(case_id=self.case_id))

    async def opens(self) -> None:
        """Let the day come, and begin part one."""
        await self.office.waits(TEN_DAYS)
        await self.does(c.StartInformationPhase(case_id=self.case_id))
        if (await self.seen_by_coordinator()).conditions:
            await self.does(c.ExplainConditions(case_id=self.case_id))

    async def is_left_alone(self, **more: object) -> None:
        """Begin private time."""
        left = {"case_id": self.case_id, "professionals_left": True, "coordinator_left": True} | more
        await self.does(c.StartPrivateTime.model_validate(left))

    async def presents(self, plan: c.PlanText | None = None) -> int:
        """Give the sign, present a plan, and agree on it; give its version."""
        called = await self.says(c.EndPrivateTime(case_id=self.case_id))
        assert called.status == "done", called.message
        return await self.agrees_on(plan or a_plan(self.office.clock.now().date()))

    async def agrees_on(self, plan: c.PlanText) -> int:
        """Let the circle put its plan in words and confirm it; give the version."""
        drafted = await self.says(c.DraftPlan(case_id=self.case_id, plan=plan))
        assert drafted.status == "done", drafted.message
        version = int(str((drafted.answer or {})["planVersion"]))
        yes = c.ConfirmPlan(case_id=self.case_id, plan_version=version, everyone_agrees=True)
        confirmed = await self.says(yes)
        assert confirmed.status == "done", confirmed.message
        return version

    async def concludes(self, present: int = 9, **more: object) -> None:
        """Close the meeting."""
        fields = {"case_id": self.case_id, "present_count": present} | more
        await self.does(c.ConcludeConference.model_validate(fields))

    async def gives_the_plan(self) -> None:
        """Write it out and give it to those who get it."""
        await self.does(c.WriteOutPlan(case_id=self.case_id))
        await self.does(c.DistributePlan(case_id=self.case_id))

    async def goes_to_the_plan_in_hands(self, plan: c.PlanText | None = None) -> None:
        """Go the plain way from nothing to a plan that everybody has."""
        await self.agrees_on_a_question()
        await self.joins("Tante Loes")
        await self.gets_ready()
        await self.opens()
        await self.is_left_alone()
        await self.presents(plan)
        await self.concludes()
        await self.gives_the_plan()

    async def seen_by_coordinator(self) -> c.ConferenceShown:
        """Show the conference as the coordinator sees it."""
        return await self._shown(Role.COORDINATOR, self.case.coordinator_id)

    async def seen_by(self, who: str) -> c.ConferenceShown:
        """Show the conference as somebody of the circle sees it."""
        return await self._shown(Role.MAIN_PERSON if who in self.main_persons else Role.CIRCLE_MEMBER, who)

    async def seen_by_manager(self) -> c.ConferenceShown:
        """Show the conference as the regional manager sees it."""
        return await self._shown(Role.REGIONAL_MANAGER, "")

    async def _shown(self, role: Role, who: str) -> c.ConferenceShown:
        return await self.office.asks(c.ShowConference(case_id=self.case_id), c.ConferenceShown, role, who)

    async def told(self, kind: type) -> list[object]:
        """Give the facts of one kind of this case."""
        return [fact for fact in await self.office.facts(self.case_id) if isinstance(fact, kind)]


def a_plan(today: date, **more: object) -> c.PlanText:
    """Make a small plan that names what a plan names."""
    fields = {
        "agreements": ({"who": "Tante Loes", "what": "kookt op woensdag", "when": "elke week"},),
        "strengths": ("We wonen dichtbij.",),
        "review_on": today + timedelta(days=60),
        "review_by": "wij allemaal",
        "stay_in_touch": "we bellen",
        "fallback_convener": "Tante Loes",
        "whom_to_warn": "de huisarts",
    }
    return c.PlanText.model_validate(fields | more)


async def a_circle(
    office: Office, reference: str, triaged: Mapping[str, object] | None = None, **data: object
) -> Circled:
    """Fill the register, take a case on, and let its coordinator begin."""
    await fill_register(Desk(office.client), office.clock.now(), load=5)
    case = await a_coordinated_case(office, reference, triaged, **data)
    shown = await office.shown(case.case_id)
    return Circled(case, [line.person_id for line in shown.main_persons])


def mandate(*conditions: str, name: str = "R. Maes", for_persons: tuple[int, ...] = ()) -> dict[str, object]:
    """Make a body that may compel, for a referral."""
    acceptor = {"name": name, "organisation": "Jeugdrechtbank", "email": "r.maes@rechtbank.example"}
    made = {"kind": "youthCourt", "conditions": list(conditions), "acceptor": acceptor}
    return made | ({"for": list(for_persons)} if for_persons else {})


async def joins_with_support(circle: Circled, child: str, beside: str) -> None:
    """Let a child come, with somebody of their own choice beside them."""
    await circle.case.joins(child)
    choice = c.ChooseSupportPerson(case_id=circle.case_id, person_id=child, support_person_id=beside)
    await circle.does(c.RecordNeeds(case_id=circle.case_id, person_id=child, support=c.SupportWish.WANTED))
    await circle.tries(choice)


async def a_mandated_circle(office: Office, reference: str, *conditions: str, **also: object) -> Circled:
    """Bring a circle up to the day, where a youth court set conditions; `also`: what else its mandate says."""
    circle = await a_circle(
        office,
        reference,
        {"context": Context.MANDATORY},
        context="mandatory",
        mandates=[mandate(*conditions) | also],
    )
    await circle.agrees_on_a_question()
    await circle.joins("Tante Loes")
    judge = await acceptor_of(circle)
    await circle.case.joins(judge)
    await circle.does(c.BriefProfessional(case_id=circle.case_id, person_id=judge))
    await circle.gets_ready()
    return circle


async def acceptor_of(circle: Circled) -> str:
    """Give who checks the plan."""
    (found,) = [p for p in (await circle.seen_by_coordinator()).participants if p.part is Part.ACCEPTOR]
    return found.person_id
