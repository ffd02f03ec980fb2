"""One case as the registry hears it."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from kring_registry import handlers
from kring_registry.domain import Registration
from kring_shared.contracts.conference import (
    Agreement,
    ConferenceConcluded,
    FollowUpCompleted,
    FollowUpEnded,
    FollowUpResult,
    PlanDistributed,
    PlanOutcome,
    PlanText,
)
from kring_shared.contracts.envelope import Fact, Named
from kring_shared.contracts.field import ConferenceType, Context, Dossier, PersonCard, Urgency
from kring_shared.contracts.intake import (
    ConsentRefused,
    MergeUndone,
    RequestAccepted,
    RequesterKind,
    RequestLapsed,
    RequestMerged,
    RequestReceived,
    RequestRejected,
    RequestTransferred,
    RequestTriaged,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
)
from kring_shared.contracts.registry import (
    CompleteRegistration,
    LockRegistration,
    ReturnRegistration,
    ValidateRegistration,
)
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.work import Work
from kring_shared.runtime.routes import Handler
from kring_shared.testing.work import PlainVault, a_work, an_actor

CASE: Final = "0" * 31 + "1"
FILIP: Final = "0" * 31 + "2"
RACHEL: Final = "0" * 31 + "3"
RECEIVED_AT: Final = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
VAULT: Final = PlainVault()

HANDLERS: Final[dict[type[Named], Handler]] = {
    CompleteRegistration: handlers.complete,
    ReturnRegistration: handlers.give_back,
    ValidateRegistration: handlers.validate,
    LockRegistration: handlers.lock,
    RequestWithdrawn: handlers.stop,
    RequestRejected: handlers.stop,
    ConsentRefused: handlers.stop,
    RequestLapsed: handlers.lapse,
    RequestTransferred: handlers.move,
    RequestMerged: handlers.move,
    MergeUndone: handlers.move,
    RequestTriaged: handlers.note_triage,
    RequestAccepted: handlers.note_repeat,
    AssignmentActivated: handlers.note_start,
    AssignmentFrozen: handlers.note_coordinator,
    AssignmentRestored: handlers.note_coordinator,
    AssignmentHandedOver: handlers.note_coordinator,
    ConferenceConcluded: handlers.note_meeting,
    PlanDistributed: handlers.note_distribution,
    FollowUpCompleted: handlers.note_follow_up,
    FollowUpEnded: handlers.end_follow_up,
}


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


def accepted(previous_case_id: str | None = None) -> RequestAccepted:
    return RequestAccepted(
        case_id=CASE,
        requester=card(RACHEL, "Rachel"),
        main_persons=(card(FILIP, "Filip"),),
        dossier=Dossier(policy="nl/1"),
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


def held(outcome: PlanOutcome = PlanOutcome.PLAN) -> ConferenceConcluded:
    return ConferenceConcluded(case_id=CASE, outcome=outcome, present_count=9, held_on=date(2027, 1, 9))


def distributed() -> PlanDistributed:
    text = PlanText(agreements=(Agreement(who="Oma", what="belt op maandag"),))
    plan = VAULT.seal("utrecht", scope_of(Scope.CASE, CASE), text)
    return PlanDistributed(case_id=CASE, occurred_at=in_days(60), plan_version=1, recipients=(FILIP,), plan=plan)


def called() -> FollowUpCompleted:
    return FollowUpCompleted(case_id=CASE, step=1, result=FollowUpResult.ON_TRACK)


def completion() -> CompleteRegistration:
    return CompleteRegistration(case_id=CASE, minutes_worked=1500, distance_km=84, topics=("upbringing",))


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
    handlers.open_registration(received(previous_case_id), work)
    return work.need(Registration, CASE)


def handled(message: Named, registration: Registration) -> Work:
    """Handle one message in a room of its own; what it led to can be read off the room."""
    actor = None if isinstance(message, Fact) else an_actor()
    work = a_work("registry", registration, actor=actor, now=RECEIVED_AT)
    HANDLERS[type(message)](message, work)
    return work


def after(*messages: Named, registration: Registration | None = None) -> Registration:
    """Give the registration as these messages leave it."""
    found = registration or opened()
    for message in messages:
        work = handled(message, found)
        found = work.need(Registration, CASE)
    return found
