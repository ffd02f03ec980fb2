"""The one table of who may ask what: every command and query, and the roles that may give it.

`OFFICE` means any case of the actor's own office; `OWN` means only a case (or a register entry) the actor takes part
in, in that role. A message that is not in this table is refused for everyone. The office of the actor must always be
the office that is asked.
"""

from enum import StrEnum

from kring_shared.contracts import conference, every_service, intake, matching, notifications, registry
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.envelope import Named, Query


class Right(StrEnum):
    """How far a role may reach with one command or query."""

    OFFICE = "office"
    OWN = "own"


class Basis(StrEnum):
    """On what ground somebody asked; it stands in the access log."""

    OFFICE = "office"
    OWN = "own"
    EMERGENCY = "emergency"
    NONE = "none"


MANAGER = {Role.REGIONAL_MANAGER: Right.OFFICE}
COORDINATOR = {Role.COORDINATOR: Right.OWN}
MAIN_PERSON = {Role.MAIN_PERSON: Right.OWN}
REPRESENTATIVE = {Role.LEGAL_REPRESENTATIVE: Right.OWN}
CANDIDATE = {Role.CANDIDATE: Right.OWN}
CIRCLE = {Role.CIRCLE_MEMBER: Right.OWN}
PROFESSIONAL = {Role.MANDATED_PROFESSIONAL: Right.OWN}
INFORMS = {Role.INFORMATION_GIVER: Right.OWN}
OFFICER = {Role.SAFETY_OFFICER: Right.OWN}
OPERATOR = {Role.OPERATOR: Right.OFFICE}
OUTSIDE = {Role.FUNDER: Right.OFFICE, Role.RESEARCHER: Right.OFFICE, Role.OTHER_OFFICE: Right.OFFICE}
"""Who sees published figures of which small numbers are suppressed, and nothing else."""
RIGHTS: dict[type[Named], dict[Role, Right]] = {
    intake.SubmitReferral: MANAGER,
    intake.TakeRequest: MANAGER,
    intake.TakeOverRequest: MANAGER,
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
    matching.TakeOverAssignment: MANAGER,
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
    conference.PlaceOnSide: COORDINATOR,
    conference.RecordContact: COORDINATOR,
    conference.RecordSafety: COORDINATOR,
    conference.KeepApart: COORDINATOR,
    conference.NoLongerApart: COORDINATOR,
    conference.LeaveOut: COORDINATOR,
    conference.RecordNeeds: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.ChooseSupportPerson: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.EndSupport: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.BookInterpreter: COORDINATOR,
    conference.CancelInterpreter: COORDINATOR,
    conference.InviteParticipant: COORDINATOR,
    conference.InviteGroup: COORDINATOR,
    conference.AnswerInvitation: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.StepOut: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.AddCondition: PROFESSIONAL,
    conference.ShareConditions: COORDINATOR,
    conference.RecordInformationNeed: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.AssignInformationNeed: COORDINATOR,
    conference.BriefProfessional: COORDINATOR,
    conference.AppointAcceptor: MANAGER,
    conference.ProposeDates: COORDINATOR,
    conference.AnswerDates: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.ScheduleConference: COORDINATOR,
    conference.ArrangeFood: COORDINATOR,
    conference.DeclareReady: COORDINATOR,
    conference.PostponeConference: COORDINATOR | MAIN_PERSON,
    conference.CancelConference: COORDINATOR,
    conference.StartInformationPhase: COORDINATOR,
    conference.NoteArrival: COORDINATOR,
    conference.RecordInformationGiven: COORDINATOR,
    conference.ExplainConditions: COORDINATOR,
    conference.AskToMeet: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.StartPrivateTime: COORDINATOR,
    conference.EndPrivateTime: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.AdjournConference: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.RecordViolation: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.ConcludeConference: COORDINATOR,
    conference.DraftPlan: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.ConfirmPlan: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.MakePlanWithoutMeeting: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.SubmitPlan: COORDINATOR,
    conference.AcceptPlan: PROFESSIONAL,
    conference.SendPlanBack: PROFESSIONAL,
    conference.ContestRefusal: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.ReviewRefusal: MANAGER,
    conference.WriteOutPlan: COORDINATOR,
    conference.AttachTranslation: COORDINATOR,
    conference.DistributePlan: COORDINATOR,
    conference.ConfirmReceipt: COORDINATOR | MAIN_PERSON | CIRCLE | PROFESSIONAL | INFORMS,
    conference.AnswerHelp: COORDINATOR | PROFESSIONAL | INFORMS,
    conference.RecordFollowUpAttempt: COORDINATOR | MANAGER,
    conference.RecordFollowUp: COORDINATOR | MANAGER,
    conference.RecordReview: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.AskReviewReminders: COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.RaiseSafetySignal: COORDINATOR | MAIN_PERSON | CIRCLE | MANAGER,
    conference.AssessSafetySignal: MANAGER,
    conference.PassSafetySignalOn: MANAGER,
    conference.CloseSafetySignal: MANAGER | OFFICER,
    conference.ListSafetySignals: MANAGER,
    conference.ShowSafetySignal: MANAGER | OFFICER,
    conference.TakeOverConference: MANAGER,
    conference.ShowConference: MANAGER | COORDINATOR | MAIN_PERSON | CIRCLE,
    conference.ShowPlan: COORDINATOR | MAIN_PERSON | CIRCLE | PROFESSIONAL | INFORMS,
    conference.ShowCalendar: COORDINATOR | MAIN_PERSON | CIRCLE | PROFESSIONAL | INFORMS,
    notifications.RecordContactWishes: MANAGER | COORDINATOR | MAIN_PERSON | CIRCLE,
    notifications.CorrectContact: MANAGER | COORDINATOR | MAIN_PERSON | CIRCLE,
    notifications.ResendMessage: MANAGER | COORDINATOR,
    notifications.NoteTold: MANAGER | COORDINATOR,
    notifications.ReportArrival: OPERATOR,
    notifications.ListMessages: MANAGER | COORDINATOR,
    notifications.ListToTell: MANAGER | COORDINATOR,
    notifications.ShowToTell: MANAGER | COORDINATOR,
    registry.CompleteRegistration: COORDINATOR,
    registry.ReturnRegistration: MANAGER,
    registry.ValidateRegistration: MANAGER,
    registry.LockRegistration: MANAGER,
    registry.ShowRegistration: MANAGER | COORDINATOR,
    registry.Figures: MANAGER,
    registry.ReportYear: MANAGER,
    registry.RecountYear: MANAGER | OPERATOR,
    registry.ShowYearReport: MANAGER,
    registry.OutwardFigures: MANAGER | OPERATOR | OUTSIDE,
    registry.ListRegistrations: MANAGER,
    registry.VerifyChain: MANAGER | OPERATOR,
    registry.TakeOverFigures: MANAGER,
    registry.ListPastFigures: MANAGER,
    registry.ExportRecords: MANAGER,
    registry.RecordScoreWishes: COORDINATOR,
    registry.AnswerSatisfaction: MAIN_PERSON | CIRCLE | PROFESSIONAL | INFORMS,
    registry.EnterPaperForm: MANAGER,
    registry.ShowOwnScores: COORDINATOR,
    registry.ChangeClaim: COORDINATOR,
    registry.SubmitClaim: COORDINATOR,
    registry.ReturnClaim: MANAGER,
    registry.ApproveClaim: MANAGER,
    registry.NotePayment: MANAGER,
    registry.ShowClaim: MANAGER | COORDINATOR,
    registry.ListClaims: MANAGER,
    registry.ListOwnClaims: COORDINATOR,
    registry.PlaceHold: MANAGER,
    registry.ReleaseHold: MANAGER,
    registry.ShowErasure: MANAGER | OPERATOR,
    registry.ListErasures: MANAGER | OPERATOR,
    registry.ShowKeeping: MANAGER | COORDINATOR | MAIN_PERSON,
    registry.AskAboutData: MANAGER,
    registry.TakeUpAsked: MANAGER,
    registry.ExtendAnswer: MANAGER,
    registry.AnswerPerson: MANAGER,
    registry.ShowAsked: MANAGER,
    registry.ListAsked: MANAGER,
    registry.NoteBreach: MANAGER | OPERATOR,
    registry.AssessBreach: MANAGER,
    registry.ReportBreach: MANAGER,
    registry.CloseBreach: MANAGER,
    registry.ListBreaches: MANAGER,
    every_service.CaseFacts: MANAGER | COORDINATOR,
    every_service.ListDeadLetters: MANAGER | OPERATOR,
    every_service.RetryDeadLetter: MANAGER | OPERATOR,
    every_service.WhoLooked: MANAGER | COORDINATOR | MAIN_PERSON | REPRESENTATIVE | CIRCLE,
    every_service.ListEmergencies: MANAGER,
    every_service.PersonData: MANAGER | MAIN_PERSON | REPRESENTATIVE | CIRCLE,
}
"""`Ready` is the one question without an actor: it says nothing about anybody."""

