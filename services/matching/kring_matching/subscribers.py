"""Message -> function, and nothing else."""

from kring_matching.handlers import register, searching, support
from kring_matching.queries import advice, agenda, asked, helpdesk
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
    DeclineProposal,
    HelpdeskAnswerDue,
    ListCoordinators,
    ListHelpdesk,
    OfferExpires,
    ProposeCoordinator,
    RankCoordinators,
    RecordCoaching,
    RecruitmentAdvice,
    RefuseCoordinator,
    RegisterCoordinator,
    ShowAgenda,
    ShowHelpdeskCase,
    ShowSearch,
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
    broker.does(RegisterCoordinator, register.register_coordinator)
    broker.does(ProposeCoordinator, searching.propose)
    broker.does(AcceptProposal, searching.accept_proposal)
    broker.does(DeclineProposal, searching.decline_proposal)
    broker.does(ConfirmCoordinator, searching.confirm_coordinator)
    broker.does(RefuseCoordinator, searching.refuse_coordinator)
    broker.due(OfferExpires, searching.expire_offer)
    broker.answers(RankCoordinators, asked.Questions(around.plugins).rank_coordinators)
    broker.answers(ListCoordinators, asked.list_coordinators)
    broker.answers(ShowSearch, asked.show_search)
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
