"""Message -> function, and nothing else."""

from kring_conference import queries
from kring_conference.handlers import coordinating, follow_up, meeting, opening, plan, preparation
from kring_shared.contracts.conference import (
    AcceptPlan,
    AgreePlan,
    AgreeQuestion,
    AnswerInvitation,
    ConcludeConference,
    DeclareReady,
    DistributePlan,
    EndPrivateTime,
    FollowUpCallDue,
    InviteParticipant,
    RecordContact,
    RecordFollowUp,
    ScheduleConference,
    SendPlanBack,
    ShareConditions,
    ShowConference,
    StartInformationPhase,
    StartPrivateTime,
    SubmitPlan,
    SuggestParticipant,
    WriteOutPlan,
)
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
from kring_shared.runtime.broker import LaneBroker
from kring_shared.runtime.service import Surroundings


def subscribe(broker: LaneBroker, _around: Surroundings) -> None:
    """Declare everything the conference hears, does, answers and waits for."""
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
    broker.does(AgreeQuestion, preparation.agree_question)
    broker.does(SuggestParticipant, preparation.suggest_participant)
    broker.does(RecordContact, preparation.record_contact)
    broker.does(InviteParticipant, preparation.invite_participant)
    broker.does(AnswerInvitation, preparation.answer_invitation)
    broker.does(ShareConditions, preparation.share_conditions)
    broker.does(ScheduleConference, preparation.schedule_conference)
    broker.does(DeclareReady, preparation.declare_ready)
    broker.does(StartInformationPhase, meeting.start_information_phase)
    broker.does(StartPrivateTime, meeting.start_private_time)
    broker.does(EndPrivateTime, meeting.end_private_time)
    broker.does(AgreePlan, plan.agree_plan)
    broker.does(SubmitPlan, plan.submit_plan)
    broker.does(AcceptPlan, plan.accept_plan)
    broker.does(SendPlanBack, plan.send_plan_back)
    broker.does(ConcludeConference, meeting.conclude)
    broker.does(WriteOutPlan, plan.write_out_plan)
    broker.does(DistributePlan, plan.distribute_plan)
    broker.does(RecordFollowUp, follow_up.record_follow_up)
    broker.due(FollowUpCallDue, follow_up.call_is_due)
    broker.answers(ShowConference, queries.show_conference)
