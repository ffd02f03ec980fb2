"""The public referral contract: what an outside system sends (aanmelding), and the receipt it gets."""

from kring_shared.contracts.referral.data import (
    MAX_REFERRAL_BYTES,
    REFERRAL_TYPE,
    ConsentBy,
    ContactRules,
    MandateKind,
    Referral,
    ReferralAcceptor,
    ReferralConsent,
    ReferralMandate,
    ReferralPerson,
    ReferralRequester,
    ReferralWishes,
)
from kring_shared.contracts.referral.receipt import RECEIPT_TYPE, ReceiptStatus, ReferralReceipt, Words
from kring_shared.contracts.referral.rules import Wrong, read_data
from kring_shared.contracts.referral.status import REFERRAL_STATUS_TYPE, ReferralState, ReferralStatus

__all__ = [
    "MAX_REFERRAL_BYTES",
    "RECEIPT_TYPE",
    "REFERRAL_STATUS_TYPE",
    "REFERRAL_TYPE",
    "ConsentBy",
    "ContactRules",
    "MandateKind",
    "ReceiptStatus",
    "Referral",
    "ReferralAcceptor",
    "ReferralConsent",
    "ReferralMandate",
    "ReferralPerson",
    "ReferralReceipt",
    "ReferralRequester",
    "ReferralState",
    "ReferralStatus",
    "ReferralWishes",
    "Words",
    "Wrong",
    "read_data",
]
