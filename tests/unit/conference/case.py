"""One case, played against the real handlers and the real rights, without lane or database."""

from datetime import date
from itertools import count
from typing import TypeVar

from kring_conference.domain.conference import Conference
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.queries import show_conference
from kring_conference.subscribers import subscribe
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import (
    BEFORE_AN_INVITATION,
    AcceptPlan,
    Agreement,
    AgreeQuestion,
    Answered,
    AnswerInvitation,
    AppointAcceptor,
    ConcludeConference,
    ConferenceShown,
    ConfirmPlan,
    ContactKind,
    Covered,
    DeclareReady,
    DraftPlan,
    EndPrivateTime,
    ExplainConditions,
    InviteParticipant,
    PlanText,
    RecordContact,
    ShareConditions,
    ShowConference,
    StartInformationPhase,
    StartPrivateTime,
    SubmitPlan,
    SuggestParticipant,
)
from kring_shared.contracts.envelope import Command, Fact, Named
from kring_shared.contracts.field import Context, Dossier, Mandate, Part, PersonCard
from kring_shared.contracts.intake import RequestAccepted
from kring_shared.contracts.matching import AssignmentActivated
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.ids import id_at
from kring_shared.kernel.work import Aggregate, Reminder, Work
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Reader, Routes
from kring_shared.runtime.declared.service import Surroundings
from kring_shared.runtime.lane import permits
from kring_shared.runtime.settings import ServiceSettings
from kring_shared.runtime.storage.shelves import View
from kring_shared.testing.work import NOON, PlainVault, a_work, an_actor, facts_of
from tests.unit.conference.asked import asked, choosing_the_day
from tests.unit.conference.asked import in_days as in_days  # noqa: PLC0414 - handed on to who plays a case

A = TypeVar("A", bound=Aggregate)
CASE_ID = "0" * 31 + "1"
FILIP = "0" * 31 + "2"
COORDINATOR = "0" * 31 + "3"
GUARDIAN = "0" * 31 + "4"
JUDGE = "0" * 31 + "5"
QUESTION = "What does Filip need to grow up in peace?"
PLAN = PlanText(
    agreements=(Agreement(who="Oma", what="has Filip for the weekend", when="every third week"),),
    review_on=date(2027, 3, 1),
    review_by="Everyone who is here",
    fallback_convener="Oma",
)
VAULT = PlainVault()


def routes() -> Routes:
    """Give what the service declares."""
    broker = LaneBroker("nats://127.0.0.1:1")
    subscribe(broker, Surroundings(ServiceSettings.model_construct(), {}, {}, VAULT, None))  # type: ignore[arg-type]
    return broker.routes


ROUTES = routes()
HANDLERS = {kind: route.handle for kind, route in ROUTES.messages.items()}
QUERIES = ROUTES.queries


def card(person_id: str, name: str) -> PersonCard:
    """Make somebody's card."""
    contact = VAULT.seal("utrecht", scope_of(Scope.PERSON, person_id), Contact(name=name, phone="+31 30 1234567"))
    return PersonCard(person_id=person_id, contact=contact)


def mandate(*conditions: str, acceptor_id: str | None = GUARDIAN) -> Mandate:
    """Make a mandate, with an acceptor unless `acceptor_id` is none."""
    sealed = tuple(VAULT.seal("utrecht", scope_of(Scope.CASE, CASE_ID), words) for words in conditions)
    acceptor = card(acceptor_id, "The guardian") if acceptor_id else None
    return Mandate(kind="familyGuardian", conditions=sealed, acceptor=acceptor)


