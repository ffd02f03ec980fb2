"""Message -> function, and nothing else."""

from kring_intake import queries
from kring_intake.handlers import requests
from kring_intake.handlers.referrals import Reception, keys_of
from kring_shared.contracts.intake import (
    AcceptRequest,
    AskConsent,
    GiveConsent,
    HoldInformationTalk,
    ListCases,
    RefuseConsent,
    RejectRequest,
    ShowRequest,
    SubmitReferral,
    TriageRequest,
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
    broker.does(SubmitReferral, reception.receive_referral, keys=keys_of)
    broker.does(HoldInformationTalk, requests.hold_information_talk)
    broker.does(TriageRequest, requests.triage)
    broker.does(AskConsent, requests.ask_consent)
    broker.does(GiveConsent, requests.record_consent)
    broker.does(RefuseConsent, requests.record_refusal)
    broker.does(AcceptRequest, requests.accept)
    broker.does(RejectRequest, requests.reject)
    broker.does(WithdrawRequest, requests.withdraw)
    broker.answers(ListCases, queries.list_cases)
    broker.answers(ShowRequest, queries.show_request)
