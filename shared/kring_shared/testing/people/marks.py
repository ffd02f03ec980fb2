"""People give marks: the coordinator asks each of them whether they want to, and who said yes answers by the code."""

import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final, TypeVar

from pydantic import BaseModel

from kring_shared.contracts import registry as r
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import PlanDistributed, PresentationStarted
from kring_shared.contracts.envelope import Command, Fact
from kring_shared.contracts.field import AgeBand, Part
from kring_shared.contracts.intake import AuthorityRecorded
from kring_shared.contracts.notifications import CorrectContact
from kring_shared.contracts.registry import FormWay, Group, Scores
from kring_shared.contracts.sealed import Contact, Erased, Sealed
from kring_shared.kernel.clock import Clock
from kring_shared.kernel.work import Sealer
from kring_shared.testing.people.agenda import Agenda, in_office_hours
from kring_shared.testing.people.case import Case
from kring_shared.testing.people.desk import Desk, PlayError

T = TypeVar("T", bound="str | BaseModel")
MEANS: Final[Mapping[Group, tuple[float, float, float]]] = {
    **dict.fromkeys((Group.MINOR, Group.ADULT, Group.FAMILY, Group.NETWORK), (8.3, 8.4, 8.5)),
    Group.PROFESSIONAL: (7.7, 7.3, 7.5),
}
"""What meeting, plan and coordinator get on average: yearly figures of the Netherlands over 2023."""
SPREAD: Final = 1.1
"""Standard deviation of marks; no source gives it."""
SAY_YES, TO_RESEARCH, COME_BACK = 0.9, 0.5, 0.75
"""How many want to be asked, allow research and answer: guesses."""
FIRST_DAYS, LAST_DAYS = 3, 25
NEAR_BY: Final = ("woont ernaast", "vriend van de familie", "buurvrouw", "buurman")
"""What somebody of the circle is to the family who is no family."""
ROLES: Final[Mapping[Group, Role]] = {
    Group.MINOR: Role.MAIN_PERSON,
    Group.ADULT: Role.MAIN_PERSON,
    Group.FAMILY: Role.CIRCLE_MEMBER,
    Group.NETWORK: Role.CIRCLE_MEMBER,
    Group.PROFESSIONAL: Role.INFORMATION_GIVER,
}
TOO_LATE: Final = frozenset({"kring.not-found", "kring.not-permitted", "kring.not-allowed-now", "kring.paused"})
"""What is said when it stopped meanwhile."""


