"""Message -> function, and nothing else."""

from kring_matching.handlers import (
    issued,
    profile,
    register,
    screening,
    searching,
    standing,
    support,
    ties,
)
from kring_matching.plugged import rules
from kring_matching.queries import advice, agenda, asked, helpdesk
from kring_matching.queries.register import RegisterShower, list_coordinators
from kring_shared.contracts.conference import FollowUpEnded
from kring_shared.contracts.intake import (
    RequestAccepted,
    RequestPaused,
    RequestResumed,
    RequestTransferred,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import (
    AcceptProposal,
    AnswerHelpdeskCase,
    AskHelpdesk,
    ConfirmCoordinator,
    ConfirmScreening,
    DeclareProfile,
    DeclareRegisterTie,
    DeclineProposal,
    EndCoordinatorship,
    EndRegisterTie,
    HelpdeskAnswerDue,
    IssueThing,
    ListCoordinators,
    ListHelpdesk,
    OfferExpires,
    PauseCoordinator,
    ProposeCoordinator,
    RankCoordinators,
    RecordCoaching,
    RecordStatute,
    RecruitmentAdvice,
    RefuseCoordinator,
    RegisterCoordinator,
    ReinstateCoordinator,
    ReturnThing,
    ScreeningEnds,
    ScreeningWarns,
    SetAvailability,
    ShowAgenda,
    ShowCoordinator,
    ShowHelpdeskCase,
    ShowSearch,
    SuspendCoordinator,
    TakeBackProfile,
    TakeHelpdeskCase,
)
from kring_shared.runtime.broker import LaneBroker
from kring_shared.runtime.service import Surroundings


def subscribe(broker: LaneBroker, around: Surroundings) -> None:
    """Declare everything matching hears, does, answers and waits for."""
    broker.hears(RequestAccepted, searching.start_search, keys=searching.keys_with_the_earlier_route)
    broker.hears(RequestPaused, searching.pause_search)
    broker.hears(RequestResumed, searching.resume_search)
    broker.hears(RequestTransferred, searching.stop_search)
    broker.hears(RequestWithdrawn, searching.stop_search)
    broker.hears(FollowUpEnded, searching.complete_assignment)
    broker.does(ProposeCoordinator, searching.propose)
    broker.does(AcceptProposal, searching.accept_proposal)
    broker.does(DeclineProposal, searching.decline_proposal)
    broker.does(ConfirmCoordinator, searching.confirm_coordinator)
    broker.does(RefuseCoordinator, searching.refuse_coordinator)
    broker.due(OfferExpires, searching.expire_offer)
    broker.answers(RankCoordinators, asked.Questions(around.plugins).rank_coordinators)
    broker.answers(ShowSearch, asked.show_search)
    _register(broker, around)
    _support(broker, around)


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
    broker.answers(ShowAgenda, agenda.show_agenda)


def _register(broker: LaneBroker, around: Surroundings) -> None:
    """Declare what happens to an entry of the register: entered, screened, tied, paused, suspended, left."""
    ours = register.Register(around.offices, rules(around.plugins))
    broker.does(RegisterCoordinator, ours.register_coordinator, then=ties.who_comes_next)
    broker.does(SetAvailability, register.set_availability)
    broker.does(RecordStatute, ours.record_statute)
    broker.does(ConfirmScreening, screening.confirm_screening)
    broker.due(ScreeningWarns, screening.warn_of_screening)
    broker.due(ScreeningEnds, screening.end_screening)
    broker.does(DeclareRegisterTie, ties.Ties(rules(around.plugins)).declare, then=ties.who_comes_next)
    broker.does(EndRegisterTie, ties.end)
    broker.does(PauseCoordinator, standing.pause_coordinator)
    broker.does(SuspendCoordinator, standing.suspend_coordinator)
    broker.does(ReinstateCoordinator, standing.reinstate_coordinator)
    broker.does(EndCoordinatorship, standing.end_coordinatorship)
    broker.does(IssueThing, issued.issue_thing)
    broker.does(ReturnThing, issued.return_thing)
    broker.does(DeclareProfile, profile.declare_profile)
    broker.does(TakeBackProfile, profile.take_back_profile)
    broker.answers(ListCoordinators, list_coordinators)
    broker.answers(ShowCoordinator, RegisterShower(around.offices).show_coordinator)
