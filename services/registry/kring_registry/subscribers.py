"""Message -> function, and nothing else."""

from kring_registry import queries
from kring_registry.handlers import completing, conference, requests
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
    broker.hears(RequestReceived, requests.open_registration)
    broker.hears(RequestTriaged, requests.note_triage)
    broker.hears(RequestAccepted, requests.note_acceptance)
    broker.hears(AssignmentActivated, requests.note_start)
    broker.hears(AssignmentFrozen, requests.note_coordinator)
    broker.hears(AssignmentRestored, requests.note_coordinator)
    broker.hears(AssignmentHandedOver, requests.note_coordinator)
    broker.hears(ConferenceScheduled, conference.note_date)
    broker.hears(ConditionAdded, conference.note_condition)
    broker.hears(InterpreterBooked, conference.note_interpreter)
    broker.hears(InterpreterCancelled, conference.note_interpreter)
    broker.hears(ConferenceConcluded, conference.note_meeting)
    broker.hears(PlanMadeWithoutMeeting, conference.note_plan_without_meeting)
    broker.hears(PlanAgreed, conference.note_agreement)
    broker.hears(PlanSentBack, conference.note_return)
    broker.hears(PlanAccepted, conference.note_acceptance)
    broker.hears(PlanDistributed, conference.note_distribution)
    broker.hears(HelpAnswered, conference.note_help)
    broker.hears(ConferenceCancelled, conference.note_cancelling)
    broker.hears(FollowUpCompleted, conference.note_follow_up)
    broker.hears(FollowUpEnded, conference.end_follow_up)
    broker.hears(RequestWithdrawn, requests.stop)
    broker.hears(RequestRejected, requests.stop)
    broker.hears(ConsentRefused, requests.stop)
    broker.hears(RequestLapsed, requests.lapse)
    broker.hears(RequestTransferred, requests.move)
    broker.hears(RequestMerged, requests.move)
    broker.hears(MergeUndone, requests.move)
    broker.does(CompleteRegistration, completing.complete)
    broker.does(ReturnRegistration, completing.give_back)
    broker.does(ValidateRegistration, completing.validate)
    broker.does(LockRegistration, completing.lock)
    broker.answers(ShowRegistration, queries.show_registration)
    broker.answers(Figures, queries.figures)
