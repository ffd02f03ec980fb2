"""Message -> function, and nothing else."""

from kring_registry.handlers import (
    claims,
    completing,
    conference,
    departing,
    erasing,
    keeping,
    past,
    requests,
    satisfaction,
)
from kring_registry.handlers.counting import counted, touched, where_it_counts
from kring_registry.handlers.filling import standing
from kring_registry.queries import figures, registration, scores
from kring_registry.queries import keeping as terms
from kring_registry.queries import past as past_figures
from kring_registry.queries.claims import ClaimShower
from kring_shared.contracts import registry
from kring_shared.contracts.conference import (
    CircleErased,
    ConditionAdded,
    ConferenceCancelled,
    ConferenceConcluded,
    ConferenceScheduled,
    FollowUpCompleted,
    FollowUpEnded,
    HelpAnswered,
    InterpreterBooked,
    InterpreterCancelled,
    PlanAccepted,
    PlanAgreed,
    PlanDistributed,
    PlanMadeWithoutMeeting,
    PlanReviewed,
    PlanSentBack,
)
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.intake import (
    ConsentRefused,
    MergeUndone,
    RequestAccepted,
    RequestErased,
    RequestLapsed,
    RequestMerged,
    RequestPaused,
    RequestReceived,
    RequestRejected,
    RequestResumed,
    RequestTransferred,
    RequestTriaged,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
    SearchErased,
)
from kring_shared.contracts.notifications import MessagesErased
from kring_shared.contracts.registry import (
    AnswerSatisfaction,
    CompleteRegistration,
    EnterPaperForm,
    Figures,
    ListPastFigures,
    LockRegistration,
    RecordScoreWishes,
    ReturnRegistration,
    SatisfactionClosed,
    ShowOwnScores,
    ShowRegistration,
    TakeOverFigures,
    ValidateRegistration,
)
from kring_shared.kernel.work import Found
from kring_shared.runtime.broker import LaneBroker
from kring_shared.runtime.routes import Handler
from kring_shared.runtime.service import Surroundings


def _where_it_goes(message: Fact, office: str, found: Found) -> tuple[str, ...]:
    """Name the figures a fact counts in, and the forms it may close."""
    return (
        *where_it_counts(message, office, found),
        *satisfaction.where_forms_are(message, office, found),
        *claims.where_claims_are(message, office),
        *keeping.what_goes_with_it(message, office, found),
    )


def subscribe(broker: LaneBroker, around: Surroundings) -> None:
    """Declare everything the registry hears, does and answers."""

    def fills(fact: type[Fact], handler: Handler) -> None:
        if fact in satisfaction.HEARD:
            handler = satisfaction.also_asks(handler)
        if fact in claims.HEARD:
            handler = claims.claimed(handler)
        broker.hears(fact, keeping.kept(standing(counted(handler))), keys=touched, then=_where_it_goes)

    fills(RequestReceived, requests.open_registration)
    fills(RequestTriaged, requests.note_triage)
    fills(RequestAccepted, requests.note_acceptance)
    fills(AssignmentActivated, requests.note_start)
    fills(AssignmentFrozen, requests.note_coordinator)
    fills(AssignmentRestored, requests.note_coordinator)
    fills(AssignmentHandedOver, requests.note_coordinator)
    fills(ConferenceScheduled, conference.note_date)
    fills(ConditionAdded, conference.note_condition)
    fills(InterpreterBooked, conference.note_interpreter)
    fills(InterpreterCancelled, conference.note_interpreter)
    fills(ConferenceConcluded, conference.note_meeting)
    fills(PlanMadeWithoutMeeting, conference.note_plan_without_meeting)
    fills(PlanAgreed, conference.note_agreement)
    fills(PlanSentBack, conference.note_return)
    fills(PlanAccepted, conference.note_acceptance)
    fills(PlanDistributed, conference.note_distribution)
    fills(HelpAnswered, conference.note_help)
    fills(ConferenceCancelled, conference.note_cancelling)
    fills(FollowUpCompleted, conference.note_follow_up)
    fills(PlanReviewed, conference.note_review)
    fills(FollowUpEnded, conference.end_follow_up)
    fills(RequestWithdrawn, requests.stop)
    fills(RequestRejected, requests.stop)
    fills(ConsentRefused, requests.stop)
    fills(RequestLapsed, requests.lapse)
    fills(RequestTransferred, requests.move)
    fills(RequestMerged, requests.move)
    fills(MergeUndone, requests.move)
    complete = standing(claims.claimed(counted(completing.complete)))
    broker.does(CompleteRegistration, complete, keys=touched, then=claims.with_claims(where_it_counts))
    broker.does(ReturnRegistration, standing(counted(completing.give_back)), keys=touched, then=where_it_counts)
    broker.does(ValidateRegistration, standing(counted(completing.validate)), keys=touched, then=where_it_counts)
    broker.does(LockRegistration, keeping.kept(standing(counted(completing.lock))), keys=touched, then=where_it_counts)
    broker.due(registry.DeIdentificationDue, departing.depart, keys=touched, then=departing.what_goes_together)
    broker.answers(ShowRegistration, registration.show_registration)
    broker.answers(Figures, figures.figures)
    _satisfaction(broker)
    _keeping(broker)
    _claims(broker, around)
    broker.does(TakeOverFigures, past.take_over, keys=past.years_named)
    broker.answers(ListPastFigures, past_figures.list_past_figures)


