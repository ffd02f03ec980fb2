"""Message -> function, and nothing else."""

from typing import Final

from kring_registry.handlers import (
    answering,
    asking,
    breaches,
    claims,
    completing,
    conference,
    departing,
    erasing,
    keeping,
    past,
    requests,
    satisfaction,
    talks,
    years,
)
from kring_registry.handlers.counting import counted, touched, where_it_counts
from kring_registry.handlers.filling import standing
from kring_registry.queries import asked, chain, exports, figures, open_ones, registration, scores
from kring_registry.queries import breaches as register_of_breaches
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
    PlanSubmitted,
)
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.intake import (
    ConsentRefused,
    InformationTalkCancelled,
    InformationTalkLapsed,
    InformationTalkRequested,
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
    SearchStarted,
    SearchUnfilled,
)
from kring_shared.contracts.notifications import MessagesErased
from kring_shared.contracts.registry import (
    AnswerSatisfaction,
    CompleteRegistration,
    EnterPaperForm,
    ExportRecords,
    Figures,
    ListPastFigures,
    ListRegistrations,
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
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Handler
from kring_shared.runtime.declared.service import Surroundings


def _where_it_goes(message: Fact, office: str, found: Found) -> tuple[str, ...]:
    """Name the figures a fact counts in, and the forms it may close."""
    return (
        *where_it_counts(message, office, found),
        *satisfaction.where_forms_are(message, office, found),
        *claims.where_claims_are(message, office),
        *keeping.what_goes_with_it(message, office, found),
    )


FILLS: Final[tuple[tuple[type[Fact], Handler], ...]] = (
    (RequestReceived, requests.open_registration),
    (RequestTriaged, requests.note_triage),
    (RequestAccepted, requests.note_acceptance),
    (SearchStarted, requests.note_search),
    (SearchUnfilled, requests.note_search),
    (AssignmentActivated, requests.note_start),
    (AssignmentFrozen, requests.note_coordinator),
    (AssignmentRestored, requests.note_coordinator),
    (AssignmentHandedOver, requests.note_coordinator),
    (ConferenceScheduled, conference.note_date),
    (ConditionAdded, conference.note_condition),
    (InterpreterBooked, conference.note_interpreter),
    (InterpreterCancelled, conference.note_interpreter),
    (ConferenceConcluded, conference.note_meeting),
    (PlanMadeWithoutMeeting, conference.note_plan_without_meeting),
    (PlanAgreed, conference.note_agreement),
    (PlanSentBack, conference.note_return),
    (PlanSubmitted, conference.note_submission),
    (PlanAccepted, conference.note_acceptance),
    (PlanDistributed, conference.note_distribution),
    (HelpAnswered, conference.note_help),
    (ConferenceCancelled, conference.note_cancelling),
    (FollowUpCompleted, conference.note_follow_up),
    (PlanReviewed, conference.note_review),
    (FollowUpEnded, conference.end_follow_up),
    (RequestWithdrawn, requests.stop),
    (RequestRejected, requests.stop),
    (ConsentRefused, requests.stop),
    (RequestLapsed, requests.lapse),
    (RequestTransferred, requests.move),
    (RequestMerged, requests.move),
    (MergeUndone, requests.move),
)
"""What fills a registration, and is counted where it changes."""


def subscribe(broker: LaneBroker, around: Surroundings) -> None:
    """Declare everything the registry hears, does and answers.

    Nothing of private time, and no safety signal: they are no figures.
    """
    for fact, handler in FILLS:
        _fills(broker, fact, handler)
    complete = standing(claims.claimed(counted(completing.complete)))
    broker.does(CompleteRegistration, complete, keys=touched, then=claims.with_claims(where_it_counts))
    broker.does(ReturnRegistration, standing(counted(completing.give_back)), keys=touched, then=where_it_counts)
    broker.does(ValidateRegistration, standing(counted(completing.validate)), keys=touched, then=where_it_counts)
    broker.does(LockRegistration, standing(keeping.kept(counted(completing.lock))), keys=touched, then=where_it_counts)
    broker.due(registry.DeIdentificationDue, departing.depart, keys=touched, then=departing.what_goes_together)
    broker.answers(registry.VerifyChain, chain.verify_chain, keys=chain.keys_of_no_aggregate)
    broker.answers(ShowRegistration, registration.show_registration)
    broker.answers(ListRegistrations, open_ones.list_registrations)
    _figures(broker)
    _satisfaction(broker)
    _keeping(broker)
    _claims(broker, around)
    _people(broker, around)
    broker.does(TakeOverFigures, past.take_over, keys=past.years_named)
    broker.answers(ListPastFigures, past_figures.list_past_figures)
    broker.answers(ExportRecords, exports.export_records)


def _fills(broker: LaneBroker, fact: type[Fact], handler: Handler) -> None:
    if fact in satisfaction.HEARD:
        handler = satisfaction.also_asks(handler)
    if fact in claims.HEARD:
        handler = claims.claimed(handler)
    broker.hears(fact, standing(keeping.kept(counted(handler))), keys=touched, then=_where_it_goes)


def _figures(broker: LaneBroker) -> None:
    broker.hears(InformationTalkRequested, talks.note_talk, then=where_it_counts)
    broker.hears(InformationTalkCancelled, talks.note_nothing, then=where_it_counts)
    broker.hears(InformationTalkLapsed, talks.note_nothing, then=where_it_counts)
    broker.does(registry.ReportYear, years.report_year, keys=years.of_the_year)
    broker.does(registry.RecountYear, years.recount_year, keys=years.of_the_year)
    broker.answers(Figures, figures.figures, keys=figures.cells_asked)
    broker.answers(registry.OutwardFigures, figures.outward_figures, keys=figures.year_asked)
    broker.answers(registry.ShowYearReport, figures.show_year_report, keys=figures.report_asked)


def _satisfaction(broker: LaneBroker) -> None:
    broker.hears(RequestPaused, satisfaction.follow, then=satisfaction.where_forms_are)
    broker.hears(RequestResumed, satisfaction.follow, then=satisfaction.where_forms_are)
    broker.does(RecordScoreWishes, satisfaction.record_wishes, then=satisfaction.where_wishes_go)
    broker.does(AnswerSatisfaction, answering.answer, then=answering.where_it_counts)
    broker.does(EnterPaperForm, answering.answer, then=answering.where_it_counts)
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


def _people(broker: LaneBroker, around: Surroundings) -> None:
    broker.does(registry.NoteBreach, breaches.note_breach)
    broker.does(registry.AssessBreach, breaches.assess_breach)
    broker.does(registry.ReportBreach, breaches.report_breach)
    broker.does(registry.CloseBreach, breaches.close_breach)
    broker.due(registry.BreachDue, breaches.breach_is_due)
    broker.answers(registry.ListBreaches, register_of_breaches.list_breaches)
    broker.does(registry.AskAboutData, asking.Register(around.offices).write_down)
    broker.does(registry.TakeUpAsked, asking.take_up)
    broker.does(registry.ExtendAnswer, asking.extend)
    broker.does(registry.AnswerPerson, asking.answer, then=asking.what_it_changes)
    broker.due(registry.AnswerToPersonDue, asking.answer_is_due)
    broker.answers(registry.ShowAsked, asked.show_asked)
    broker.answers(registry.ListAsked, asked.list_asked)
