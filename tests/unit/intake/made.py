"""Requests for the tests of intake, at any stage of their way, and intake's own handlers as they are declared."""

from dataclasses import replace
from functools import cache
from typing import Final

from kring_intake.domain import Answered, MainPerson, Request, Said, Voice
from kring_intake.domain.consent import PAST_THE_GATE, deciders_of
from kring_intake.process import Stage
from kring_intake.settings import Settings
from kring_intake.subscribers import subscribe
from kring_shared.contracts.actor import Actor
from kring_shared.contracts.envelope import Command, Fact, Named
from kring_shared.contracts.field import (
    AgeBand,
    ConferenceType,
    Context,
    Dossier,
    Mandate,
    PersonCard,
    RequesterKind,
    Urgency,
)
from kring_shared.contracts.intake import (
    AcceptRequest,
    AskConsent,
    ConsentMethod,
    GiveConsent,
    Giver,
    GoOnWith,
    HoldInformationTalk,
    Outcome,
    Purpose,
    RefuseConsent,
    RejectionReason,
    RejectRequest,
    TriageRequest,
    WithdrawConsent,
    WithdrawRequest,
)
from kring_shared.contracts.matching import AssignmentActivated, SearchStarted
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.ids import derived_id
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Route
from kring_shared.runtime.declared.service import Surroundings
from kring_shared.testing.work import NOON, PlainVault, a_work, an_actor, facts_of

CASE: Final = "019aa0000000700080000000000000a1"
REQUESTER: Final = "019aa0000000700080000000000000b1"
RACHEL: Final = "019aa0000000700080000000000000c1"
FILIP: Final = "019aa0000000700080000000000000c2"
MOTHER: Final = "019aa0000000700080000000000000c8"
FATHER: Final = "019aa0000000700080000000000000c9"
ACCEPTOR: Final = "019aa0000000700080000000000000d1"
COORDINATOR: Final = "019aa0000000700080000000000000e1"
NAMES: Final = {RACHEL: "Rachel", FILIP: "Filip", MOTHER: "Aylin", FATHER: "Emre"}


def a_card(person_id: str, name: str, *, minor: bool | None = None) -> PersonCard:
    """Make a person whose name can be read in the test's vault."""
    contact = Contact(name=name, email=f"{name.lower()}@voorbeeld.example")
    sealed = PlainVault().seal("utrecht", scope_of(Scope.PERSON, person_id), contact)
    return PersonCard(person_id=person_id, contact=sealed, languages=("nl",), minor=minor)


def a_main_person(
    person_id: str = RACHEL,
    age: AgeBand | None = AgeBand.ADULT,
    *holders: str,
    all_known: bool = True,
    discerning: bool | None = None,
    voice: Voice | None = None,
) -> MainPerson:
    """Make somebody it is about, with those who hold authority over them; an adult unless `age` says otherwise."""
    minor = None if age is None else age is not AgeBand.ADULT
    return MainPerson(
        card=a_card(person_id, NAMES.get(person_id, "Somebody"), minor=minor),
        age_band=age,
        discerning=discerning,
        holders=tuple(a_card(holder, NAMES.get(holder, "Somebody")) for holder in holders),
        all_holders_known=all_known and bool(holders),
        voice=voice,
    )


def a_mandate(*, acceptor: bool = True, kind: str = "youthCourt", for_persons: tuple[str, ...] = ()) -> Mandate:
    """Make a mandate with one condition."""
    condition = PlainVault().seal("utrecht", scope_of(Scope.CASE, CASE), "De kinderen slapen thuis")
    accepts = a_card(ACCEPTOR, "Serge") if acceptor else None
    return Mandate(kind=kind, for_persons=for_persons, conditions=(condition,), acceptor=accepts)


def said(giver_id: str = RACHEL, answer: Answered = Answered.YES, purpose: str = Purpose.CONFERENCE) -> Said:
    """Make an answer of somebody, for themselves or as a holder of authority."""
    giver = Giver.LEGAL_REPRESENTATIVE if giver_id in {MOTHER, FATHER} else Giver.MAIN_PERSON
    return Said(purpose, giver_id, giver, answer, ConsentMethod.IN_PERSON, NOON)


