"""Message -> function, and nothing else."""

from kring_registry import handlers, queries
from kring_shared.contracts.conference import (
    ConferenceConcluded,
    ConferenceScheduled,
    FollowUpCompleted,
    FollowUpEnded,
    PlanAccepted,
    PlanDistributed,
)
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
    ReturnRegistration,
    ShowRegistration,
    ValidateRegistration,
)
from kring_shared.runtime.broker import LaneBroker
from kring_shared.runtime.service import Surroundings


def subscribe(broker: LaneBroker, _around: Surroundings) -> None:
    """Declare everything the registry hears, does and answers."""
    broker.hears(RequestReceived, handlers.open_registration)
    broker.hears(RequestTriaged, handlers.note_triage)
    broker.hears(RequestAccepted, handlers.note_repeat)
    broker.hears(AssignmentActivated, handlers.note_start)
    broker.hears(AssignmentFrozen, handlers.note_coordinator)
    broker.hears(AssignmentRestored, handlers.note_coordinator)
    broker.hears(AssignmentHandedOver, handlers.note_coordinator)
    broker.hears(ConferenceScheduled, handlers.note_date)
    broker.hears(ConferenceConcluded, handlers.note_meeting)
    broker.hears(PlanAccepted, handlers.note_acceptance)
    broker.hears(PlanDistributed, handlers.note_distribution)
    broker.hears(FollowUpCompleted, handlers.note_follow_up)
    broker.hears(FollowUpEnded, handlers.end_follow_up)
    broker.hears(RequestWithdrawn, handlers.stop)
    broker.hears(RequestRejected, handlers.stop)
    broker.hears(ConsentRefused, handlers.stop)
    broker.hears(RequestLapsed, handlers.lapse)
    broker.hears(RequestTransferred, handlers.move)
    broker.hears(RequestMerged, handlers.move)
    broker.hears(MergeUndone, handlers.move)
    broker.does(CompleteRegistration, handlers.complete)
    broker.does(ReturnRegistration, handlers.give_back)
    broker.does(ValidateRegistration, handlers.validate)
    broker.does(LockRegistration, handlers.lock)
    broker.answers(ShowRegistration, queries.show_registration)
    broker.answers(Figures, queries.figures)
