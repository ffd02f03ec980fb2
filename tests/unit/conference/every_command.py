"""One plausible command of every kind the conference answers, each with whoever would give it."""

from datetime import timedelta
from typing import Final

from kring_conference.app import service
from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.field import Part
from kring_shared.contracts.rights import RIGHTS
from kring_shared.contracts.sealed import Contact
from kring_shared.testing.work import NOON, an_actor
from tests.unit.conference.case import CASE_ID, COORDINATOR, FILIP, GUARDIAN, PLAN, QUESTION, contact

LEO: Final = "0" * 31 + "9"
SIGNAL: Final = "0" * 31 + "8"
SOON: Final = NOON + timedelta(days=40)
ONE_OF_EACH: Final[tuple[Command, ...]] = (
    c.AgreeQuestion(case_id=CASE_ID, question=QUESTION, requester_agrees=True),
    c.AddCondition(case_id=CASE_ID, condition="School goes on."),
    c.ShareConditions(case_id=CASE_ID),
    c.RecordInformationNeed(case_id=CASE_ID, need="What does the clinic do?"),
    c.AssignInformationNeed(case_id=CASE_ID, need_id=LEO, giver_id=GUARDIAN),
    c.BriefProfessional(case_id=CASE_ID, person_id=GUARDIAN),
    c.ProposeDates(case_id=CASE_ID, options=(SOON,)),
    c.AnswerDates(case_id=CASE_ID, person_id=FILIP, can=(SOON,)),
    c.ScheduleConference(case_id=CASE_ID, starts_at=SOON, venue="Community centre", neutral=True, no_end_time=True),
    c.ArrangeFood(case_id=CASE_ID),
    c.DeclareReady(case_id=CASE_ID),
    c.PostponeConference(case_id=CASE_ID),
    c.CancelConference(case_id=CASE_ID, because=c.CancelledBecause.SITUATION_CHANGED),
    c.SuggestParticipant(case_id=CASE_ID, contact=Contact(name="Leo"), part=Part.CIRCLE),
    c.PlaceOnSide(case_id=CASE_ID, person_id=FILIP, side=c.Side.HARMED),
    contact(FILIP),
    c.RecordSafety(case_id=CASE_ID, person_id=FILIP, feels_safe=True),
    c.KeepApart(case_id=CASE_ID, person_id=FILIP, other_id=GUARDIAN),
    c.NoLongerApart(case_id=CASE_ID, person_id=FILIP, other_id=GUARDIAN),
    c.LeaveOut(case_id=CASE_ID, person_id=FILIP),
    c.RecordNeeds(case_id=CASE_ID, person_id=FILIP, comfort="tea"),
    c.ChooseSupportPerson(case_id=CASE_ID, person_id=FILIP, support_person_id=GUARDIAN),
    c.EndSupport(case_id=CASE_ID, person_id=FILIP),
    c.BookInterpreter(case_id=CASE_ID, person_id=FILIP, interpreter_id=GUARDIAN),
    c.CancelInterpreter(case_id=CASE_ID, interpreter_id=GUARDIAN),
    c.InviteParticipant(case_id=CASE_ID, person_id=FILIP),
    c.InviteGroup(case_id=CASE_ID, invited=60),
    c.AnswerInvitation(case_id=CASE_ID, person_id=FILIP, answer=c.Answered.COMES),
    c.StepOut(case_id=CASE_ID, person_id=FILIP),
    c.StartInformationPhase(case_id=CASE_ID),
    c.NoteArrival(case_id=CASE_ID, person_id=FILIP),
    c.RecordInformationGiven(case_id=CASE_ID, person_id=GUARDIAN),
    c.ExplainConditions(case_id=CASE_ID),
    c.AskToMeet(case_id=CASE_ID, side=c.Side.HARMED),
    c.StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=True),
    c.EndPrivateTime(case_id=CASE_ID, circle_called=True),
    c.AdjournConference(case_id=CASE_ID),
    c.RecordViolation(case_id=CASE_ID, rule=c.RoomRule.PROFESSIONAL_STAYED),
    c.ConcludeConference(case_id=CASE_ID, present_count=7),
    c.DraftPlan(case_id=CASE_ID, plan=PLAN),
    c.ConfirmPlan(case_id=CASE_ID, plan_version=1, everyone_agrees=True, said_by=FILIP),
    c.MakePlanWithoutMeeting(case_id=CASE_ID, plan=PLAN),
    c.WriteOutPlan(case_id=CASE_ID),
    c.AttachTranslation(case_id=CASE_ID, plan_version=1, language="tr", translator="Ayse", plan=PLAN),
    c.DistributePlan(case_id=CASE_ID),
    c.ConfirmReceipt(case_id=CASE_ID, person_id=FILIP),
    c.AnswerHelp(case_id=CASE_ID, item=1, granted=True),
    c.AppointAcceptor(case_id=CASE_ID, contact=Contact(name="The judge")),
    c.SubmitPlan(case_id=CASE_ID),
    c.AcceptPlan(case_id=CASE_ID),
    c.SendPlanBack(case_id=CASE_ID, unmet=("condition-1",)),
    c.ContestRefusal(case_id=CASE_ID),
    c.ReviewRefusal(case_id=CASE_ID, decision=next(iter(c.Reviewed))),
    c.RecordFollowUpAttempt(case_id=CASE_ID, step=1),
    c.RecordFollowUp(case_id=CASE_ID, step=1, result=c.FollowUpResult.ON_TRACK),
    c.RecordReview(case_id=CASE_ID, outcome=c.ReviewOutcome.GOES_ON),
    c.AskReviewReminders(case_id=CASE_ID, until=SOON.date()),
    c.RaiseSafetySignal(case_id=CASE_ID, level=c.SignalLevel.CONCERN, words="I am worried."),
    c.TakeOverConference(case_id=CASE_ID, stood_at=next(iter(c.StoodAt))),
)
OF_A_SIGNAL: Final[tuple[Command, ...]] = (
    c.AssessSafetySignal(signal_id=SIGNAL, level=c.SignalLevel.ACUTE),
    c.PassSafetySignalOn(signal_id=SIGNAL, officer_id=LEO),
    c.CloseSafetySignal(signal_id=SIGNAL, outcome=c.SignalOutcome.SAFE_NOW),
)
"""They are about a signal and no case, and its route always stays open."""
EVERY_KIND: Final = set(service.own(Command))


def by(command: Command) -> Actor:
    """Give somebody of this case who may give a command: the coordinator where that is allowed."""
    people = {
        Role.COORDINATOR: COORDINATOR,
        Role.REGIONAL_MANAGER: "someone",
        Role.MANDATED_PROFESSIONAL: GUARDIAN,
        Role.MAIN_PERSON: FILIP,
    }
    role = next(role for role in people if role in RIGHTS[type(command)])
    return an_actor(role, people[role])
