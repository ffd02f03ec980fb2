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
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts import registry as r
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.erased_cases import unless_erased
from kring_shared.runtime.declared.service import Surroundings


def subscribe(lane: LaneBroker, _around: Surroundings) -> None:
    """Declare everything the conference hears, does, answers and waits for; nothing of it disturbs private time."""
    here = lane.behind(unless_erased)
    quiet = here.behind(unless_alone)
    lane.hears(r.ErasureOrdered, erasing.erase, keys=erasing.keys_with_signals)
    quiet.hears(i.RequestAccepted, opening.open_conference)
    quiet.hears(m.AssignmentActivated, coordinating.let_in)
    quiet.hears(m.AssignmentFrozen, coordinating.keep_out)
    quiet.hears(m.AssignmentRestored, coordinating.let_in)
    quiet.hears(m.AssignmentHandedOver, coordinating.keep_out)
    quiet.hears(m.AssignmentCompleted, coordinating.end)
    quiet.hears(i.RequestPaused, opening.pause)
    quiet.hears(i.RequestResumed, opening.resume)
    quiet.hears(i.RequestTransferred, opening.hand_over)
    quiet.hears(i.RequestWithdrawn, opening.cancel)
    quiet.hears(r.RegistrationLocked, private_time.forget_when)
    _circle(quiet)
    _preparation(quiet)
    _meeting(quiet)
    _plan(quiet)
    _afterwards(quiet)
    # That the circle is alone, and what it can do, is answered; nothing else of the room is.
    here.answers(c.ShowConference, queries.show_conference)
    here.answers(c.ShowOwnPart, queries.show_own_part)
    lane.answers(c.ListConferences, queries.list_conferences)
    lane.answers(c.ListOwnConferences, queries.list_own_conferences)
    quiet.answers(c.ShowPlan, queries.show_plan)
    quiet.answers(c.ShowCalendar, queries.show_calendar)
    quiet.answers(c.ListSafetySignals, queries.list_signals)
    quiet.answers(c.ListOwnSafetySignals, queries.list_own_signals)
    quiet.answers(c.ShowSafetySignal, queries.show_signal)


def _circle(lane: LaneBroker) -> None:
    lane.does(c.SuggestParticipant, circle.suggest_participant)
    lane.does(c.PlaceOnSide, circle.place_on_side)
    lane.does(c.StepOut, circle.step_out)
    lane.does(c.RecordContact, contacts.record_contact)
    lane.does(c.RecordSafety, care.record_safety)
    lane.does(c.RecordNeeds, care.record_needs)
    lane.does(c.ChooseSupportPerson, care.choose_support_person)
    lane.does(c.EndSupport, care.end_support)
    lane.does(c.KeepApart, apart.keep_apart)
    lane.does(c.NoLongerApart, apart.no_longer_apart)
    lane.does(c.LeaveOut, apart.leave_out)
    lane.does(c.BookInterpreter, interpreters.book_interpreter)
    lane.does(c.CancelInterpreter, interpreters.cancel_interpreter)
    lane.does(c.InviteParticipant, invitations.invite_participant)
    lane.does(c.InviteGroup, invitations.invite_group)
    lane.does(c.AnswerInvitation, invitations.answer_invitation)


def _preparation(lane: LaneBroker) -> None:
    lane.does(c.AgreeQuestion, question.agree_question)
    lane.does(c.AddCondition, conditions.add_condition)
    lane.does(c.ShareConditions, conditions.share_conditions)
    lane.does(c.RecordInformationNeed, information.record_information_need)
    lane.does(c.AssignInformationNeed, information.assign_information_need)
    lane.does(c.BriefProfessional, information.brief_professional)
    lane.does(c.ProposeDates, dates.propose_dates)
    lane.does(c.AnswerDates, dates.answer_dates)
    lane.does(c.ScheduleConference, preparation.schedule_conference)
    lane.does(c.ArrangeFood, preparation.arrange_food)
    lane.does(c.DeclareReady, preparation.declare_ready)
    lane.does(c.PostponeConference, preparation.postpone_conference)
    lane.does(c.CancelConference, preparation.cancel_conference)
    lane.does(c.TakeOverConference, takeover.take_over_conference)


def _meeting(lane: LaneBroker) -> None:
    lane.does(c.StartInformationPhase, meeting.start_information_phase)
    lane.does(c.NoteArrival, meeting.note_arrival)
    lane.does(c.RecordInformationGiven, meeting.record_information_given)
    lane.does(c.ExplainConditions, meeting.explain_conditions)
    lane.does(c.AskToMeet, private_time.ask_to_meet)
    lane.does(c.StartPrivateTime, private_time.start_private_time)
    lane.does(c.EndPrivateTime, private_time.end_private_time)
    lane.does(c.AdjournConference, closing.adjourn_conference)
    lane.does(c.RecordViolation, closing.record_violation)
    lane.does(c.ConcludeConference, closing.conclude_conference)


def _plan(lane: LaneBroker) -> None:
    lane.does(c.DraftPlan, drafting.draft_plan)
    lane.does(c.ConfirmPlan, drafting.confirm_plan)
    lane.does(c.MakePlanWithoutMeeting, drafting.make_plan_without_meeting)
    lane.does(c.AppointAcceptor, submitting.appoint_acceptor)
    lane.does(c.SubmitPlan, submitting.submit_plan)
    lane.does(c.AcceptPlan, acceptance.accept_plan)
    lane.does(c.SendPlanBack, acceptance.send_plan_back)
    lane.does(c.ContestRefusal, contesting.contest_refusal)
    lane.does(c.ReviewRefusal, contesting.review_refusal)
    lane.does(c.WriteOutPlan, distribution.write_out_plan)
    lane.does(c.AttachTranslation, distribution.attach_translation)
    lane.does(c.DistributePlan, distribution.distribute_plan)
    lane.does(c.ConfirmReceipt, distribution.confirm_receipt)
    lane.does(c.AnswerHelp, help_asked.answer_help)
    lane.due(c.PlanAnswerHalfway, submitting.remind_acceptors)
    lane.due(c.PlanAnswerDue, submitting.answer_is_overdue)
    lane.due(c.HelpAnswerDue, help_asked.help_is_overdue)


def _afterwards(lane: LaneBroker) -> None:
    lane.does(c.RecordFollowUpAttempt, follow_up.record_follow_up_attempt)
    lane.does(c.RecordFollowUp, follow_up.record_follow_up)
    lane.does(c.RecordReview, review.record_review)
    lane.does(c.AskReviewReminders, review.ask_review_reminders)
    lane.does(c.RaiseSafetySignal, signals.raise_safety_signal)
    lane.does(c.AssessSafetySignal, signals.assess_safety_signal)
    lane.does(c.PassSafetySignalOn, signals.pass_safety_signal_on)
    lane.does(c.CloseSafetySignal, signals.close_safety_signal)
    lane.due(c.FollowUpCallDue, follow_up.call_is_due)
    lane.due(c.ConvenerHadTime, review.offer_to_meet_again)
    lane.due(c.PlanStalls, review.stalls_after_a_pause)
    lane.due(c.ReviewNear, review.review_is_near)
    lane.due(c.SignalWaits, signals.signal_is_overdue)