def a_request(
    stage: Stage = Stage.RECEIVED,
    *people: MainPerson,
    mandates: tuple[Mandate, ...] = (),
    policy: str = "nl/1",
    answers: tuple[Said, ...] | None = None,
) -> Request:
    """Make a request, or a talk, that got as far as `stage`; with mandates it is compelled.

    It is about Rachel, an adult, unless `people` are given. Past the gate everybody who decides has said yes, unless
    `answers` say otherwise.
    """
    request = Request(
        case_id=CASE,
        office="utrecht",
        received_at=NOON,
        channel="bus",
        requester_kind=RequesterKind.PROFESSIONAL,
        requester=a_card(REQUESTER, "Jansen"),
        main_persons=people or (a_main_person(),),
        dossier=Dossier(
            policy=policy,
            context=Context.MANDATORY if mandates else Context.VOLUNTARY,
            conference_type=None if stage is Stage.RECEIVED else ConferenceType.FAMILY,
            municipality="Utrecht",
            languages=("nl",),
        ),
        question=PlainVault().seal("utrecht", scope_of(Scope.CASE, CASE), "Hoe blijft Rachel veilig thuis?"),
        mandates=mandates,
        stage=stage,
        said=answers or (),
    )
    if answers is None and (stage in PAST_THE_GATE or stage is Stage.CLOSED):
        request = replace(request, said=tuple(said(decider) for decider in sorted(deciders_of(request) or ())))
    return request


def a_triage(
    context: Context = Context.VOLUNTARY,
    *,
    kind: ConferenceType = ConferenceType.FAMILY,
    minors: bool = True,
) -> TriageRequest:
    """Settle a request as a family conference."""
    return TriageRequest(
        case_id=CASE, conference_type=kind, context=context, urgency=Urgency.URGENT, minors_involved=minors
    )


MESSAGES: Final[tuple[Named, ...]] = (
    HoldInformationTalk(case_id=CASE),
    a_triage(),
    AskConsent(case_id=CASE),
    GiveConsent(case_id=CASE, method=ConsentMethod.IN_PERSON),
    RefuseConsent(case_id=CASE, method=ConsentMethod.BY_PHONE),
    AcceptRequest(case_id=CASE),
    RejectRequest(case_id=CASE, reason=RejectionReason.OTHER_HELP_FIRST),
    WithdrawRequest(case_id=CASE),
    SearchStarted(case_id=CASE),
    AssignmentActivated(case_id=CASE, coordinator=a_card(COORDINATOR, "Filip")),
    RegistrationLocked(case_id=CASE, outcome=Outcome.MEETING_WITH_PLAN, digest="0" * 64),
)
"""What moves a request about one adult along its way, one of each."""


@cache
def routes() -> dict[str, Route]:
    """Give everything intake handles, by kind, as it declares it."""
    broker = LaneBroker("nats://127.0.0.1:4222")
    offices = {office.id: office for office in EXAMPLE_OFFICES}
    subscribe(broker, Surroundings(Settings.model_construct(), offices, {}, PlainVault(), DrivenClock(NOON)))
    return broker.routes.messages


def handled(
    request: Request, message: Named, count: int = 0, *, actor: Actor | None = None
) -> tuple[Request, list[Fact]]:
    """Let intake handle the `count`-th message; give the request as it is stored then, and the facts told.

    A command is given by `actor`, or by somebody of the office; facts and deadlines by nobody.
    """
    asks = (actor or an_actor()) if isinstance(message, Command) else None
    work = a_work("intake", request, actor=asks, cause=derived_id(CASE, str(count)))
    routes()[message.kind()].handle(message, work)
    return work.get(Request, CASE) or request, facts_of(work)


def after(request: Request, *messages: Named) -> tuple[Request, list[Fact]]:
    """Let intake handle messages one after another; give the request as it is stored then, and all facts told."""
    told: list[Fact] = []
    for count, message in enumerate(messages):
        request, facts = handled(request, message, count)
        told += facts
    return request, told


def gives(giver_id: str | None = None, purpose: str = Purpose.CONFERENCE) -> GiveConsent:
    """Say yes."""
    return GiveConsent(case_id=CASE, purpose=purpose, method=ConsentMethod.IN_PERSON, giver_id=giver_id)


def refuses(giver_id: str | None = None) -> RefuseConsent:
    """Say no."""
    return RefuseConsent(case_id=CASE, method=ConsentMethod.BY_PHONE, giver_id=giver_id)


def takes_back(giver_id: str | None = None, purpose: str = Purpose.CONFERENCE) -> WithdrawConsent:
    """Take a yes back."""
    return WithdrawConsent(case_id=CASE, purpose=purpose, method=ConsentMethod.BY_PHONE, giver_id=giver_id)


def goes_on(*person_ids: str) -> GoOnWith:
    """Go on with these."""
    return GoOnWith(case_id=CASE, person_ids=person_ids)


def names(facts: list[Fact]) -> list[str]:
    """Name facts, in order."""
    return [fact.name for fact in facts]
