"""Who may ask what of the registry."""

from typing import Final

from kring_shared.contracts import registry
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.rights.roles import (
    CIRCLE,
    COORDINATOR,
    INFORMS,
    MAIN_PERSON,
    MANAGER,
    OPERATOR,
    OUTSIDE,
    PROFESSIONAL,
    Right,
)

RIGHTS: Final[dict[type[Named], dict[Role, Right]]] = {
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
}
