"""Message -> function, and nothing else."""

from collections.abc import Sequence

from kring_matching.handlers import (
    borrowing,
    candidates,
    career,
    certificates,
    conflicts,
    erasing,
    gatherings,
    handing_over,
    issued,
    lending,
    pausing,
    profile,
    register,
    screening,
    searching,
    shortlists,
    standing,
    stepping_out,
    support,
    takeover,
    ties,
)
from kring_matching.handlers.asking import with_the_shortlist
from kring_matching.handlers.loans import guests_of_case
from kring_matching.handlers.offers import Offers
from kring_matching.hooks import Rule
from kring_matching.plugged import rules
from kring_matching.queries import advice, agenda, helpdesk
from kring_matching.queries.careers import Certificates, list_careers, show_career
from kring_matching.queries.gatherings import list_gatherings, list_open_gatherings, show_gathering
from kring_matching.queries.lendable import LoanRankings
from kring_matching.queries.loans import list_loans
from kring_matching.queries.ranking import Rankings
from kring_matching.queries.register import RegisterShower, list_coordinators
from kring_matching.queries.searches import list_own_proposals, list_searches, show_search
from kring_matching.queries.together import Matching
from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts import registry as r
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.erased_cases import unless_erased
from kring_shared.runtime.declared.service import Surroundings


def subscribe(lane: LaneBroker, around: Surroundings) -> None:
    """Declare everything matching hears, does, answers and waits for."""
    lane.hears(r.ErasureOrdered, erasing.erase, then=erasing.with_its_guests)
    here, ours = lane.behind(unless_erased), rules(around.plugins)
    _rankings(here, around)
    _searches(here, around, ours)
    _register(here, around, ours)
    _loans(here, around, ours)
    _support(here, around)
    _careers(here, around)
    _gatherings(here, around)


def _rankings(lane: LaneBroker, around: Surroundings) -> None:
    """Declare who comes in view for one case, or for several together."""
    ranked = Rankings(around.plugins)
    lane.answers(m.RankCoordinators, ranked.rank_coordinators)
    lane.answers(m.MatchTogether, Matching(ranked).match_together)
    lane.answers(m.RankForLoan, LoanRankings(around.offices, around.plugins).rank_for_loan)


def _searches(lane: LaneBroker, around: Surroundings, ours: Sequence[Rule]) -> None:
    """Declare a search from its start to its end, and everybody's part in it; whoever may come next is loaded too."""
    lists, offers, tied = shortlists.Shortlists(ours), Offers(ours), ties.Ties(ours)
    lane.hears(i.RequestAccepted, searching.start_search, keys=searching.keys_with_the_earlier_route)
    lane.hears(i.RequestPaused, pausing.pause)
    lane.hears(i.RequestResumed, pausing.Resuming(ours).resume, then=with_the_shortlist)
    lane.hears(i.RequestTransferred, searching.stop_search, then=guests_of_case)
    lane.hears(i.RequestWithdrawn, searching.stop_search, then=guests_of_case)
    lane.hears(c.FollowUpEnded, searching.complete_assignment, then=searching.with_whom_it_ends)
    lane.due(m.SearchTooLong, searching.Escalation(around.offices).escalate)
    lane.does(m.RecordWishes, shortlists.record_wishes)
    lane.does(m.ApproveShortlist, lists.approve, then=shortlists.with_the_supporter)
    lane.does(m.ProposeCoordinator, lists.propose, then=shortlists.with_the_supporter)
    lane.does(m.AcceptProposal, offers.accept, then=with_the_shortlist)
    lane.does(m.DeclineProposal, offers.decline, then=with_the_shortlist)
    lane.due(m.OfferExpires, offers.expire, then=with_the_shortlist)
    lane.does(m.ConfirmCoordinator, offers.confirm, then=guests_of_case)
    lane.does(m.RefuseCoordinator, offers.refuse, then=with_the_shortlist)
    lane.does(m.DeclareConflict, tied.declare_in_a_case, then=with_the_shortlist)
    lane.does(m.DismissConflict, conflicts.dismiss, then=conflicts.with_the_coordinator)
    lane.does(m.HandOverAssignment, handing_over.hand_over, then=guests_of_case)
    lane.does(m.TakeOverAssignment, takeover.take_over_assignment)
    lane.answers(m.ShowSearch, show_search)
    lane.answers(m.ListSearches, list_searches)
    lane.answers(m.ListOwnProposals, list_own_proposals)


def _support(lane: LaneBroker, around: Surroundings) -> None:
    """Declare coaching, the helpdesk, and what an office tells about whom it seeks."""
    lane.does(m.RecordCoaching, support.record_coaching)
    lane.does(m.AskHelpdesk, support.Helpdesk(around.offices).ask)
    lane.does(m.TakeHelpdeskCase, support.take_case)
    lane.does(m.AnswerHelpdeskCase, support.answer_case)
    lane.due(m.HelpdeskAnswerDue, support.note_overdue)
    lane.answers(m.ListHelpdesk, helpdesk.list_helpdesk)
    lane.answers(m.ListOwnQuestions, helpdesk.list_own_questions)
    lane.answers(m.ShowHelpdeskCase, helpdesk.show_helpdesk_case)
    lane.answers(m.RecruitmentAdvice, advice.recruitment_advice)
    lane.answers(m.ShowAgenda, agenda.PublicAgenda(around.offices).show)


