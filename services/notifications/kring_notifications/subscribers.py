"""Message -> function, and nothing else."""

from kring_notifications import queries
from kring_notifications.courier import Courier
from kring_notifications.handlers import Handlers
from kring_notifications.ports import DELIVER, Delivery
from kring_shared.contracts.conference import (
    ConferenceScheduled,
    FollowUpDue,
    ParticipantAnswered,
    ParticipantInvited,
    ParticipantSuggested,
    PlanDistributed,
)
from kring_shared.contracts.intake import RequestReceived, RequestWithdrawn
from kring_shared.contracts.matching import AssignmentActivated, CoordinatorProposed
from kring_shared.contracts.notifications import ListMessages, ReminderDue
from kring_shared.runtime.broker import LaneBroker
from kring_shared.runtime.timers import ErrandDone


def subscribe(broker: LaneBroker, handlers: Handlers, courier: Courier) -> None:
    """Declare everything notifications hears, carries out, answers and waits for."""
    broker.hears(RequestReceived, handlers.begin)
    broker.hears(CoordinatorProposed, handlers.tell_proposal)
    broker.hears(AssignmentActivated, handlers.tell_coordinator_found)
    broker.hears(ParticipantSuggested, handlers.keep_participant)
    broker.hears(ParticipantInvited, handlers.invite)
    broker.hears(ParticipantAnswered, handlers.note_answer)
    broker.hears(ConferenceScheduled, handlers.plan_reminder)
    broker.hears(PlanDistributed, handlers.tell_plan)
    broker.hears(FollowUpDue, handlers.ask_to_call)
    broker.hears(RequestWithdrawn, handlers.stop)
    broker.due(ReminderDue, handlers.remind)
    broker.carries_out(DELIVER, Delivery, courier.deliver, ErrandDone, handlers.record_outcome)
    broker.answers(ListMessages, queries.list_messages)
