"""What notifications hears, tells and answers."""

from kring_shared.contracts.conference import (
    ConferenceAdjourned,
    ConferenceScheduled,
    FollowUpDue,
    ParticipantAnswered,
    ParticipantInvited,
    ParticipantSuggested,
    PlanDistributed,
)
from kring_shared.contracts.envelope import Fact, Named
from kring_shared.contracts.intake import (
    AuthorityRecorded,
    ConsentRefused,
    FundingRefused,
    MergeUndone,
    RequestLapsed,
    RequestMerged,
    RequestPaused,
    RequestReceived,
    RequestRejected,
    RequestResumed,
    RequestTransferred,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentCompleted,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
    CoordinatorProposed,
    ProposalExtended,
    ScreeningExpiring,
    SearchUnfilled,
)
from kring_shared.contracts.notifications import (
    ListMessages,
    NotificationFailed,
    NotificationQueued,
    NotificationSent,
    NotificationSuppressed,
)

HEARS: tuple[type[Fact], ...] = (
    RequestReceived,
    AuthorityRecorded,
    FundingRefused,
    SearchUnfilled,
    ScreeningExpiring,
    CoordinatorProposed,
    ProposalExtended,
    AssignmentActivated,
    AssignmentFrozen,
    AssignmentRestored,
    AssignmentHandedOver,
    AssignmentCompleted,
    ParticipantSuggested,
    ParticipantInvited,
    ParticipantAnswered,
    ConferenceScheduled,
    ConferenceAdjourned,
    PlanDistributed,
    FollowUpDue,
    RequestWithdrawn,
    RequestRejected,
    ConsentRefused,
    RequestPaused,
    RequestResumed,
    RequestMerged,
    MergeUndone,
    RequestTransferred,
    RequestLapsed,
)
"""Nothing of a legal deadline is heard: it binds the mandating body, and no letter may press a family with it."""
TELLS: tuple[type[Fact], ...] = (NotificationQueued, NotificationSent, NotificationFailed, NotificationSuppressed)
ANSWERS: tuple[type[Named], ...] = (ListMessages,)
