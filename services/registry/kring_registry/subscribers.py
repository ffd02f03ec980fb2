"""Message -> function, and nothing else."""

from typing import Final

from kring_registry.handlers import (
    answering,
    asking,
    breaches,
    claims,
    completing,
    conference,
    counting,
    departing,
    erasing,
    keeping,
    past,
    requests,
    satisfaction,
    talks,
    years,
)
from kring_registry.handlers.counting import touched, where_it_counts
from kring_registry.handlers.filling import Follow, unless_departed, with_what_follows
from kring_registry.queries import asked, chain, exports, figures, open_ones, registration, scores
from kring_registry.queries import breaches as register_of_breaches
from kring_registry.queries import keeping as terms
from kring_registry.queries import past as past_figures
from kring_registry.queries.claims import ClaimShower
from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts import notifications as n
from kring_shared.contracts import registry as r
from kring_shared.contracts.envelope import Command, Fact
from kring_shared.kernel.work import Found
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Handler
from kring_shared.runtime.declared.service import Surroundings

FOLLOWS: Final[tuple[Follow, ...]] = (satisfaction.follow, claims.follow, counting.follow, keeping.follow)
"""What follows whenever a registration changes, in this order: who is asked, who worked, figures, terms."""


def _where_it_goes(message: Fact, office: str, found: Found) -> tuple[str, ...]:
    """Name the figures a fact counts in, and the forms it may close."""
    return (
        *where_it_counts(message, office, found),
        *satisfaction.where_forms_are(message, office, found),
        *claims.where_claims_are(message, office),
        *keeping.what_goes_with_it(message, office, found),
    )


FILLS: Final[tuple[tuple[type[Fact], Handler], ...]] = (
    (i.RequestReceived, requests.open_registration),
    (i.RequestTriaged, requests.note_triage),
    (i.RequestAccepted, requests.note_acceptance),
    (m.SearchStarted, requests.note_search),
    (m.SearchUnfilled, requests.note_search),
    (m.AssignmentActivated, requests.note_start),
    (m.AssignmentFrozen, requests.note_coordinator),
    (m.AssignmentRestored, requests.note_coordinator),
    (m.AssignmentHandedOver, requests.note_coordinator),
    (c.ConferenceScheduled, conference.note_date),
    (c.ConditionAdded, conference.note_condition),
    (c.InterpreterBooked, conference.note_interpreter),
    (c.InterpreterCancelled, conference.note_interpreter),
    (c.ConferenceConcluded, conference.note_meeting),
    (c.PlanMadeWithoutMeeting, conference.note_plan_without_meeting),
    (c.PlanAgreed, conference.note_agreement),
    (c.PlanSentBack, conference.note_return),
    (c.PlanSubmitted, conference.note_submission),
    (c.PlanAccepted, conference.note_acceptance),
    (c.PlanDistributed, conference.note_distribution),
    (c.HelpAnswered, conference.note_help),
    (c.ConferenceCancelled, conference.note_cancelling),
    (c.FollowUpCompleted, conference.note_follow_up),
    (c.PlanReviewed, conference.note_review),
    (c.FollowUpEnded, conference.end_follow_up),
    (i.RequestWithdrawn, requests.stop),
    (i.RequestRejected, requests.stop),
    (i.ConsentRefused, requests.stop),
    (i.RequestLapsed, requests.lapse),
    (i.RequestTransferred, requests.move),
    (i.RequestMerged, requests.move),
    (i.MergeUndone, requests.move),
)
"""What fills a registration, and is counted where it changes."""


def _what_is_worked(message: Command, office: str, found: Found) -> tuple[str, ...]:
    """Name the figures a command counts in, and the claims of whoever worked."""
    return (*where_it_counts(message, office, found), *claims.where_claims_are(message, office))


CLOSES: Final[tuple[tuple[type[Command], Handler], ...]] = (
    (r.CompleteRegistration, completing.complete),
    (r.ReturnRegistration, completing.give_back),
    (r.ValidateRegistration, completing.validate),
    (r.LockRegistration, completing.lock),
)
"""What people do with a registration, until it is locked."""


def subscribe(broker: LaneBroker, around: Surroundings) -> None:
    """Declare everything the registry hears, does and answers.

    Nothing of private time, and no safety signal: they are no figures.
    """
    standing = broker.behind(unless_departed)
    for fact, handler in FILLS:
        standing.hears(fact, with_what_follows(handler, FOLLOWS), keys=touched, then=_where_it_goes)
    for command, handler in CLOSES:
        standing.does(command, with_what_follows(handler, FOLLOWS), keys=touched, then=_what_is_worked)
    broker.due(r.DeIdentificationDue, departing.depart, keys=touched, then=departing.what_goes_together)
    broker.answers(r.VerifyChain, chain.verify_chain, keys=chain.keys_of_no_aggregate)
    broker.answers(r.ShowRegistration, registration.show_registration)
    broker.answers(r.ListRegistrations, open_ones.list_registrations)
    _figures(broker)
    _satisfaction(broker)
    _keeping(broker)
    _claims(broker, around)
    _people(broker, around)
    broker.does(r.TakeOverFigures, past.take_over, keys=past.years_named)
    broker.answers(r.ListPastFigures, past_figures.list_past_figures)
    broker.answers(r.ExportRecords, exports.export_records)