class Case:
    """What is stored of one case, and everything that was told about it."""

    def __init__(self, *mandates: Mandate, policy: str = "nl/1", **of: object) -> None:
        """Have the request accepted; compelled when there are mandates. `of`: what else its dossier says."""
        self.now = NOON
        self.stored: dict[tuple[type, str], Aggregate] = {}
        self.told: list[Fact] = []
        self.last: Work | None = None
        self.deadlines: list[Reminder] = []
        self._causes = count()
        context = Context.MANDATORY if mandates else Context.VOLUNTARY
        self.hear(
            RequestAccepted(
                case_id=CASE_ID,
                office="utrecht",
                requester=card(FILIP, "Filip"),
                main_persons=(card(FILIP, "Filip"),),
                dossier=Dossier(policy=policy, context=context).model_copy(update=of),
                mandates=mandates,
            )
        )

    def hear(self, message: Named) -> list[Fact]:
        """Let a fact or a deadline come in; give what is told because of it."""
        return self._handle(message, None)

    def do(self, command: Command, actor: Actor | None = None) -> list[Fact]:
        """Have somebody (the coordinator unless said otherwise) give a command, if the rights table lets them."""
        who = actor or an_actor(Role.COORDINATOR, COORDINATOR)
        right = permits.check_role(who, type(command), "utrecht")
        permits.check_part(who, right, self.view().about(command.keys()))
        return self._handle(command, who)

    def view(self) -> View:
        """Give everything stored, as the lane finds it."""
        view = View()
        for aggregate in self.stored.values():
            view.add(type(aggregate), aggregate)
        return view

    def _handle(self, message: Named, actor: Actor | None) -> list[Fact]:
        cause = id_at(self.now, f"cause {next(self._causes)}")
        work = a_work("conference", *self.stored.values(), actor=actor, now=self.now, cause=cause, vault=VAULT)
        HANDLERS[message.kind()](message, work)
        self.stored = {place: kept for place, kept in self.stored.items() if place not in work.removed} | work.changed
        self.told += facts_of(work)
        wait = [d for d in self.deadlines if (d.deadline.kind(), d.deadline.key()) not in work.forgotten]
        self.deadlines = [*(d for d in wait if d.deadline != message), *work.reminders]
        self.last = work
        return facts_of(work)

    @property
    def conference(self) -> Conference:
        """Give the conference."""
        return self._only(Conference)

    @property
    def plan(self) -> Plan:
        """Give the plan."""
        return self._only(Plan)

    def _only(self, kind: type[A]) -> A:
        (found,) = (a for a in self.stored.values() if isinstance(a, kind))
        return found

    def person(self, person_id: str) -> Participant:
        """Give a participant."""
        found = self.stored[Participant, person_id]
        assert isinstance(found, Participant)
        return found

    def calls(self) -> list[FollowUp]:
        """Give the follow-up calls, in order."""
        return sorted((a for a in self.stored.values() if isinstance(a, FollowUp)), key=lambda call: call.step)

    def show(self, actor: Actor | None = None) -> ConferenceShown:
        """Ask for the conference."""
        who = actor or an_actor(Role.COORDINATOR, COORDINATOR)
        reader = Reader(None, self.view(), VAULT, self.now, who)  # type: ignore[arg-type]  # no table is read
        return show_conference(ShowConference(case_id=CASE_ID), reader)

    def suggest(self, name: str, part: Part = Part.CIRCLE) -> str:
        """Have the coordinator suggest somebody; give their id."""
        self.do(SuggestParticipant(case_id=CASE_ID, contact=Contact(name=name), part=part))
        assert self.last is not None
        assert self.last.answer is not None
        return str(self.last.answer["personId"])

    def joins(self, name: str, part: Part = Part.CIRCLE) -> str:
        """Have somebody suggested, spoken with, invited, and say that they come; give their id."""
        person_id = self.suggest(name, part)
        of_question = (Covered.QUESTION,) if self.conference.question_version else ()
        self.do(contact(person_id, *sorted(BEFORE_AN_INVITATION), *of_question))
        self.do(InviteParticipant(case_id=CASE_ID, person_id=person_id))
        self.do(AnswerInvitation(case_id=CASE_ID, person_id=person_id, answer=Answered.COMES))
        self.asks(person_id)
        return person_id

    def asks(self, person_id: str) -> None:
        """Have somebody asked, and told, everything that comes before the day."""
        for command in asked(self.person(person_id)):
            self.do(command)


EVERYTHING = (*sorted(BEFORE_AN_INVITATION), Covered.QUESTION)


