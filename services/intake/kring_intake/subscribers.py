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
from kring_intake.queries.referrals import list_own_referrals, show_referral_status
from kring_intake.queries.request import RequestShower
from kring_intake.queries.search import search_cases
from kring_intake.queries.transfers import list_transfers
from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts import registry as r
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.erased_cases import unless_erased
from kring_shared.runtime.declared.service import Surroundings


def subscribe(lane: LaneBroker, around: Surroundings) -> None:
    """Declare everything intake takes in, hears, does and answers.

    Of an erased request a line is left: what shows or lists it answers as ever, and a registration that is locked
    later closes it.
    """
    lane.hears(r.ErasureOrdered, orders.erase, then=lapse.merged_into)
    lane.hears(r.RegistrationLocked, requests.close)
    reception = Reception(around.offices, around.vault.blind)
    lane.takes_in(i.SubmitReferral, reception.receive_referral, keys=reception.keys, then=reception.beside)
    _questions(lane, around)
    here = lane.behind(unless_erased)
    _referrals(here, around, reception)
    _requests(here)
    _consent(here, around)
    _beside(here)
    _transfers(here, around)


def _referrals(lane: LaneBroker, around: Surroundings, reception: Reception) -> None:
    """Declare what comes in and is not a request yet."""
    lane.does(i.SubmitReferral, reception.receive_referral, keys=reception.keys, then=reception.beside)
    taking = Taking(reception)
    lane.does(i.TakeRequest, taking.take, keys=taking.keys, then=taking.beside)
    over = TakeOver(reception)
    lane.does(i.TakeOverRequest, over.take_over, keys=over.keys, then=over.beside)
    apart = Quarantine(reception, around.vault)
    lane.does(i.ReleaseQuarantined, apart.release, then=apart.beside)
    lane.does(i.RejectQuarantined, quarantine.reject)
    lane.due(i.QuarantineOver, quarantine.quarantine_over)


def _requests(lane: LaneBroker) -> None:
    lane.hears(m.SearchStarted, requests.note_search)
    lane.hears(m.AssignmentActivated, coordinating.note_start)
    lane.hears(m.AssignmentFrozen, coordinating.keep_out)
    lane.hears(m.AssignmentRestored, coordinating.let_back_in)
    lane.hears(m.AssignmentHandedOver, coordinating.keep_out)
    lane.hears(m.AssignmentCompleted, coordinating.note_end)
    lane.hears(c.InformationPhaseStarted, requests.note_meeting)
    lane.hears(c.ConferenceConcluded, requests.note_meeting)
    lane.hears(c.PlanMadeWithoutMeeting, requests.note_meeting)
    lane.hears(c.ConferenceAdjourned, requests.note_adjournment)
    lane.hears(c.PlanDistributed, deadlines.note_plan)
    lane.due(i.LegalDeadlineNear, deadlines.tell_near)
    lane.due(i.LegalDeadlineOver, deadlines.tell_missed)
    lane.due(i.ConsentOverdue, lapse.lapse, then=lapse.merged_into)
    lane.does(i.HoldInformationTalk, requests.hold_information_talk)
    lane.does(i.TriageRequest, requests.triage)
    lane.does(i.AskFunding, funding.ask_funding, keys=funding.keys_with_partners)
    lane.does(i.GrantFunding, funding.grant_funding, keys=funding.keys_with_partners)
    lane.does(i.RefuseFunding, funding.refuse_funding, keys=funding.keys_with_partners)
    lane.does(i.AcceptRequest, requests.accept, keys=funding.keys_with_partners)
    lane.does(i.RejectRequest, requests.reject)
    lane.does(i.WithdrawRequest, requests.withdraw)
    lane.does(i.RecordDeath, deaths.record_death)
    lane.does(i.ResumeRequest, deaths.resume)


def _consent(lane: LaneBroker, around: Surroundings) -> None:
    gate = consent.Gate(Elsewhere(around.offices, around.vault))
    lane.does(i.SettleAuthority, consent.settle_authority)
    lane.does(i.RecordVoice, consent.record_voice)
    lane.does(i.AskConsent, consent.ask_consent)
    lane.does(i.GiveConsent, gate.record_consent, then=gate.elsewhere.keys)
    lane.does(i.RefuseConsent, consent.record_refusal)
    lane.does(i.WithdrawConsent, gate.withdraw_consent)
    lane.does(i.GoOnWith, consent.go_on)


def _beside(lane: LaneBroker) -> None:
    """Declare what happens beside the way of one request: duplicates and partners."""
    lane.does(i.MergeRequest, duplicates.merge)
    lane.does(i.DismissDuplicate, duplicates.dismiss)
    lane.does(i.UndoMerge, duplicates.undo_merge, then=duplicates.merged_with)
    lane.does(i.RegisterPartner, partners.register)
    lane.does(i.AgreeWithPartner, partners.agree)
    lane.does(i.BriefPartner, partners.brief)
    lane.does(i.EndPartnership, partners.end)


def _transfers(lane: LaneBroker, around: Surroundings) -> None:
    """Declare both sides of a transfer: this service may be either, or both."""
    ours = Transfers(around.offices, around.vault)
    of_offer, then = transfers.keys_of_offer, transfers.request_offered
    lane.does(i.OfferTransfer, ours.offer)
    lane.does(i.RecallTransfer, transfers.recall)
    lane.does(i.AcceptTransfer, transfers.accept)
    lane.does(i.RefuseTransfer, transfers.refuse)
    lane.hears(i.TransferOffered, ours.note_offer)
    lane.hears(i.TransferAccepted, transfers.hand_over, keys=of_offer, then=then)
    lane.hears(i.TransferRefused, transfers.note_refusal, keys=of_offer, then=then)
    lane.hears(i.TransferRecalled, transfers.note_recall)
    lane.hears(i.TransferHandedOver, ours.receive, then=ours.beside)


def _questions(lane: LaneBroker, around: Surroundings) -> None:
    """Declare what shows or lists, and tells of an erased request what is left."""
    advice, shower = QuestionAdvice(around.plugins), QuarantineShower(around.offices)
    lane.answers(i.ListCases, list_cases)
    lane.answers(i.SearchCases, search_cases)
    lane.answers(i.ListDuplicates, list_duplicates)
    lane.answers(i.ListPartners, list_partners, keys=register_keys)
    lane.answers(i.ShowRequest, RequestShower(advice.remarks).show_request)
    lane.answers(i.CheckQuestion, advice.check_question)
    lane.answers(i.ListQuarantine, shower.list_quarantine)
    lane.answers(i.ShowQuarantined, shower.show_quarantined)
    lane.answers(i.ListTransfers, list_transfers)
    lane.answers(i.ShowReferralStatus, show_referral_status)
    lane.answers(i.ListOwnReferrals, list_own_referrals)
