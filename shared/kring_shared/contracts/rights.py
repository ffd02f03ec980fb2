"""The one table of who may ask what: every command and query, and the roles that may give it.

`OFFICE` means any case of the actor's own office; `OWN` means only a case (or a register entry) the actor takes part
in, in that role. A message that is not in this table is refused for everyone. The office of the actor must always be
the office that is asked.
"""

from enum import StrEnum

from kring_shared.contracts import conference, every_service, intake, matching, notifications, registry
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named


class Right(StrEnum):
    """How far a role may reach with one command or query."""

    OFFICE = "office"
    OWN = "own"


MANAGER = {Role.REGIONAL_MANAGER: Right.OFFICE}
COORDINATOR = {Role.COORDINATOR: Right.OWN}
MAIN_PERSON = {Role.MAIN_PERSON: Right.OWN}
REPRESENTATIVE = {Role.LEGAL_REPRESENTATIVE: Right.OWN}
CANDIDATE = {Role.CANDIDATE: Right.OWN}
CIRCLE = {Role.CIRCLE_MEMBER: Right.OWN}
PROFESSIONAL = {Role.MANDATED_PROFESSIONAL: Right.OWN}
OPERATOR = {Role.OPERATOR: Right.OFFICE}

RIGHTS: dict[type[Named], dict[Role, Right]] = {
    intake.SubmitReferral: MANAGER,
    intake.TakeRequest: MANAGER,
    intake.TriageRequest: MANAGER,
    intake.SettleAuthority: MANAGER,
    intake.RecordVoice: MANAGER,
    intake.AskConsent: MANAGER,
    intake.GiveConsent: MANAGER | MAIN_PERSON | REPRESENTATIVE,
    intake.RefuseConsent: MANAGER | MAIN_PERSON | REPRESENTATIVE,
    intake.WithdrawConsent: MANAGER | MAIN_PERSON | REPRESENTATIVE,
    intake.GoOnWith: MANAGER,
    intake.AskFunding: MANAGER,
    intake.GrantFunding: MANAGER,
    intake.RefuseFunding: MANAGER,
    intake.AcceptRequest: MANAGER,
    intake.RejectRequest: MANAGER,
    intake.WithdrawRequest: MANAGER | MAIN_PERSON | REPRESENTATIVE,
    intake.RecordDeath: MANAGER,
    intake.ResumeRequest: MANAGER,
    intake.HoldInformationTalk: MANAGER,
    intake.MergeRequest: MANAGER,
    intake.DismissDuplicate: MANAGER,
    intake.UndoMerge: MANAGER,
    intake.ListDuplicates: MANAGER,
    intake.ReleaseQuarantined: MANAGER,
    intake.RejectQuarantined: MANAGER,
    intake.ListQuarantine: MANAGER | OPERATOR,
    intake.ShowQuarantined: MANAGER,
    intake.OfferTransfer: MANAGER,
    intake.RecallTransfer: MANAGER,
    intake.AcceptTransfer: MANAGER,
    intake.RefuseTransfer: MANAGER,
    intake.ListTransfers: MANAGER,
    intake.RegisterPartner: MANAGER,
    intake.AgreeWithPartner: MANAGER,
    intake.BriefPartner: MANAGER,
    intake.EndPartnership: MANAGER,
    intake.ListPartners: MANAGER,
    intake.CheckQuestion: MANAGER,
    intake.ListCases: MANAGER | OPERATOR,
    intake.ShowRequest: MANAGER | COORDINATOR | MAIN_PERSON | REPRESENTATIVE,
    matching.RegisterCoordinator: MANAGER,
    matching.SetAvailability: MANAGER | COORDINATOR,
    matching.ConfirmScreening: MANAGER,
    matching.RecordStatute: MANAGER,
    matching.DeclareProfile: COORDINATOR,
    matching.TakeBackProfile: COORDINATOR,
    matching.IssueThing: MANAGER,
    matching.ReturnThing: MANAGER,
    matching.DeclareRegisterTie: MANAGER | COORDINATOR,
    matching.EndRegisterTie: MANAGER,
    matching.PauseCoordinator: MANAGER | COORDINATOR,
    matching.SuspendCoordinator: MANAGER,
    matching.ReinstateCoordinator: MANAGER,
    matching.EndCoordinatorship: MANAGER,
    matching.RecordWishes: MANAGER | MAIN_PERSON,
    matching.ApproveShortlist: MANAGER,
    matching.ProposeCoordinator: MANAGER,
    matching.AcceptProposal: COORDINATOR,
    matching.DeclineProposal: COORDINATOR,
    matching.ConfirmCoordinator: MANAGER | MAIN_PERSON,
    matching.RefuseCoordinator: MANAGER | MAIN_PERSON,
    matching.DeclareConflict: MANAGER | COORDINATOR | MAIN_PERSON,
    matching.DismissConflict: MANAGER,
    matching.HandOverAssignment: MANAGER,
    matching.AskForLoan: MANAGER,
    matching.OfferLoan: MANAGER,
    matching.RefuseLoan: MANAGER,
    matching.WithdrawLoan: MANAGER,
    matching.ApplyAsCandidate: MANAGER,
    matching.OptIn: MANAGER | CANDIDATE,
    matching.SubmitReport: MANAGER | CANDIDATE | COORDINATOR,
    matching.AgreeOnCandidate: MANAGER,
    matching.PlanCandidateTalk: MANAGER,
    matching.EndCandidacy: MANAGER | CANDIDATE,
    matching.StartSupervision: MANAGER,
    matching.EvaluateConference: MANAGER,
    matching.RepeatSupervision: MANAGER,
    matching.IssueCertificate: MANAGER,
    matching.ExtendScope: MANAGER,
    matching.KeepFamilyOnly: MANAGER | COORDINATOR,
    matching.PlanGathering: MANAGER,
    matching.SignUp: MANAGER | CANDIDATE | COORDINATOR,
    matching.SignOff: MANAGER | CANDIDATE | COORDINATOR,
    matching.RecordAttendance: MANAGER,
    matching.CancelGathering: MANAGER,
    matching.RecordCoaching: MANAGER,
    matching.AskHelpdesk: COORDINATOR,
    matching.TakeHelpdeskCase: MANAGER,
    matching.AnswerHelpdeskCase: MANAGER,
    matching.RankCoordinators: MANAGER,
    matching.MatchTogether: MANAGER,
    matching.RecruitmentAdvice: MANAGER,
    matching.ListCoordinators: MANAGER,
    matching.ShowCoordinator: MANAGER | COORDINATOR,
    matching.ShowSearch: MANAGER | COORDINATOR,
    matching.ListCareers: MANAGER,
    matching.ShowCareer: MANAGER | CANDIDATE | COORDINATOR,
    matching.ShowCertificate: MANAGER | COORDINATOR,
    matching.ListGatherings: MANAGER,
    matching.ShowAgenda: MANAGER | OPERATOR,
    matching.ListHelpdesk: MANAGER,
    matching.ShowHelpdeskCase: MANAGER | COORDINATOR,
    matching.ListLoans: MANAGER,
    matching.RankForLoan: MANAGER,
    conference.AgreeQuestion: COORDINATOR,
    conference.SuggestParticipant: COORDINATOR | MAIN_PERSON,
    conference.RecordContact: COORDINATOR,
    conference.InviteParticipant: COORDINATOR,
    conference.AnswerInvitation: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.ShareConditions: COORDINATOR,
    conference.ScheduleConference: COORDINATOR,
    conference.DeclareReady: COORDINATOR,
    conference.StartInformationPhase: COORDINATOR,
    conference.StartPrivateTime: COORDINATOR,
    conference.EndPrivateTime: MAIN_PERSON | CIRCLE,
    conference.AgreePlan: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.SubmitPlan: COORDINATOR,
    conference.AcceptPlan: PROFESSIONAL,
    conference.SendPlanBack: PROFESSIONAL,
    conference.ConcludeConference: COORDINATOR,
    conference.WriteOutPlan: COORDINATOR,
    conference.DistributePlan: COORDINATOR,
    conference.RecordFollowUp: COORDINATOR,
    conference.ShowConference: MANAGER | COORDINATOR | MAIN_PERSON | CIRCLE,
    notifications.ListMessages: MANAGER | COORDINATOR,
    registry.CompleteRegistration: COORDINATOR,
    registry.ReturnRegistration: MANAGER,
    registry.ValidateRegistration: MANAGER,
    registry.LockRegistration: MANAGER,
    registry.ShowRegistration: MANAGER | COORDINATOR,
    registry.Figures: MANAGER,
    every_service.CaseFacts: MANAGER | COORDINATOR,
    every_service.ListDeadLetters: MANAGER | OPERATOR,
    every_service.RetryDeadLetter: MANAGER | OPERATOR,
}
"""`Ready` is the one question without an actor: it says nothing about anybody."""
