"""Message -> function, and nothing else."""

from kring_notifications import queries
from kring_notifications.courier import Courier
from kring_notifications.handlers import coordinating, stopping
from kring_notifications.handlers.days import Days
from kring_notifications.handlers.letters import Letters, record_outcome
from kring_notifications.handlers.plans import Plans
from kring_notifications.handlers.telling import Telling
from kring_notifications.ports import DELIVER, TO_COORDINATOR, Delivery
from kring_shared.contracts.conference import (
    ConferenceAdjourned,
    ConferenceCancelled,
    ConferenceConcluded,
    ConferencePostponed,
    ConferenceScheduled,
    ConvenerAsked,
    FollowUpDue,
    MeetingAgainOffered,
    ParticipantAnswered,
    ParticipantInvited,
    ParticipantNotInvited,
    ParticipantSteppedOut,
    ParticipantSuggested,
    PlanAccepted,
    PlanAnswerAwaited,
    PlanDistributed,
    PlanMadeWithoutMeeting,
    PlanSubmitted,
    ReviewComing,
)
from kring_shared.contracts.intake import (
    AuthorityRecorded,
    ConsentRefused,
    FundingRefused,
    MergeUndone,
    RequestAccepted,
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
from kring_shared.contracts.notifications import ListMessages, ReminderDue
from kring_shared.runtime.broker import LaneBroker
from kring_shared.runtime.timers import ErrandDone


def subscribe(broker: LaneBroker, letters: Letters, courier: Courier) -> None:
    """Declare everything notifications hears, carries out, answers and waits for."""
    telling, ending = Telling(letters), stopping.Stopping(letters)
    _request(broker, telling, ending)
    _coordinator(broker, telling, coordinating.Coordinating(letters))
    _conference(broker, telling, ending, Days(letters))
    _plan(broker, Plans(letters))
    for name in (DELIVER, TO_COORDINATOR):
        broker.carries_out(name, Delivery, courier.deliver, ErrandDone, record_outcome)
    broker.answers(ListMessages, queries.list_messages)


def _request(broker: LaneBroker, telling: Telling, ending: stopping.Stopping) -> None:
    broker.hears(RequestReceived, telling.begin)
    broker.hears(RequestAccepted, telling.keep_acceptors)
    broker.hears(AuthorityRecorded, telling.note_age)
    broker.hears(FundingRefused, telling.tell_funding_refused)
    broker.hears(RequestWithdrawn, ending.stop)
    broker.hears(RequestRejected, ending.stop)
    broker.hears(ConsentRefused, ending.stop)
    broker.hears(RequestPaused, stopping.pause)
    broker.hears(RequestResumed, stopping.resume)
    broker.hears(RequestMerged, stopping.set_aside)
    broker.hears(MergeUndone, ending.begin_again)
    broker.hears(RequestTransferred, stopping.hand_over)
    broker.hears(RequestLapsed, stopping.lapse)


def _coordinator(broker: LaneBroker, telling: Telling, coordinators: coordinating.Coordinating) -> None:
    broker.hears(SearchUnfilled, coordinators.tell_search_goes_on)
    broker.hears(ScreeningExpiring, coordinators.warn_of_screening)
    broker.hears(CoordinatorProposed, telling.tell_proposal)
    broker.hears(ProposalExtended, telling.tell_more_time)
    broker.hears(AssignmentActivated, coordinators.tell_found)
    broker.hears(AssignmentFrozen, coordinating.keep_out)
    broker.hears(AssignmentRestored, coordinating.let_back_in)
    broker.hears(AssignmentHandedOver, coordinators.hand_over)
    broker.hears(AssignmentCompleted, coordinating.end)


def _conference(broker: LaneBroker, telling: Telling, ending: stopping.Stopping, days: Days) -> None:
    broker.hears(ParticipantSuggested, telling.keep_participant)
    broker.hears(ParticipantInvited, telling.invite)
    broker.hears(ParticipantAnswered, telling.note_answer)
    broker.hears(ParticipantSteppedOut, stopping.let_be)
    broker.hears(ParticipantNotInvited, stopping.let_be)
    broker.hears(ConferenceScheduled, days.set_day)
    broker.hears(ConferencePostponed, days.put_off)
    broker.hears(ConferenceAdjourned, days.put_off)
    broker.hears(ConferenceConcluded, days.leave_day)
    broker.hears(ConferenceCancelled, ending.cancel)
    broker.hears(PlanMadeWithoutMeeting, days.leave_day)
    broker.hears(PlanAccepted, days.leave_day)
    broker.due(ReminderDue, days.remind)


def _plan(broker: LaneBroker, plans: Plans) -> None:
    broker.hears(PlanSubmitted, plans.ask_to_check)
    broker.hears(PlanAnswerAwaited, plans.remind_to_check)
    broker.hears(PlanDistributed, plans.tell_plan)
    broker.hears(FollowUpDue, plans.ask_to_call)
    broker.hears(ConvenerAsked, plans.ask_convener)
    broker.hears(MeetingAgainOffered, plans.offer_meeting)
    broker.hears(ReviewComing, plans.tell_review)
