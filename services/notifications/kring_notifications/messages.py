"""What notifications hears, tells and answers."""

from kring_shared.contracts.conference import (
    ConferenceScheduled,
    FollowUpDue,
    ParticipantAnswered,
    ParticipantInvited,
    ParticipantSuggested,
    PlanDistributed,
)
from kring_shared.contracts.envelope import Fact, Named
from kring_shared.contracts.intake import RequestReceived, RequestWithdrawn
from kring_shared.contracts.matching import AssignmentActivated, CoordinatorProposed
from kring_shared.contracts.notifications import (
    ListMessages,
    NotificationFailed,
    NotificationQueued,
    NotificationSent,
    NotificationSuppressed,
)

HEARS: tuple[type[Fact], ...] = (
    RequestReceived,
    CoordinatorProposed,
    AssignmentActivated,
    ParticipantSuggested,
    ParticipantInvited,
    ParticipantAnswered,
    ConferenceScheduled,
    PlanDistributed,
    FollowUpDue,
    RequestWithdrawn,
)
TELLS: tuple[type[Fact], ...] = (NotificationQueued, NotificationSent, NotificationFailed, NotificationSuppressed)
ANSWERS: tuple[type[Named], ...] = (ListMessages,)
