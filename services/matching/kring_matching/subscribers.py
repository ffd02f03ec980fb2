"""Message -> function, and nothing else."""

from kring_matching import handlers, queries
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
    broker.hears(RequestAccepted, handlers.start_search, keys=handlers.keys_with_the_earlier_route)
    broker.hears(RequestPaused, handlers.pause_search)
    broker.hears(RequestResumed, handlers.resume_search)
    broker.hears(RequestTransferred, handlers.stop_search)
    broker.hears(RequestWithdrawn, handlers.stop_search)
    broker.hears(FollowUpEnded, handlers.complete_assignment)
    broker.does(RegisterCoordinator, handlers.register_coordinator)
    broker.does(ProposeCoordinator, handlers.propose)
    broker.does(AcceptProposal, handlers.accept_proposal)
    broker.does(DeclineProposal, handlers.decline_proposal)
    broker.does(ConfirmCoordinator, handlers.confirm_coordinator)
    broker.does(RefuseCoordinator, handlers.refuse_coordinator)
    broker.due(OfferExpires, handlers.expire_offer)
    broker.answers(RankCoordinators, queries.Questions(around.plugins).rank_coordinators)
    broker.answers(ListCoordinators, queries.list_coordinators)
    broker.answers(ShowSearch, queries.show_search)