def _register(lane: LaneBroker, around: Surroundings, ours: Sequence[Rule]) -> None:
    """Declare what happens to an entry of the register: entered, screened, tied, paused, suspended, left."""
    entering, out = register.Register(around.offices, ours), stepping_out.SteppingOut(ours)
    lane.does(m.RegisterCoordinator, entering.register_coordinator, then=ties.who_comes_next)
    lane.does(m.SetAvailability, register.set_availability)
    lane.does(m.RecordStatute, entering.record_statute)
    lane.does(m.ConfirmScreening, screening.confirm_screening)
    lane.due(m.ScreeningWarns, screening.warn_of_screening)
    lane.due(m.ScreeningEnds, out.end_screening, then=stepping_out.who_comes_next)
    lane.does(m.DeclareRegisterTie, ties.Ties(ours).declare, then=ties.who_comes_next)
    lane.does(m.EndRegisterTie, ties.end)
    lane.does(m.PauseCoordinator, standing.pause_coordinator)
    lane.does(m.SuspendCoordinator, out.suspend, then=stepping_out.who_comes_next)
    lane.does(m.ReinstateCoordinator, standing.reinstate_coordinator)
    lane.does(m.EndCoordinatorship, standing.end_coordinatorship)
    lane.does(m.IssueThing, issued.issue_thing)
    lane.does(m.ReturnThing, issued.return_thing)
    lane.does(m.DeclareProfile, profile.declare_profile)
    lane.does(m.TakeBackProfile, profile.take_back_profile)
    lane.answers(m.ListCoordinators, list_coordinators)
    lane.answers(m.ShowCoordinator, RegisterShower(around.offices).show_coordinator)


def _careers(lane: LaneBroker, around: Surroundings) -> None:
    """Declare the way from a letter to a certificate, and on to more types of conference."""
    lane.hears(c.ConferenceConcluded, career.count_conference, then=career.who_carried_it_out)
    lane.does(m.ApplyAsCandidate, candidates.Applications(around.offices).apply)
    lane.does(m.OptIn, candidates.opt_in)
    lane.does(m.SubmitReport, candidates.submit_report)
    lane.does(m.AgreeOnCandidate, candidates.agree)
    lane.does(m.PlanCandidateTalk, candidates.plan_talk)
    lane.does(m.EndCandidacy, candidates.end_candidacy)
    lane.due(m.CandidateFileLapses, candidates.erase_file)
    lane.does(m.StartSupervision, certificates.start_supervision)
    lane.does(m.EvaluateConference, certificates.evaluate_conference)
    lane.does(m.RepeatSupervision, certificates.repeat_supervision)
    lane.does(m.IssueCertificate, certificates.issue_certificate)
    lane.does(m.ExtendScope, career.extend_scope)
    lane.does(m.KeepFamilyOnly, career.keep_family_only)
    lane.answers(m.ListCareers, list_careers)
    lane.answers(m.ShowCareer, show_career)
    lane.answers(m.ShowCertificate, Certificates(around.offices).show_certificate)


def _gatherings(lane: LaneBroker, around: Surroundings) -> None:
    """Declare what people come together for, and who was there."""
    lane.does(m.PlanGathering, gatherings.Planning(around.offices).plan_gathering)
    lane.does(m.SignUp, gatherings.sign_up)
    lane.does(m.SignOff, gatherings.sign_off)
    lane.does(m.RecordAttendance, gatherings.record_attendance, then=gatherings.who_was_noted_before)
    lane.does(m.CancelGathering, gatherings.cancel_gathering)
    lane.answers(m.ListGatherings, list_gatherings)
    lane.answers(m.ListOpenGatherings, list_open_gatherings)
    lane.answers(m.ShowGathering, show_gathering)


def _loans(lane: LaneBroker, around: Surroundings, ours: Sequence[Rule]) -> None:
    """Declare both sides of a loan: this service may be either, or both."""
    borrower, lender = borrowing.Borrower(around.offices, ours), lending.Lender(around.offices, ours)
    keys, then = borrowing.keys_of_answer, borrowing.case_of_answer
    lane.does(m.AskForLoan, borrower.ask)
    lane.does(m.OfferLoan, lender.offer)
    lane.does(m.RefuseLoan, lending.refuse)
    lane.does(m.WithdrawLoan, lending.withdraw)
    lane.hears(m.LoanRequested, lender.note_request)
    lane.hears(m.LoanOffered, borrowing.note_offer, keys=keys, then=then)
    lane.hears(m.LoanRefused, borrowing.note_refusal, keys=keys)
    lane.hears(m.LoanWithdrawn, borrower.note_withdrawal, keys=keys, then=then)
    lane.hears(m.LoanTaken, lending.note_taken)
    lane.hears(m.LoanEnded, lending.note_end)
    lane.due(m.LoanLapses, borrowing.lapse, keys=keys)
    lane.answers(m.ListLoans, list_loans)
