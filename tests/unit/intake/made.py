"""Requests for the tests of intake, at any stage of their way."""

from dataclasses import replace
from typing import Final

from kring_intake.domain import Consent, Request
from kring_intake.handlers import requests
from kring_intake.process import BEFORE_ACCEPTANCE, TALK, Stage
from kring_shared.contracts.envelope import Command, Fact, Named
from kring_shared.contracts.field import ConferenceType, Context, Dossier, Mandate, PersonCard, Urgency
from kring_shared.contracts.intake import (
    AcceptRequest,
    AskConsent,
    ConsentMethod,
    GiveConsent,
    HoldInformationTalk,
    Outcome,
    RefuseConsent,
    RejectionReason,
    RejectRequest,
    RequesterKind,
    TriageRequest,
    WithdrawRequest,
)
from kring_shared.contracts.matching import AssignmentActivated, SearchStarted
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.ids import derived_id
from kring_shared.runtime.routes import Handler
from kring_shared.testing.work import NOON, PlainVault, a_work, an_actor, facts_of

CASE: Final = "019aa0000000700080000000000000a1"
REQUESTER: Final = "019aa0000000700080000000000000b1"
RACHEL: Final = "019aa0000000700080000000000000c1"
ACCEPTOR: Final = "019aa0000000700080000000000000d1"
COORDINATOR: Final = "019aa0000000700080000000000000e1"


def a_card(person_id: str, name: str) -> PersonCard:
    """Make a person whose name can be read in the test's vault."""
    contact = Contact(name=name, email=f"{name.lower()}@voorbeeld.example")
    sealed = PlainVault().seal("utrecht", scope_of(Scope.PERSON, person_id), contact)
    return PersonCard(person_id=person_id, contact=sealed, languages=("nl",))


def a_mandate(*, acceptor: bool = True, kind: str = "youthCourt") -> Mandate:
    """Make a mandate with one condition."""
    condition = PlainVault().seal("utrecht", scope_of(Scope.CASE, CASE), "De kinderen slapen thuis")
    return Mandate(kind=kind, conditions=(condition,), acceptor=a_card(ACCEPTOR, "Serge") if acceptor else None)


def a_request(stage: Stage = Stage.RECEIVED, *, mandates: tuple[Mandate, ...] = ()) -> Request:
    """Make a request, or a talk, that got as far as `stage`; with mandates it is compelled."""
    context = Context.MANDATORY if mandates else Context.VOLUNTARY
    request = Request(
        case_id=CASE,
        office="utrecht",
        received_at=NOON,
        channel="bus",
        requester_kind=RequesterKind.PROFESSIONAL,
        requester=a_card(REQUESTER, "Jansen"),
        main_persons=(a_card(RACHEL, "Rachel"),),
        dossier=Dossier(policy="nl/1", context=context, municipality="Utrecht", languages=("nl",)),
        question=PlainVault().seal("utrecht", scope_of(Scope.CASE, CASE), "Hoe blijft Rachel veilig thuis?"),
        mandates=mandates,
        stage=stage,
    )
    if stage not in {*TALK.stages(), *BEFORE_ACCEPTANCE} or stage is Stage.CONSENTED:
        request = replace(request, consent=Consent("conference", ConsentMethod.IN_PERSON, NOON))
    return request


def a_triage(context: Context = Context.VOLUNTARY) -> TriageRequest:
    """Settle a request as a family conference."""
    return TriageRequest(
        case_id=CASE,
        conference_type=ConferenceType.FAMILY,
        context=context,
        urgency=Urgency.URGENT,
        minors_involved=True,
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
"""One of everything a request can be given or hear."""

HANDLERS: Final[dict[type[Named], Handler]] = {
    HoldInformationTalk: requests.hold_information_talk,
    TriageRequest: requests.triage,
    AskConsent: requests.ask_consent,
    GiveConsent: requests.record_consent,
    RefuseConsent: requests.record_refusal,
    AcceptRequest: requests.accept,
    RejectRequest: requests.reject,
    WithdrawRequest: requests.withdraw,
    SearchStarted: requests.note_search,
    AssignmentActivated: requests.note_start,
    RegistrationLocked: requests.close,
}
"""Which function handles which of them."""


def handled(request: Request, message: Named, count: int = 0) -> tuple[Request, list[Fact]]:
    """Let intake handle the `count`-th message; give the request as it is stored then, and the facts told."""
    actor = an_actor() if isinstance(message, Command) else None
    work = a_work("intake", request, actor=actor, cause=derived_id(CASE, str(count)))
    HANDLERS[type(message)](message, work)
    return work.get(Request, CASE) or request, facts_of(work)


def names(facts: list[Fact]) -> list[str]:
    """Name facts, in order."""
    return [fact.name for fact in facts]