class Marking:
    """The coordinator who asks, and people who answer; nobody does where a case's temper does not say so."""

    def __init__(self, desk: Desk, clock: Clock, agenda: Agenda, mail: Sealer | None) -> None:
        """Let people act through `desk`; `mail` opens what came for them, as their letter would."""
        self._desk, self._clock, self._agenda, self._mail = desk, clock, agenda, mail
        self._asked: set[str] = set()
        self._children: set[str] = set()

    def see(self, case: Case, fact: Fact) -> None:
        """Let people react to a fact: they are asked when the plan is presented, or handed over without a meeting."""
        if self._mail is None or case.temper.gives_marks is None:
            return
        if isinstance(fact, AuthorityRecorded) and fact.age_band not in {None, AgeBand.ADULT}:
            self._children.add(fact.person_id)
        elif isinstance(fact, PresentationStarted | PlanDistributed) and case.id not in self._asked:
            self._asked.add(case.id)
            self.ask(case)
        elif isinstance(fact, r.SatisfactionInvited):
            self.answer(case, fact)

    def ask(self, case: Case) -> None:
        """The coordinator asks each of them."""

        async def ask() -> None:
            for name, person_id, part in _people(case):
                await self._ask_one(case, name, person_id, part)

        self._plan(case, timedelta(minutes=30), ask)

    def answer(self, case: Case, invited: r.SatisfactionInvited) -> None:
        """Who got a form answers it by its code, or does not; on paper the office enters what came back."""
        name = next((name for name, person_id, _ in _people(case) if person_id == invited.person_id), "")
        draw = _drawn(case, name, "answer")
        code = self._opened(invited.code, str)
        if not name or isinstance(code, Erased) or draw.random() >= COME_BACK:
            return
        marks = [min(max(round(draw.gauss(mean, SPREAD)), 1), 10) for mean in MEANS[invited.group]]
        scores = Scores(meeting=None if case.course.has_plan_before else marks[0], plan=marks[1], coordinator=marks[2])
        if case.course.has_no_plan:
            scores = scores.model_copy(update={"plan": None})

        async def answer() -> None:
            if invited.way is FormWay.PAPER:
                entered = r.EnterPaperForm(code=code, scores=scores)
                await self._try(entered, Role.REGIONAL_MANAGER, f"manager-{case.office}", case.office)
            else:
                given = r.AnswerSatisfaction(code=code, scores=scores)
                await self._try(given, ROLES[invited.group], r.form_id(code), case.office)

        self._plan(case, timedelta(days=draw.randrange(FIRST_DAYS, LAST_DAYS)), answer)

    async def _ask_one(self, case: Case, name: str, person_id: str, part: Part) -> None:
        """Ask somebody; who wants a form, and gave no address before, gives one for it."""
        draw = _drawn(case, name, "wish")
        scores, kin = draw.random() < SAY_YES, next((kin for kin in case.family.kin if kin.name == name), None)
        contact = self._contact(case, name, person_id)
        if scores and not (contact.email or contact.postal_address):
            contact = contact.model_copy(update={"email": f"{person_id[-8:]}@voorbeeld.example"})
            corrected = CorrectContact(case_id=case.id, person_id=person_id, contact=contact)
            await self._try(corrected, Role.COORDINATOR, case.coordinator_id, case.office)
        wish = r.RecordScoreWishes(
            case_id=case.id,
            person_id=person_id,
            group=self._group(person_id, part, kin.relation if kin else ""),
            scores=scores,
            research=draw.random() < TO_RESEARCH,
            way=FormWay.LINK if contact.email else FormWay.PAPER,
        )
        await self._try(wish, Role.COORDINATOR, case.coordinator_id, case.office)

    def _contact(self, case: Case, name: str, person_id: str) -> Contact:
        kin = next((kin for kin in case.family.kin if kin.name == name), None)
        card = next((card for card in case.received.main_persons if card.person_id == person_id), None)
        if card is None:
            return kin.contact if kin else Contact(name=name)
        contact = self._opened(card.contact, Contact)
        return Contact(name=name) if isinstance(contact, Erased) else contact

    def _group(self, person_id: str, part: Part, relation: str) -> Group:
        if part.is_professional:
            return Group.PROFESSIONAL
        if part is Part.MAIN_PERSON:
            return Group.MINOR if person_id in self._children else Group.ADULT
        return Group.NETWORK if relation in NEAR_BY else Group.FAMILY

    def _opened(self, sealed: Sealed[T], form: type[T]) -> T | Erased:
        assert self._mail is not None
        return self._mail.open(sealed, form)

    async def _try(self, command: Command, role: Role, who: str, office: str) -> None:
        receipt = await self._desk.tries(command, role, who, office)
        if receipt.status != "done" and receipt.code not in TOO_LATE:
            raise PlayError(f"{command.name} of {role} was refused: {receipt.code} {receipt.message}")

    def _plan(self, case: Case, after: timedelta, act: Callable[[], object]) -> None:
        async def unless_over() -> None:
            if not case.is_over:
                await act()  # type: ignore[misc]  # every act is a coroutine function

        self._agenda.plan_at(in_office_hours(self._clock.now() + after), case.id, unless_over)


def _people(case: Case) -> list[tuple[str, str, Part]]:
    """Give whoever took part, by name: an interpreter did not."""
    parts = dict(case.people)
    everybody = ((name, person_id, parts[person_id]) for name, person_id in sorted(case.known.items()))
    return [one for one in everybody if one[2] is not Part.INTERPRETER]


def _drawn(case: Case, name: str, what: str) -> random.Random:
    """Draw the same for the same person of the same drawn case, whatever ids they got."""
    return random.Random(f"{case.temper.gives_marks}/{name}/{what}")  # noqa: S311 - play, and the same every time
