"""Message -> function, and nothing else."""

from kring_intake.handlers import (
    consent,
    coordinating,
    deadlines,
    deaths,
    duplicates,
    funding,
    lapse,
    orders,
    partners,
    quarantine,
    requests,
    transfers,
)
from kring_intake.handlers.lookalikes import Elsewhere
from kring_intake.handlers.quarantine import Quarantine
from kring_intake.handlers.referrals import Reception
from kring_intake.handlers.takeover import TakeOver
from kring_intake.handlers.taking import Taking
from kring_intake.handlers.transfers import Transfers
from kring_intake.queries.cases import list_cases
from kring_intake.queries.duplicates import list_duplicates
from kring_intake.queries.partners import list_partners, register_keys
from kring_intake.queries.quarantine import QuarantineShower
from kring_intake.queries.question import QuestionAdvice
from kring_intake.queries.request import RequestShower
from kring_intake.queries.transfers import list_transfers
from kring_shared.contracts.conference import (
    ConferenceAdjourned,
    ConferenceConcluded,
    InformationPhaseStarted,
    PlanDistributed,
    PlanMadeWithoutMeeting,
)
from kring_shared.contracts.intake import (
    AcceptRequest,
    AcceptTransfer,
    AgreeWithPartner,
    AskConsent,
    AskFunding,
    BriefPartner,
    CheckQuestion,
    ConsentOverdue,
    DismissDuplicate,
    EndPartnership,
    GiveConsent,
    GoOnWith,
    GrantFunding,
    HoldInformationTalk,
    LegalDeadlineNear,
    LegalDeadlineOver,
    ListCases,
    ListDuplicates,
    ListPartners,
    ListQuarantine,
    ListTransfers,
    MergeRequest,
    OfferTransfer,
    QuarantineOver,
    RecallTransfer,
    RecordDeath,
    RecordVoice,
    RefuseConsent,
    RefuseFunding,
    RefuseTransfer,
    RegisterPartner,
    RejectQuarantined,
    RejectRequest,
    ReleaseQuarantined,
    ResumeRequest,
    SettleAuthority,
    ShowQuarantined,
    ShowRequest,
    SubmitReferral,
    TakeOverRequest,
    TakeRequest,
    TransferAccepted,
    TransferHandedOver,
    TransferOffered,
    TransferRecalled,
    TransferRefused,
    TriageRequest,
    UndoMerge,
    WithdrawConsent,
    WithdrawRequest,
)
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentCompleted,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
    SearchStarted,
)
from kring_shared.contracts.registry import ErasureOrdered, RegistrationLocked
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.erased_cases import unless_erased
from kring_shared.runtime.declared.service import Surroundings


def subscribe(lane: LaneBroker, around: Surroundings) -> None:
    """Declare everything intake takes in, hears, does and answers.

    Of an erased request a line is left: what shows or lists it answers as ever, and a registration that is locked
    later closes it.
    """
    lane.hears(ErasureOrdered, orders.erase, then=lapse.merged_into)
    lane.hears(RegistrationLocked, requests.close)
    broker = lane.behind(unless_erased)
    _referrals(lane, broker, around)
    _requests(broker)
    _consent(broker, around)
    _beside(broker)
    _transfers(lane, broker, around)
    _questions(lane, around)


def _referrals(lane: LaneBroker, broker: LaneBroker, around: Surroundings) -> None:
    reception = Reception(around.offices, around.vault.blind)
    lane.takes_in(SubmitReferral, reception.receive_referral, keys=reception.keys, then=reception.beside)
    broker.does(SubmitReferral, reception.receive_referral, keys=reception.keys, then=reception.beside)
    taking = Taking(reception)
    broker.does(TakeRequest, taking.take, keys=taking.keys, then=taking.beside)
    over = TakeOver(reception)
    broker.does(TakeOverRequest, over.take_over, keys=over.keys, then=over.beside)
    apart, shower = Quarantine(reception, around.vault), QuarantineShower(around.offices)
    broker.does(ReleaseQuarantined, apart.release, then=apart.beside)
    broker.does(RejectQuarantined, quarantine.reject)
    broker.due(QuarantineOver, quarantine.quarantine_over)
    lane.answers(ListQuarantine, shower.list_quarantine)
    lane.answers(ShowQuarantined, shower.show_quarantined)