def _figures(broker: LaneBroker) -> None:
    broker.hears(i.InformationTalkRequested, talks.note_talk, then=where_it_counts)
    broker.hears(i.InformationTalkCancelled, talks.note_nothing, then=where_it_counts)
    broker.hears(i.InformationTalkLapsed, talks.note_nothing, then=where_it_counts)
    broker.does(r.ReportYear, years.report_year, keys=years.of_the_year)
    broker.does(r.RecountYear, years.recount_year, keys=years.of_the_year)
    broker.answers(r.Figures, figures.figures, keys=figures.cells_asked)
    broker.answers(r.OutwardFigures, figures.outward_figures, keys=figures.year_asked)
    broker.answers(r.ShowYearReport, figures.show_year_report, keys=figures.report_asked)


def _satisfaction(broker: LaneBroker) -> None:
    broker.hears(i.RequestPaused, satisfaction.go_on, then=satisfaction.where_forms_are)
    broker.hears(i.RequestResumed, satisfaction.go_on, then=satisfaction.where_forms_are)
    broker.does(r.RecordScoreWishes, satisfaction.record_wishes, then=satisfaction.where_wishes_go)
    broker.does(r.AnswerSatisfaction, answering.answer, then=answering.where_it_counts)
    broker.does(r.EnterPaperForm, answering.answer, then=answering.where_it_counts)
    broker.due(r.SatisfactionClosed, satisfaction.close, then=satisfaction.where_forms_are)
    broker.answers(r.ShowOwnScores, scores.show_own_scores, keys=scores.own_tally)


def _claims(broker: LaneBroker, around: Surroundings) -> None:
    ours, shower = claims.Claims(around.offices), ClaimShower(around.offices)
    broker.does(r.ChangeClaim, claims.change)
    broker.does(r.SubmitClaim, ours.submit, then=claims.its_years)
    broker.does(r.ReturnClaim, claims.give_back, then=claims.its_years)
    broker.does(r.ApproveClaim, ours.approve, then=claims.its_years)
    broker.does(r.NotePayment, claims.note_payment)
    broker.due(r.ClaimTermOver, claims.let_go, then=claims.its_years)
    broker.answers(r.ShowClaim, shower.show, then=claims.its_years)
    broker.answers(r.ListClaims, shower.list)
    broker.answers(r.ListOwnClaims, shower.list_own)


def _keeping(broker: LaneBroker) -> None:
    broker.does(r.PlaceHold, keeping.place_hold)
    broker.does(r.ReleaseHold, keeping.release_hold, keys=keeping.release_keys)
    broker.due(r.RetentionDue, keeping.term_is_over, keys=keeping.term_keys)
    forms = satisfaction.where_forms_are
    broker.hears(r.ErasureOrdered, erasing.do_own_part, keys=erasing.answer_keys, then=forms)
    for answer in (i.RequestErased, m.SearchErased, c.CircleErased, n.MessagesErased):
        broker.hears(answer, erasing.note_answer, keys=erasing.answer_keys)
    broker.due(r.ErasureAnswersDue, erasing.answers_are_due, keys=erasing.answer_keys)
    broker.answers(r.ShowKeeping, terms.show_keeping)
    broker.answers(r.ShowErasure, terms.show_erasure)
    broker.answers(r.ListErasures, terms.list_erasures)


def _people(broker: LaneBroker, around: Surroundings) -> None:
    broker.does(r.NoteBreach, breaches.note_breach)
    broker.does(r.AssessBreach, breaches.assess_breach)
    broker.does(r.ReportBreach, breaches.report_breach)
    broker.does(r.CloseBreach, breaches.close_breach)
    broker.due(r.BreachDue, breaches.breach_is_due)
    broker.answers(r.ListBreaches, register_of_breaches.list_breaches)
    broker.does(r.AskAboutData, asking.Register(around.offices).write_down)
    broker.does(r.TakeUpAsked, asking.take_up)
    broker.does(r.ExtendAnswer, asking.extend)
    broker.does(r.AnswerPerson, asking.answer, then=asking.what_it_changes)
    broker.due(r.AnswerToPersonDue, asking.answer_is_due)
    broker.answers(r.ShowAsked, asked.show_asked)
    broker.answers(r.ListAsked, asked.list_asked)
