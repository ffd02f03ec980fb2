"""Message -> function, and nothing else."""

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
from kring_matching.plugged import rules
from kring_matching.queries import advice, agenda, helpdesk
from kring_matching.queries.careers import Certificates, list_careers, show_career
from kring_matching.queries.gatherings import list_gatherings
from kring_matching.queries.lendable import LoanRankings
from kring_matching.queries.loans import list_loans
from kring_matching.queries.ranking import Rankings
from kring_matching.queries.register import RegisterShower, list_coordinators
from kring_matching.queries.searches import show_search
from kring_matching.queries.together import Matching
from kring_shared.contracts.conference import ConferenceConcluded, FollowUpEnded
from kring_shared.contracts.intake import (
    RequestAccepted,
    RequestPaused,
    RequestResumed,
    RequestTransferred,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import (
    AcceptProposal,
    AgreeOnCandidate,
    AnswerHelpdeskCase,
    ApplyAsCandidate,
    ApproveShortlist,
    AskForLoan,
    AskHelpdesk,
    CancelGathering,
    CandidateFileLapses,
    ConfirmCoordinator,
    ConfirmScreening,
    DeclareConflict,
    DeclareProfile,
    DeclareRegisterTie,
    DeclineProposal,
    DismissConflict,
    EndCandidacy,
    EndCoordinatorship,
    EndRegisterTie,
    EvaluateConference,
    ExtendScope,
    HandOverAssignment,
    HelpdeskAnswerDue,
    IssueCertificate,
    IssueThing,
    KeepFamilyOnly,
    ListCareers,
    ListCoordinators,
    ListGatherings,
    ListHelpdesk,
    ListLoans,
    LoanEnded,
    LoanLapses,
    LoanOffered,
    LoanRefused,
    LoanRequested,
    LoanTaken,
    LoanWithdrawn,
    MatchTogether,
    OfferExpires,
    OfferLoan,
    OptIn,
    PauseCoordinator,
    PlanCandidateTalk,
    PlanGathering,
    ProposeCoordinator,
    RankCoordinators,
    RankForLoan,
    RecordAttendance,
    RecordCoaching,
    RecordStatute,
    RecordWishes,
    RecruitmentAdvice,
    RefuseCoordinator,
    RefuseLoan,
    RegisterCoordinator,
    ReinstateCoordinator,
    RepeatSupervision,
    ReturnThing,
    ScreeningEnds,
    ScreeningWarns,
    SearchTooLong,
    SetAvailability,
    ShowAgenda,
    ShowCareer,
    ShowCertificate,
    ShowCoordinator,
    ShowHelpdeskCase,
    ShowSearch,
    SignOff,
    SignUp,
    StartSupervision,
    SubmitReport,
    SuspendCoordinator,
    TakeBackProfile,
    TakeHelpdeskCase,
    TakeOverAssignment,
    WithdrawLoan,
)
from kring_shared.contracts.registry import ErasureOrdered
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.erased_cases import unless_erased
from kring_shared.runtime.declared.service import Surroundings


def subscribe(lane: LaneBroker, around: Surroundings) -> None:
    """Declare everything matching hears, does, answers and waits for."""
    lane.hears(ErasureOrdered, erasing.erase, then=erasing.with_its_guests)
    broker = lane.behind(unless_erased)
    ranked = Rankings(around.plugins)
    broker.answers(RankCoordinators, ranked.rank_coordinators)
    broker.answers(MatchTogether, Matching(ranked).match_together)
    _searches(broker, around)
    _register(broker, around)
    _loans(broker, around)
    _support(broker, around)
    _careers(broker, around)
    _gatherings(broker, around)


def _searches(broker: LaneBroker, around: Surroundings) -> None:
    """Declare a search from its start to its end, and everybody's part in it; whoever may come next is loaded too."""
    ours = rules(around.plugins)
    lists, offers, tied = shortlists.Shortlists(ours), Offers(ours), ties.Ties(ours)
    broker.hears(RequestAccepted, searching.start_search, keys=searching.keys_with_the_earlier_route)
    broker.hears(RequestPaused, pausing.pause)
    broker.hears(RequestResumed, pausing.Resuming(ours).resume, then=with_the_shortlist)
    broker.hears(RequestTransferred, searching.stop_search, then=guests_of_case)
    broker.hears(RequestWithdrawn, searching.stop_search, then=guests_of_case)
    broker.hears(FollowUpEnded, searching.complete_assignment, then=searching.with_whom_it_ends)
    broker.due(SearchTooLong, searching.Escalation(around.offices).escalate)
    broker.does(RecordWishes, shortlists.record_wishes)
    broker.does(ApproveShortlist, lists.approve, then=shortlists.with_the_supporter)
    broker.does(ProposeCoordinator, lists.propose, then=shortlists.with_the_supporter)
    broker.does(AcceptProposal, offers.accept, then=with_the_shortlist)
    broker.does(DeclineProposal, offers.decline, then=with_the_shortlist)
    broker.due(OfferExpires, offers.expire, then=with_the_shortlist)
    broker.does(ConfirmCoordinator, offers.confirm, then=guests_of_case)
    broker.does(RefuseCoordinator, offers.refuse, then=with_the_shortlist)
    broker.does(DeclareConflict, tied.declare_in_a_case, then=with_the_shortlist)
    broker.does(DismissConflict, conflicts.dismiss, then=conflicts.with_the_coordinator)
    broker.does(HandOverAssignment, handing_over.hand_over, then=guests_of_case)
    broker.does(TakeOverAssignment, takeover.take_over_assignment)
    broker.answers(ShowSearch, show_search)


def _support(broker: LaneBroker, around: Surroundings) -> None:
    """Declare coaching, the helpdesk, and what an office tells about whom it seeks."""
    broker.does(RecordCoaching, support.record_coaching)
    broker.does(AskHelpdesk, support.Helpdesk(around.offices).ask)
    broker.does(TakeHelpdeskCase, support.take_case)
    broker.does(AnswerHelpdeskCase, support.answer_case)
    broker.due(HelpdeskAnswerDue, support.note_overdue)
    broker.answers(ListHelpdesk, helpdesk.list_helpdesk)
    broker.answers(ShowHelpdeskCase, helpdesk.show_helpdesk_case)
    broker.answers(RecruitmentAdvice, advice.recruitment_advice)
    broker.answers(ShowAgenda, agenda.PublicAgenda(around.offices).show)


def _register(broker: LaneBroker, around: Surroundings) -> None:
    """Declare what happens to an entry of the register: entered, screened, tied, paused, suspended, left."""
    ours = register.Register(around.offices, rules(around.plugins))
    out = stepping_out.SteppingOut(rules(around.plugins))
    broker.does(RegisterCoordinator, ours.register_coordinator, then=ties.who_comes_next)
    broker.does(SetAvailability, register.set_availability)
    broker.does(RecordStatute, ours.record_statute)
    broker.does(ConfirmScreening, screening.confirm_screening)
    broker.due(ScreeningWarns, screening.warn_of_screening)
    broker.due(ScreeningEnds, out.end_screening, then=stepping_out.who_comes_next)
    broker.does(DeclareRegisterTie, ties.Ties(rules(around.plugins)).declare, then=ties.who_comes_next)
    broker.does(EndRegisterTie, ties.end)
    broker.does(PauseCoordinator, standing.pause_coordinator)
    broker.does(SuspendCoordinator, out.suspend, then=stepping_out.who_comes_next)
    broker.does(ReinstateCoordinator, standing.reinstate_coordinator)
    broker.does(EndCoordinatorship, standing.end_coordinatorship)
    broker.does(IssueThing, issued.issue_thing)
    broker.does(ReturnThing, issued.return_thing)
    broker.does(DeclareProfile, profile.declare_profile)
    broker.does(TakeBackProfile, profile.take_back_profile)
    broker.answers(ListCoordinators, list_coordinators)
    broker.answers(ShowCoordinator, RegisterShower(around.offices).show_coordinator)


def _careers(broker: LaneBroker, around: Surroundings) -> None:
    """Declare the way from a letter to a certificate, and on to more types of conference."""
    broker.hears(ConferenceConcluded, career.count_conference, then=career.who_carried_it_out)
    broker.does(ApplyAsCandidate, candidates.Applications(around.offices).apply)
    broker.does(OptIn, candidates.opt_in)
    broker.does(SubmitReport, candidates.submit_report)
    broker.does(AgreeOnCandidate, candidates.agree)
    broker.does(PlanCandidateTalk, candidates.plan_talk)
    broker.does(EndCandidacy, candidates.end_candidacy)
    broker.due(CandidateFileLapses, candidates.erase_file)
    broker.does(StartSupervision, certificates.start_supervision)
    broker.does(EvaluateConference, certificates.evaluate_conference)
    broker.does(RepeatSupervision, certificates.repeat_supervision)
    broker.does(IssueCertificate, certificates.issue_certificate)
    broker.does(ExtendScope, career.extend_scope)
    broker.does(KeepFamilyOnly, career.keep_family_only)
    broker.answers(ListCareers, list_careers)
    broker.answers(ShowCareer, show_career)
    broker.answers(ShowCertificate, Certificates(around.offices).show_certificate)


def _gatherings(broker: LaneBroker, around: Surroundings) -> None:
    """Declare what people come together for, and who was there."""
    broker.does(PlanGathering, gatherings.Planning(around.offices).plan_gathering)
    broker.does(SignUp, gatherings.sign_up)
    broker.does(SignOff, gatherings.sign_off)
    broker.does(RecordAttendance, gatherings.record_attendance, then=gatherings.who_was_noted_before)
    broker.does(CancelGathering, gatherings.cancel_gathering)
    broker.answers(ListGatherings, list_gatherings)


def _loans(broker: LaneBroker, around: Surroundings) -> None:
    """Declare both sides of a loan: this service may be either, or both."""
    borrower = borrowing.Borrower(around.offices, rules(around.plugins))
    lender = lending.Lender(around.offices, rules(around.plugins))
    keys, then = borrowing.keys_of_answer, borrowing.case_of_answer
    broker.does(AskForLoan, borrower.ask)
    broker.does(OfferLoan, lender.offer)
    broker.does(RefuseLoan, lending.refuse)
    broker.does(WithdrawLoan, lending.withdraw)
    broker.hears(LoanRequested, lender.note_request)
    broker.hears(LoanOffered, borrowing.note_offer, keys=keys, then=then)
    broker.hears(LoanRefused, borrowing.note_refusal, keys=keys)
    broker.hears(LoanWithdrawn, borrower.note_withdrawal, keys=keys, then=then)
    broker.hears(LoanTaken, lending.note_taken)
    broker.hears(LoanEnded, lending.note_end)
    broker.due(LoanLapses, borrowing.lapse, keys=keys)
    broker.answers(ListLoans, list_loans)
    broker.answers(RankForLoan, LoanRankings(around.offices, around.plugins).rank_for_loan)
