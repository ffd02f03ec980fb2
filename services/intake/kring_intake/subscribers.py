"""Message -> function, and nothing else."""

from kring_intake.handlers import consent, funding, lapse, partners, requests
from kring_intake.handlers.referrals import Reception, keys_of
from kring_intake.queries.cases import list_cases
from kring_intake.queries.partners import list_partners, register_keys
from kring_intake.queries.question import QuestionAdvice
from kring_intake.queries.request import RequestShower
from kring_shared.contracts.intake import (
    AcceptRequest,
    AgreeWithPartner,
    AskConsent,
    AskFunding,
    BriefPartner,
    CheckQuestion,
    ConsentOverdue,
    EndPartnership,
    GiveConsent,
    GoOnWith,
    GrantFunding,
    HoldInformationTalk,
    ListCases,
    ListPartners,
    RecordVoice,
    RefuseConsent,
    RefuseFunding,
    RegisterPartner,
    RejectRequest,
    SettleAuthority,
    ShowRequest,
    SubmitReferral,
    TriageRequest,
    WithdrawConsent,
    WithdrawRequest,
)
from kring_shared.contracts.matching import AssignmentActivated, SearchStarted
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.runtime.broker import LaneBroker
from kring_shared.runtime.service import Surroundings


def subscribe(broker: LaneBroker, around: Surroundings) -> None:
    """Declare everything intake takes in, hears, does and answers."""
    reception = Reception(around.offices)
    broker.takes_in(SubmitReferral, reception.receive_referral, keys=keys_of)
    broker.hears(SearchStarted, requests.note_search)
    broker.hears(AssignmentActivated, requests.note_start)
    broker.hears(RegistrationLocked, requests.close)
    broker.due(ConsentOverdue, lapse.lapse, then=lapse.merged_into)
    broker.does(SubmitReferral, reception.receive_referral, keys=keys_of)
    broker.does(HoldInformationTalk, requests.hold_information_talk)
    broker.does(TriageRequest, requests.triage)
    broker.does(SettleAuthority, consent.settle_authority)
    broker.does(RecordVoice, consent.record_voice)
    broker.does(AskConsent, consent.ask_consent)
    broker.does(GiveConsent, consent.record_consent)
    broker.does(RefuseConsent, consent.record_refusal)
    broker.does(WithdrawConsent, consent.withdraw_consent)
    broker.does(GoOnWith, consent.go_on)
    broker.does(AskFunding, funding.ask_funding, keys=funding.keys_with_partners)
    broker.does(GrantFunding, funding.grant_funding, keys=funding.keys_with_partners)
    broker.does(RefuseFunding, funding.refuse_funding, keys=funding.keys_with_partners)
    broker.does(AcceptRequest, requests.accept, keys=funding.keys_with_partners)
    broker.does(RejectRequest, requests.reject)
    broker.does(WithdrawRequest, requests.withdraw)
    advice = QuestionAdvice(around.plugins)
    broker.does(RegisterPartner, partners.register)
    broker.does(AgreeWithPartner, partners.agree)
    broker.does(BriefPartner, partners.brief)
    broker.does(EndPartnership, partners.end)
    broker.answers(ListPartners, list_partners, keys=register_keys)
    broker.answers(ListCases, list_cases)
    broker.answers(ShowRequest, RequestShower(advice.remarks).show_request)
    broker.answers(CheckQuestion, advice.check_question)
