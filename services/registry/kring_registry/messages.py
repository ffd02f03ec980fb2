"""What the registry hears, tells and answers."""

from kring_shared.contracts.conference import (
    ConditionAdded,
    ConferenceCancelled,
    ConferenceConcluded,
    ConferenceScheduled,
    FollowUpCompleted,
    FollowUpEnded,
    HelpAnswered,
    InterpreterBooked,
    InterpreterCancelled,
    PlanAccepted,
    PlanAgreed,
    PlanDistributed,
    PlanMadeWithoutMeeting,
    PlanSentBack,
)
from kring_shared.contracts.envelope import Fact, Named
from kring_shared.contracts.intake import (
    ConsentRefused,
    MergeUndone,
    RequestAccepted,
    RequestLapsed,
    RequestMerged,
    RequestReceived,
    RequestRejected,
    RequestTransferred,
    RequestTriaged,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
)
from kring_shared.contracts.registry import (
    CompleteRegistration,
    Figures,
    LockRegistration,
    RegistrationCompleted,
    RegistrationLocked,
    RegistrationOpened,
    RegistrationReturned,
    RegistrationValidated,
    ReturnRegistration,
    ShowRegistration,
    ValidateRegistration,
)

HEARS: tuple[type[Fact], ...] = (
    RequestReceived,
    RequestTriaged,
    RequestAccepted,
    AssignmentActivated,
    AssignmentFrozen,
    AssignmentRestored,
    AssignmentHandedOver,
    ConferenceScheduled,
    ConditionAdded,
    InterpreterBooked,
    InterpreterCancelled,
    ConferenceConcluded,
    PlanMadeWithoutMeeting,
    PlanAgreed,
    PlanSentBack,
    PlanAccepted,
    PlanDistributed,
    HelpAnswered,
    ConferenceCancelled,
    FollowUpCompleted,
    FollowUpEnded,
    RequestWithdrawn,
    RequestRejected,
    ConsentRefused,
    RequestLapsed,
    RequestTransferred,
    RequestMerged,
    MergeUndone,
)
"""Nothing of private time, and no safety signal: they are no figures."""
TELLS: tuple[type[Fact], ...] = (
    RegistrationOpened,
    RegistrationCompleted,
    RegistrationReturned,
    RegistrationValidated,
    RegistrationLocked,
)
ANSWERS: tuple[type[Named], ...] = (
    CompleteRegistration,
    ReturnRegistration,
    ValidateRegistration,
    LockRegistration,
    ShowRegistration,
    Figures,
)
