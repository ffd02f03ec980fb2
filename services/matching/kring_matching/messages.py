"""What matching hears, tells and answers."""

from kring_shared.contracts.conference import FollowUpEnded
from kring_shared.contracts.envelope import Fact, Named
from kring_shared.contracts.intake import RequestAccepted, RequestWithdrawn
from kring_shared.contracts.matching import (
    AcceptProposal,
    AssignmentActivated,
    AssignmentCompleted,
    ConfirmCoordinator,
    CoordinatorConfirmed,
    CoordinatorProposed,
    CoordinatorRefused,
    CoordinatorRegistered,
    DeclineProposal,
    ListCoordinators,
    ProposalAccepted,
    ProposalDeclined,
    ProposalExpired,
    ProposeCoordinator,
    RankCoordinators,
    RefuseCoordinator,
    RegisterCoordinator,
    SearchStarted,
    SearchStopped,
    ShowSearch,
)

HEARS: tuple[type[Fact], ...] = (RequestAccepted, RequestWithdrawn, FollowUpEnded)
TELLS: tuple[type[Fact], ...] = (
    CoordinatorRegistered,
    SearchStarted,
    CoordinatorProposed,
    ProposalAccepted,
    ProposalDeclined,
    ProposalExpired,
    CoordinatorConfirmed,
    CoordinatorRefused,
    AssignmentActivated,
    AssignmentCompleted,
    SearchStopped,
)
ANSWERS: tuple[type[Named], ...] = (
    RegisterCoordinator,
    ProposeCoordinator,
    AcceptProposal,
    DeclineProposal,
    ConfirmCoordinator,
    RefuseCoordinator,
    RankCoordinators,
    ListCoordinators,
    ShowSearch,
)