def _satisfaction(broker: LaneBroker) -> None:
    broker.hears(RequestPaused, satisfaction.follow, then=satisfaction.where_forms_are)
    broker.hears(RequestResumed, satisfaction.follow, then=satisfaction.where_forms_are)
    broker.does(RecordScoreWishes, satisfaction.record_wishes, then=satisfaction.where_wishes_go)
    broker.does(AnswerSatisfaction, satisfaction.answer, then=satisfaction.where_it_counts)
    broker.does(EnterPaperForm, satisfaction.answer, then=satisfaction.where_it_counts)
    broker.due(SatisfactionClosed, satisfaction.close, then=satisfaction.where_forms_are)
    broker.answers(ShowOwnScores, scores.show_own_scores, keys=scores.own_tally)


def _claims(broker: LaneBroker, around: Surroundings) -> None:
    ours, shower = claims.Claims(around.offices), ClaimShower(around.offices)
    broker.does(registry.ChangeClaim, claims.change)
    broker.does(registry.SubmitClaim, ours.submit, then=claims.its_years)
    broker.does(registry.ReturnClaim, claims.give_back, then=claims.its_years)
    broker.does(registry.ApproveClaim, ours.approve, then=claims.its_years)
    broker.does(registry.NotePayment, claims.note_payment)
    broker.due(registry.ClaimTermOver, claims.let_go, then=claims.its_years)
    broker.answers(registry.ShowClaim, shower.show, then=claims.its_years)
    broker.answers(registry.ListClaims, shower.list)
    broker.answers(registry.ListOwnClaims, shower.list_own)


def _keeping(broker: LaneBroker) -> None:
    broker.does(registry.PlaceHold, keeping.place_hold)
    broker.does(registry.ReleaseHold, keeping.release_hold, keys=keeping.release_keys)
    broker.due(registry.RetentionDue, keeping.term_is_over, keys=keeping.term_keys)
    forms = satisfaction.where_forms_are
    broker.hears(registry.ErasureOrdered, erasing.do_own_part, keys=erasing.answer_keys, then=forms)
    for answer in (RequestErased, SearchErased, CircleErased, MessagesErased):
        broker.hears(answer, erasing.note_answer, keys=erasing.answer_keys)
    broker.due(registry.ErasureAnswersDue, erasing.answers_are_due, keys=erasing.answer_keys)
    broker.answers(registry.ShowKeeping, terms.show_keeping)
    broker.answers(registry.ShowErasure, terms.show_erasure)
    broker.answers(registry.ListErasures, terms.list_erasures)
