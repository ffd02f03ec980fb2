"""Message -> function, and nothing else."""

from kring_matching.handlers import register, searching
from kring_matching.queries import asked
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
    ConfirmCoordinator,
    DeclineProposal,
    ListCoordinators,
    OfferExpires,
    ProposeCoordinator,
    RankCoordinators,
    RefuseCoordinator,
    RegisterCoordinator,
    ShowSearch,
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