def _requests(broker: LaneBroker) -> None:
    broker.hears(SearchStarted, requests.note_search)
    broker.hears(AssignmentActivated, coordinating.note_start)
    broker.hears(AssignmentFrozen, coordinating.keep_out)
    broker.hears(AssignmentRestored, coordinating.let_back_in)
    broker.hears(AssignmentHandedOver, coordinating.keep_out)
    broker.hears(AssignmentCompleted, coordinating.note_end)
    broker.hears(InformationPhaseStarted, requests.note_meeting)
    broker.hears(ConferenceConcluded, requests.note_meeting)
    broker.hears(PlanMadeWithoutMeeting, requests.note_meeting)
    broker.hears(ConferenceAdjourned, requests.note_adjournment)
    broker.hears(PlanDistributed, deadlines.note_plan)
    broker.due(LegalDeadlineNear, deadlines.tell_near)
    broker.due(LegalDeadlineOver, deadlines.tell_missed)
    broker.due(ConsentOverdue, lapse.lapse, then=lapse.merged_into)
    broker.does(HoldInformationTalk, requests.hold_information_talk)
    broker.does(TriageRequest, requests.triage)
    broker.does(AskFunding, funding.ask_funding, keys=funding.keys_with_partners)
    broker.does(GrantFunding, funding.grant_funding, keys=funding.keys_with_partners)
    broker.does(RefuseFunding, funding.refuse_funding, keys=funding.keys_with_partners)
    broker.does(AcceptRequest, requests.accept, keys=funding.keys_with_partners)
    broker.does(RejectRequest, requests.reject)
    broker.does(WithdrawRequest, requests.withdraw)
    broker.does(RecordDeath, deaths.record_death)
    broker.does(ResumeRequest, deaths.resume)


def _consent(broker: LaneBroker, around: Surroundings) -> None:
    gate = consent.Gate(Elsewhere(around.offices, around.vault))
    broker.does(SettleAuthority, consent.settle_authority)
    broker.does(RecordVoice, consent.record_voice)
    broker.does(AskConsent, consent.ask_consent)
    broker.does(GiveConsent, gate.record_consent, then=gate.elsewhere.keys)
    broker.does(RefuseConsent, consent.record_refusal)
    broker.does(WithdrawConsent, gate.withdraw_consent)
    broker.does(GoOnWith, consent.go_on)


def _beside(broker: LaneBroker) -> None:
    """Declare what happens beside the way of one request: duplicates and partners."""
    broker.does(MergeRequest, duplicates.merge)
    broker.does(DismissDuplicate, duplicates.dismiss)
    broker.does(UndoMerge, duplicates.undo_merge, then=duplicates.merged_with)
    broker.does(RegisterPartner, partners.register)
    broker.does(AgreeWithPartner, partners.agree)
    broker.does(BriefPartner, partners.brief)
    broker.does(EndPartnership, partners.end)


def _transfers(lane: LaneBroker, broker: LaneBroker, around: Surroundings) -> None:
    """Declare both sides of a transfer: this service may be either, or both."""
    ours = Transfers(around.offices, around.vault)
    of_offer, then = transfers.keys_of_offer, transfers.request_offered
    broker.does(OfferTransfer, ours.offer)
    broker.does(RecallTransfer, transfers.recall)
    broker.does(AcceptTransfer, transfers.accept)
    broker.does(RefuseTransfer, transfers.refuse)
    broker.hears(TransferOffered, ours.note_offer)
    broker.hears(TransferAccepted, transfers.hand_over, keys=of_offer, then=then)
    broker.hears(TransferRefused, transfers.note_refusal, keys=of_offer, then=then)
    broker.hears(TransferRecalled, transfers.note_recall)
    broker.hears(TransferHandedOver, ours.receive, then=ours.beside)
    lane.answers(ListTransfers, list_transfers)


def _questions(lane: LaneBroker, around: Surroundings) -> None:
    advice = QuestionAdvice(around.plugins)
    lane.answers(ListCases, list_cases)
    lane.answers(ListDuplicates, list_duplicates)
    lane.answers(ListPartners, list_partners, keys=register_keys)
    lane.answers(ShowRequest, RequestShower(advice.remarks).show_request)
    lane.answers(CheckQuestion, advice.check_question)
