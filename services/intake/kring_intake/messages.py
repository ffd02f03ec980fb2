"""What intake hears, tells and answers."""

from kring_shared.contracts.envelope import Fact, Named
from kring_shared.contracts.intake import (
    AcceptRequest,
    AskConsent,
    ConsentGiven,
    ConsentRefused,
    ConsentRequested,
    GiveConsent,
    HoldInformationTalk,
    InformationTalkCancelled,
    InformationTalkHeld,
    InformationTalkRequested,
    ListCases,
    ReferralQuarantined,
    RefuseConsent,
    RejectRequest,
    RequestAccepted,
    RequestClosed,
    RequestReceived,
    RequestRejected,
    RequestTriaged,
    RequestWithdrawn,
    ShowRequest,
    SubmitReferral,
    TriageRequest,
    WithdrawRequest,
)
from kring_shared.contracts.matching import AssignmentActivated, SearchStarted
from kring_shared.contracts.registry import RegistrationLocked

HEARS: tuple[type[Fact], ...] = (SearchStarted, AssignmentActivated, RegistrationLocked)
TELLS: tuple[type[Fact], ...] = (
    RequestReceived,
    InformationTalkRequested,
    InformationTalkHeld,
    InformationTalkCancelled,
    ReferralQuarantined,
    RequestTriaged,
    ConsentRequested,
    ConsentGiven,
    ConsentRefused,
    RequestAccepted,
    RequestRejected,
    RequestWithdrawn,
    RequestClosed,
)
ANSWERS: tuple[type[Named], ...] = (
    SubmitReferral,
    TriageRequest,
    AskConsent,
    GiveConsent,
    RefuseConsent,
    AcceptRequest,
    RejectRequest,
    WithdrawRequest,
    HoldInformationTalk,
    ListCases,
    ShowRequest,
)
