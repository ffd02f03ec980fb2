"""Message -> function, and nothing else."""

from kring_conference import queries
from kring_conference.alone import unless_alone
from kring_conference.handlers import (
    acceptance,
    apart,
    care,
    circle,
    closing,
    conditions,
    contacts,
    contesting,
    coordinating,
    dates,
    distribution,
    drafting,
    erasing,
    follow_up,
    help_asked,
    information,
    interpreters,
    invitations,
    meeting,
    opening,
    preparation,
    private_time,
    question,
    review,
    signals,
    submitting,
    takeover,
)
from kring_shared.contracts import conference as c
from kring_shared.contracts.intake import (
    RequestAccepted,
    RequestPaused,
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
)
from kring_shared.contracts.registry import ErasureOrdered, RegistrationLocked
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.erased_cases import unless_erased
from kring_shared.runtime.declared.service import Surroundings


def subscribe(lane: LaneBroker, _around: Surroundings) -> None:
    """Declare everything the conference hears, does, answers and waits for; nothing of it disturbs private time."""
    known = lane.behind(unless_erased)
    broker = known.behind(unless_alone)
    lane.hears(ErasureOrdered, erasing.erase, keys=erasing.keys_with_signals)
    broker.hears(RequestAccepted, opening.open_conference)
    broker.hears(AssignmentActivated, coordinating.let_in)
    broker.hears(AssignmentFrozen, coordinating.keep_out)
    broker.hears(AssignmentRestored, coordinating.let_in)
    broker.hears(AssignmentHandedOver, coordinating.keep_out)
    broker.hears(AssignmentCompleted, coordinating.end)
    broker.hears(RequestPaused, opening.pause)
    broker.hears(RequestResumed, opening.resume)
    broker.hears(RequestTransferred, opening.hand_over)
    broker.hears(RequestWithdrawn, opening.cancel)
    broker.hears(RegistrationLocked, private_time.forget_when)
    _circle(broker)
    _preparation(broker)
    _meeting(broker)
    _plan(broker)
    _afterwards(broker)
    # That the circle is alone, and what it can do, is answered; nothing else of the room is.
    known.answers(c.ShowConference, queries.show_conference)
    broker.answers(c.ShowPlan, queries.show_plan)
    broker.answers(c.ShowCalendar, queries.show_calendar)
    broker.answers(c.ListSafetySignals, queries.list_signals)
    broker.answers(c.ShowSafetySignal, queries.show_signal)


def _circle(broker: LaneBroker) -> None:
    broker.does(c.SuggestParticipant, circle.suggest_participant)
    broker.does(c.PlaceOnSide, circle.place_on_side)
    broker.does(c.StepOut, circle.step_out)
    broker.does(c.RecordContact, contacts.record_contact)
    broker.does(c.RecordSafety, care.record_safety)
    broker.does(c.RecordNeeds, care.record_needs)
    broker.does(c.ChooseSupportPerson, care.choose_support_person)
    broker.does(c.EndSupport, care.end_support)
    broker.does(c.KeepApart, apart.keep_apart)
    broker.does(c.NoLongerApart, apart.no_longer_apart)
    broker.does(c.LeaveOut, apart.leave_out)
    broker.does(c.BookInterpreter, interpreters.book_interpreter)
    broker.does(c.CancelInterpreter, interpreters.cancel_interpreter)
    broker.does(c.InviteParticipant, invitations.invite_participant)
    broker.does(c.InviteGroup, invitations.invite_group)
    broker.does(c.AnswerInvitation, invitations.answer_invitation)


def _preparation(broker: LaneBroker) -> None:
    broker.does(c.AgreeQuestion, question.agree_question)
    broker.does(c.AddCondition, conditions.add_condition)
    broker.does(c.ShareConditions, conditions.share_conditions)
    broker.does(c.RecordInformationNeed, information.record_information_need)
    broker.does(c.AssignInformationNeed, information.assign_information_need)
    broker.does(c.BriefProfessional, information.brief_professional)
    broker.does(c.ProposeDates, dates.propose_dates)
    broker.does(c.AnswerDates, dates.answer_dates)
    broker.does(c.ScheduleConference, preparation.schedule_conference)
    broker.does(c.ArrangeFood, preparation.arrange_food)
    broker.does(c.DeclareReady, preparation.declare_ready)
    broker.does(c.PostponeConference, preparation.postpone_conference)
    broker.does(c.CancelConference, preparation.cancel_conference)
    broker.does(c.TakeOverConference, takeover.take_over_conference)


def _meeting(broker: LaneBroker) -> None:
    broker.does(c.StartInformationPhase, meeting.start_information_phase)
    broker.does(c.NoteArrival, meeting.note_arrival)
    broker.does(c.RecordInformationGiven, meeting.record_information_given)
    broker.does(c.ExplainConditions, meeting.explain_conditions)
    broker.does(c.AskToMeet, private_time.ask_to_meet)
    broker.does(c.StartPrivateTime, private_time.start_private_time)
    broker.does(c.EndPrivateTime, private_time.end_private_time)
    broker.does(c.AdjournConference, closing.adjourn_conference)
    broker.does(c.RecordViolation, closing.record_violation)
    broker.does(c.ConcludeConference, closing.conclude_conference)


def _plan(broker: LaneBroker) -> None:
    broker.does(c.DraftPlan, drafting.draft_plan)
    broker.does(c.ConfirmPlan, drafting.confirm_plan)
    broker.does(c.MakePlanWithoutMeeting, drafting.make_plan_without_meeting)
    broker.does(c.AppointAcceptor, submitting.appoint_acceptor)
    broker.does(c.SubmitPlan, submitting.submit_plan)
    broker.does(c.AcceptPlan, acceptance.accept_plan)
    broker.does(c.SendPlanBack, acceptance.send_plan_back)
    broker.does(c.ContestRefusal, contesting.contest_refusal)
    broker.does(c.ReviewRefusal, contesting.review_refusal)
    broker.does(c.WriteOutPlan, distribution.write_out_plan)
    broker.does(c.AttachTranslation, distribution.attach_translation)
    broker.does(c.DistributePlan, distribution.distribute_plan)
    broker.does(c.ConfirmReceipt, distribution.confirm_receipt)
    broker.does(c.AnswerHelp, help_asked.answer_help)
    broker.due(c.PlanAnswerHalfway, submitting.remind_acceptors)
    broker.due(c.PlanAnswerDue, submitting.answer_is_overdue)
    broker.due(c.HelpAnswerDue, help_asked.help_is_overdue)


def _afterwards(broker: LaneBroker) -> None:
    broker.does(c.RecordFollowUpAttempt, follow_up.record_follow_up_attempt)
    broker.does(c.RecordFollowUp, follow_up.record_follow_up)
    broker.does(c.RecordReview, review.record_review)
    broker.does(c.AskReviewReminders, review.ask_review_reminders)
    broker.does(c.RaiseSafetySignal, signals.raise_safety_signal)
    broker.does(c.AssessSafetySignal, signals.assess_safety_signal)
    broker.does(c.PassSafetySignalOn, signals.pass_safety_signal_on)
    broker.does(c.CloseSafetySignal, signals.close_safety_signal)
    broker.due(c.FollowUpCallDue, follow_up.call_is_due)
    broker.due(c.ConvenerHadTime, review.offer_to_meet_again)
    broker.due(c.PlanStalls, review.stalls_after_a_pause)
    broker.due(c.ReviewNear, review.review_is_near)
    broker.due(c.SignalWaits, signals.signal_is_overdue)
