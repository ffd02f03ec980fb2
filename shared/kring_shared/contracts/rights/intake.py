"""Who may ask what of intake."""

from typing import Final

from kring_shared.contracts import intake
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.rights.roles import (
    COORDINATOR,
    MAIN_PERSON,
    MANAGER,
    OPERATOR,
    REPRESENTATIVE,
    REQUESTER,
    Right,
)

RIGHTS: Final[dict[type[Named], dict[Role, Right]]] = {
    intake.SubmitReferral: MANAGER | REQUESTER,
    intake.ShowReferralStatus: REQUESTER,
    intake.ListOwnReferrals: REQUESTER,
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
    intake.SearchCases: MANAGER,
    intake.ShowRequest: MANAGER | COORDINATOR | MAIN_PERSON | REPRESENTATIVE,
}
