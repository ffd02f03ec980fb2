"""One case as the registry hears it."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from kring_registry.domain.registration import Registration
from kring_registry.handlers import requests
from kring_registry.handlers.filling import unless_departed, with_what_follows
from kring_registry.subscribers import CLOSES, FILLS
from kring_shared.contracts.conference import (
    Agreement,
    CancelledBecause,
    ConditionAdded,
    ConferenceCancelled,
    ConferenceConcluded,
    FollowUpCompleted,
    FollowUpEnded,
    FollowUpResult,
    InterpreterBooked,
    InterpreterCancelled,
    PlanAccepted,
    PlanAgreed,
    PlanDistributed,
    PlanMadeWithoutMeeting,
    PlanOutcome,
    PlanReviewed,
    PlanSentBack,
    PlanText,
    ReviewOutcome,
)
from kring_shared.contracts.envelope import Fact, Named
from kring_shared.contracts.field import ConferenceType, Context, Dossier, Mandate, PersonCard, Urgency
from kring_shared.contracts.intake import (
    MergeUndone,
    RequestAccepted,
    RequesterKind,
    RequestLapsed,
    RequestMerged,
    RequestReceived,
    RequestTransferred,
    RequestTriaged,
)
from kring_shared.contracts.matching import (
    AssignmentActivated,
)
from kring_shared.contracts.registry import (
    CompleteRegistration,
    Expense,
    ExpenseKind,
    ValidateRegistration,
)
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.work import Aggregate, Work
from kring_shared.runtime.declared.routes import Handler
from kring_shared.testing.work import PlainVault, a_work, an_actor

CASE: Final = "0" * 31 + "1"
FILIP: Final = "0" * 31 + "2"
RACHEL: Final = "0" * 31 + "3"
RECEIVED_AT: Final = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
VAULT: Final = PlainVault()
TEXT: Final = PlanText(agreements=(Agreement(who="Oma", what="belt op maandag"),))

HANDLERS: Final[dict[type[Named], Handler]] = {**dict(FILLS), **dict(CLOSES)}


WITHOUT_MEETING: Final = PlanMadeWithoutMeeting(case_id=CASE)
SENT_BACK: Final = PlanSentBack(case_id=CASE, plan_version=1, unmet=("condition-1",))
BOOKED: Final = InterpreterBooked(case_id=CASE, language="ti", remote=False)
FELL_OUT: Final = InterpreterCancelled(case_id=CASE, language="ti")
MEETS_AGAIN: Final = PlanReviewed(case_id=CASE, plan_version=1, outcome=ReviewOutcome.MEETS_AGAIN)
ENDED: Final = FollowUpEnded(case_id=CASE, steps=0)
EARLIER_CASE: Final = "0" * 31 + "8"
LAPSED: Final = RequestLapsed(case_id=CASE)
MOVED: Final = RequestTransferred(case_id=CASE, to_office="amersfoort")
MERGED: Final = RequestMerged(case_id=CASE, into_id="0" * 31 + "9")
UNMERGED: Final = MergeUndone(case_id=CASE, from_id="0" * 31 + "9")
TRIAGED: Final = RequestTriaged(
    case_id=CASE,
    conference_type=ConferenceType.RESTORATIVE,
    context=Context.MANDATORY,
    urgency=Urgency.URGENT,
    minors_involved=True,
)


def in_days(days: int) -> datetime:
    return RECEIVED_AT + timedelta(days=days)


def card(person_id: str, name: str) -> PersonCard:
    sealed = VAULT.seal("utrecht", scope_of(Scope.PERSON, person_id), Contact(name=name, email=f"{name}@x.example"))
    return PersonCard(person_id=person_id, contact=sealed, languages=("nl",))


def plan_accepted() -> PlanAccepted:
    return PlanAccepted(case_id=CASE, occurred_at=in_days(51), plan_version=1)


def accepted(previous_case_id: str | None = None, *mandates: Mandate) -> RequestAccepted:
    return RequestAccepted(
        case_id=CASE,
        requester=card(RACHEL, "Rachel"),
        main_persons=(card(FILIP, "Filip"),),
        dossier=Dossier(policy="nl/1"),
        mandates=mandates,
        previous_case_id=previous_case_id,
    )


def received(previous_case_id: str | None = None) -> RequestReceived:
    return RequestReceived(
        case_id=CASE,
        office="utrecht",
        occurred_at=RECEIVED_AT,
        requester_kind=RequesterKind.PROFESSIONAL,
        requester=card(RACHEL, "Rachel"),
        main_persons=(card(FILIP, "Filip"),),
        dossier=Dossier(policy="nl/1"),
        question=VAULT.seal("utrecht", scope_of(Scope.CASE, CASE), "Wat heeft Filip nodig?"),
        previous_case_id=previous_case_id,
    )


def started() -> AssignmentActivated:
    return AssignmentActivated(case_id=CASE, occurred_at=in_days(3), coordinator=card(RACHEL, "Rachel"))


def held(outcome: PlanOutcome = PlanOutcome.PLAN, meeting: int = 1, present: int = 9) -> ConferenceConcluded:
    day = date(2027, 1, 2 + 7 * meeting)
    return ConferenceConcluded(case_id=CASE, outcome=outcome, present_count=present, held_on=day, meeting=meeting)


def cancelled(because: CancelledBecause = CancelledBecause.NETWORK_TOO_SMALL) -> ConferenceCancelled:
    return ConferenceCancelled(case_id=CASE, stage="preparing", because=because)


def agreed(own: int = 4, help_: int = 2, version: int = 1) -> PlanAgreed:
    plan = VAULT.seal("utrecht", scope_of(Scope.CASE, CASE), TEXT)
    return PlanAgreed(case_id=CASE, plan=plan, plan_version=version, own_strengths=own, professional_help=help_)


def condition(number: int) -> ConditionAdded:
    sealed = VAULT.seal("utrecht", scope_of(Scope.CASE, CASE), "Filip gaat naar school")
    return ConditionAdded(case_id=CASE, condition=sealed, number=number)


def distributed() -> PlanDistributed:
    plan = VAULT.seal("utrecht", scope_of(Scope.CASE, CASE), TEXT)
    return PlanDistributed(case_id=CASE, occurred_at=in_days(60), plan_version=1, recipients=(FILIP,), plan=plan)


def called() -> FollowUpCompleted:
    return FollowUpCompleted(case_id=CASE, step=1, result=FollowUpResult.ON_TRACK)


def completion() -> CompleteRegistration:
    return CompleteRegistration(
        case_id=CASE,
        minutes_worked=1500,
        distance_km=84,
        topics=("upbringing",),
        days_worked=6,
        expenses=(Expense(kind=ExpenseKind.PARKING, cents=450),),
    )


WHOLE_ROUTE: Final = (
    started(),
    held(),
    distributed(),
    completion(),
    called(),
    FollowUpEnded(case_id=CASE, steps=1),
    ValidateRegistration(case_id=CASE),
)


def opened(previous_case_id: str | None = None) -> Registration:
    work = a_work("registry", now=RECEIVED_AT)
    requests.open_registration(received(previous_case_id), work)
    return work.need(Registration, CASE)


def handled(message: Named, *stored: Aggregate) -> Work:
    """Handle one message in a room of its own; what it led to can be read off the room."""
    actor = None if isinstance(message, Fact) else an_actor()
    work = a_work("registry", *stored, actor=actor, now=RECEIVED_AT)
    if unless_departed(message, work.get):
        with_what_follows(HANDLERS[type(message)], ())(message, work)
    return work


def after(*messages: Named, registration: Registration | None = None) -> Registration:
    """Give the registration as these messages leave it."""
    found = registration or opened()
    for message in messages:
        work = handled(message, found)
        found = work.need(Registration, CASE)
    return found