EMERGENCY: dict[type[Query], frozenset[Role]] = {
    intake.ShowRequest: frozenset({Role.COORDINATOR}),
    conference.ShowConference: frozenset({Role.COORDINATOR}),
    notifications.ListToTell: frozenset({Role.COORDINATOR}),
    notifications.ShowToTell: frozenset({Role.COORDINATOR}),
    conference.ShowSafetySignal: frozenset({Role.SAFETY_OFFICER}),
}
"""What may be asked outside own cases when it cannot wait: who the people are, where they meet, how to reach them.

Only questions, only of the actor's own office, and only what the role sees in a case of its own: the plan, which is the
circle's, is not in it. Each use is in the access log with its reason, and the regional manager looks at it afterwards.
"""


def ground_of(actor: Actor, message: Named) -> Basis:
    """Say on what ground an actor asks something; `none` when the table gives the role no right to it.

    An emergency is about one case: what asks for a whole office at once is never one.
    """
    asked = type(message)
    right = RIGHTS.get(asked, {}).get(actor.role)
    if right is Right.OWN and actor.emergency is not None and issubclass(asked, Query) and message.key():
        return Basis.EMERGENCY if actor.role in EMERGENCY.get(asked, ()) else Basis.OWN
    return Basis.NONE if right is None else Basis(right)