def contact(person_id: str, *covered: Covered) -> RecordContact:
    """Make a home visit; about everything that comes before an invitation, and the question, unless said otherwise."""
    return RecordContact(
        case_id=CASE_ID, person_id=person_id, how=ContactKind.HOME_VISIT, covered=covered or EVERYTHING, minutes=90
    )


def main_person() -> Actor:
    """Give the main person as somebody who asks."""
    return an_actor(Role.MAIN_PERSON, FILIP)


def circle_member(person_id: str) -> Actor:
    """Give somebody of the circle as somebody who asks."""
    return an_actor(Role.CIRCLE_MEMBER, person_id)


def guardian(person_id: str = GUARDIAN) -> Actor:
    """Give the mandated professional as somebody who asks."""
    return an_actor(Role.MANDATED_PROFESSIONAL, person_id)


def preparing(*mandates: Mandate, policy: str = "nl/1", **of: object) -> Case:
    """Make a case whose coordinator just began."""
    case = Case(*mandates, policy=policy, **of)
    case.hear(AssignmentActivated(case_id=CASE_ID, office="utrecht", coordinator=card(COORDINATOR, "Fatma")))
    return case


def prepared(*mandates: Mandate, policy: str = "nl/1") -> Case:
    """Make a case in which everything the meeting needs is there."""
    case = preparing(*mandates, policy=policy)
    case.do(AgreeQuestion(case_id=CASE_ID, question=QUESTION, requester_agrees=True))
    if policy == "be/1" and not mandates:
        case.do(AppointAcceptor(case_id=CASE_ID, contact=Contact(name="A helper")), an_actor(Role.REGIONAL_MANAGER))
    for person in [a for a in case.stored.values() if isinstance(a, Participant)]:
        case.do(contact(person.id))
        case.asks(person.id)
    oma = case.joins("Oma")
    if case.conference.conditions:
        case.do(ShareConditions(case_id=CASE_ID))
    for command in choosing_the_day(CASE_ID, (FILIP, oma), in_days(case.now, 30), in_days(case.now, 40)):
        case.do(command)
    return case


def ready(*mandates: Mandate, policy: str = "nl/1") -> Case:
    """Make a case that waits for its day."""
    case = prepared(*mandates, policy=policy)
    case.do(DeclareReady(case_id=CASE_ID))
    return case


def alone(*mandates: Mandate, policy: str = "nl/1") -> Case:
    """Make a case whose circle is in private time."""
    case = ready(*mandates, policy=policy)
    case.now = in_days(case.now, 30)
    case.do(StartInformationPhase(case_id=CASE_ID))
    if case.conference.conditions:
        case.do(ExplainConditions(case_id=CASE_ID))
    case.do(StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=True))
    return case


def presenting(*mandates: Mandate, policy: str = "nl/1") -> Case:
    """Make a case whose circle presents its plan."""
    case = alone(*mandates, policy=policy)
    case.do(EndPrivateTime(case_id=CASE_ID), main_person())
    return case


def agreed(*mandates: Mandate, policy: str = "nl/1") -> Case:
    """Make a case with a plan everyone agrees with."""
    case = presenting(*mandates, policy=policy)
    case.do(DraftPlan(case_id=CASE_ID, plan=PLAN))
    case.do(ConfirmPlan(case_id=CASE_ID, plan_version=1, everyone_agrees=True), main_person())
    return case


def submitted(*mandates: Mandate, policy: str = "nl/1") -> Case:
    """Make a case whose plan lies before whoever accepts it."""
    case = agreed(*mandates, policy=policy)
    case.do(SubmitPlan(case_id=CASE_ID))
    return case


def concluded(*mandates: Mandate, policy: str = "nl/1") -> Case:
    """Make a case whose meeting is over, with a plan."""
    case = agreed(*mandates, policy=policy)
    if case.conference.needs_acceptance:
        case.do(SubmitPlan(case_id=CASE_ID))
        for person in [p for p in case.stored.values() if isinstance(p, Participant) and p.part is Part.ACCEPTOR]:
            case.do(AcceptPlan(case_id=CASE_ID), guardian(person.id))
    case.do(ConcludeConference(case_id=CASE_ID, present_count=9))
    return case
