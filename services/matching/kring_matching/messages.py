"""What matching hears, tells and answers."""

from kring_shared.contracts.conference import FollowUpEnded
from kring_shared.contracts.envelope import Fact, Named
from kring_shared.contracts.intake import (
    RequestAccepted,
    RequestPaused,
    RequestResumed,
    RequestTransferred,
    RequestWithdrawn,
)
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
    ProposalExtended,
    ProposeCoordinator,
    RankCoordinators,
    RefuseCoordinator,
    RegisterCoordinator,
    SearchStarted,
    SearchStopped,
    ShowSearch,
)

HEARS: tuple[type[Fact], ...] = (
    RequestAccepted,
    RequestPaused,
    RequestResumed,
    RequestTransferred,
    RequestWithdrawn,
    FollowUpEnded,
)
TELLS: tuple[type[Fact], ...] = (
    CoordinatorRegistered,
    SearchStarted,
    CoordinatorProposed,
    ProposalAccepted,
    ProposalDeclined,
    ProposalExpired,
    ProposalExtended,
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
