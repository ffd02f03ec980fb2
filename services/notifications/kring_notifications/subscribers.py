"""Message -> function, and nothing else."""

from kring_notifications import queries
from kring_notifications.courier import Courier
from kring_notifications.handlers import coordinating, erasing, proposing, stopping, wishes
from kring_notifications.handlers.days import Days
from kring_notifications.handlers.digest import Digests, cases_of
from kring_notifications.handlers.forms import Forms
from kring_notifications.handlers.letters import Letters
from kring_notifications.handlers.outcomes import Outcomes, case_of
from kring_notifications.handlers.plans import Plans
from kring_notifications.handlers.telling import Telling
from kring_notifications.ports import DELIVER, FORGET, LOOK_AFTER, Delivery, Forget, LookAfter
from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts import notifications as n
from kring_shared.contracts.registry import ErasureOrdered, SatisfactionInvited
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.erased_cases import unless_erased
from kring_shared.runtime.lane.timers import ErrandDone


def subscribe(lane: LaneBroker, letters: Letters, courier: Courier) -> None:
    """Declare everything notifications hears, carries out, answers and waits for."""
    telling, ending = Telling(letters), stopping.Stopping(letters)
    lane.hears(ErasureOrdered, erasing.erase)
    lane.carries_out(FORGET, Forget, courier.forget, ErrandDone, erasing.note_forgotten)
    broker = lane.behind(unless_erased)
    _request(broker, telling, ending)
    _coordinator(broker, coordinating.Coordinating(letters), proposing.Proposing(letters))
    _conference(broker, telling, ending, Days(letters))
    _plan(broker, Plans(letters))
    broker.hears(SatisfactionInvited, Forms(letters).send)
    outcomes = Outcomes(letters)
    _carried_out(lane, courier, outcomes)
    broker.does(n.ReportArrival, outcomes.report, then=case_of)
    _people(broker, letters)


def _carried_out(lane: LaneBroker, courier: Courier, outcomes: Outcomes) -> None:
    lane.carries_out(
        DELIVER, Delivery, courier.deliver, ErrandDone, outcomes.record, then=case_of, at_once=courier.at_once
    )
    lane.carries_out(
        LOOK_AFTER,
        LookAfter,
        courier.look_after,
        ErrandDone,
        outcomes.record_look,
        then=case_of,
        at_once=courier.at_once,
    )


def _people(broker: LaneBroker, letters: Letters) -> None:
    broker.does(n.RecordContactWishes, wishes.Wishes(letters).record)
    broker.does(n.CorrectContact, wishes.Wishes(letters).correct)
    broker.does(n.ResendMessage, wishes.Resending(letters).resend)
    broker.does(n.NoteTold, wishes.note_told)
    broker.due(n.DigestDue, Digests(letters).tell, then=cases_of)
    broker.answers(n.ListMessages, queries.list_messages)
    broker.answers(n.ListToTell, queries.list_to_tell)
    broker.answers(n.ShowToTell, queries.Saying(letters.wording, letters.house).show)


def _request(broker: LaneBroker, telling: Telling, ending: stopping.Stopping) -> None:
    broker.hears(i.RequestReceived, telling.begin)
    broker.hears(i.RequestAccepted, telling.take_on)
    broker.hears(i.AuthorityRecorded, telling.note_age)
    broker.hears(i.FundingRefused, telling.tell_funding_refused)
    broker.hears(i.RequestWithdrawn, ending.stop)
    broker.hears(i.RequestRejected, ending.stop)
    broker.hears(i.ConsentRefused, ending.stop)
    broker.hears(i.RequestPaused, stopping.pause)
    broker.hears(i.RequestResumed, stopping.resume)
    broker.hears(i.RequestMerged, stopping.set_aside)
    broker.hears(i.MergeUndone, ending.begin_again)
    broker.hears(i.RequestTransferred, stopping.hand_over)
    broker.hears(i.RequestLapsed, stopping.lapse)
    broker.hears(i.RequestClosed, telling.tell_ended)


def _coordinator(broker: LaneBroker, coordinators: coordinating.Coordinating, proposals: proposing.Proposing) -> None:
    broker.hears(m.SearchUnfilled, coordinators.tell_search_goes_on)
    broker.hears(m.ScreeningExpiring, coordinators.warn_of_screening)
    broker.hears(m.CoordinatorProposed, proposals.tell)
    broker.hears(m.ProposalExtended, proposals.tell_more_time)
    broker.hears(m.ProposalAccepted, proposing.note_answered)
    broker.hears(m.ProposalDeclined, proposing.note_answered)
    broker.hears(m.ProposalExpired, proposing.note_answered)
    broker.due(n.AnswerAwaited, proposals.remind)
    broker.hears(m.AssignmentActivated, coordinators.tell_found)
    broker.hears(m.AssignmentFrozen, coordinators.keep_out)
    broker.hears(m.AssignmentRestored, coordinators.let_back_in)
    broker.hears(m.AssignmentHandedOver, coordinators.hand_over)
    broker.hears(m.AssignmentCompleted, coordinators.end)


def _conference(broker: LaneBroker, telling: Telling, ending: stopping.Stopping, days: Days) -> None:
    broker.hears(c.ParticipantSuggested, telling.keep_participant)
    broker.hears(c.ParticipantInformed, telling.note_spoken_with)
    broker.hears(c.CalendarAsked, telling.note_calendar)
    broker.hears(c.ConditionsShared, telling.tell_conditions)
    broker.hears(c.ParticipantInvited, telling.invite)
    broker.hears(c.ParticipantAnswered, telling.note_answer)
    broker.hears(c.ParticipantSteppedOut, stopping.let_be)
    broker.hears(c.ParticipantNotInvited, stopping.let_be)
    broker.hears(c.ConferenceScheduled, days.set_day)
    broker.hears(c.ConferencePostponed, days.put_off)
    broker.hears(c.ConferenceAdjourned, days.put_off)
    broker.hears(c.ConferenceConcluded, days.leave_day)
    broker.hears(c.ConferenceCancelled, ending.cancel)
    broker.hears(c.PlanMadeWithoutMeeting, days.leave_day)
    broker.hears(c.PlanAccepted, days.leave_day)
    broker.due(n.ReminderDue, days.remind)


def _plan(broker: LaneBroker, plans: Plans) -> None:
    broker.hears(c.PlanSubmitted, plans.ask_to_check)
    broker.hears(c.PlanAnswerAwaited, plans.remind_to_check)
    broker.hears(c.PlanAnswerOverdue, plans.tell_office)
    broker.hears(c.HelpAnswerOverdue, plans.tell_office)
    broker.hears(c.PlanSentBack, plans.tell_sent_back)
    broker.hears(c.PlanDistributed, plans.tell_plan)
    broker.hears(c.FollowUpDue, plans.ask_to_call)
    broker.hears(c.ConvenerAsked, plans.ask_convener)
    broker.hears(c.MeetingAgainOffered, plans.offer_meeting)
    broker.hears(c.ReviewComing, plans.tell_review)
