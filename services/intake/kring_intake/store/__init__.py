"""Rows and aggregates of intake, and both ways between them. What is about a person is sealed in its column too."""

from typing import Final

from kring_intake.domain import (
    Block,
    KnownReferral,
    Offer,
    Partner,
    Quarantined,
    Request,
    SentReferral,
    Suspicion,
    Takeover,
    Trace,
)
from kring_intake.store import duplicate, partner, referral, request, transfer
from kring_intake.store.duplicate import SuspicionRow
from kring_intake.store.partner import PartnerRow
from kring_intake.store.referral import QuarantinedRow
from kring_intake.store.request import RequestRow
from kring_intake.store.tables import ErasedCaseRow, IntakeTable
from kring_intake.store.transfer import TakeoverRow
from kring_shared.runtime.declared.erased_cases import shelf_of
from kring_shared.runtime.storage.shelves import Shelf

__all__ = ["SHELVES", "IntakeTable"]

SHELVES: Final = (
    Shelf(Request, RequestRow, request.row_of, request.value_of, by=("case_id",)),
    Shelf(KnownReferral, referral.KnownReferralRow, referral.known_row, referral.known_value, by=("key", "case_id")),
    Shelf(SentReferral, referral.SentReferralRow, referral.sent_row, referral.sent_value, by=("sent_id", "case_id")),
    Shelf(Quarantined, QuarantinedRow, referral.quarantined_row, referral.quarantined_value, by=("quarantine_id",)),
    Shelf(Block, duplicate.BlockRow, duplicate.block_row, duplicate.block_value, by=("block_id", "block", "case_id")),
    Shelf(Trace, duplicate.TraceRow, duplicate.trace_row, duplicate.trace_value, by=("person_id", "case_id")),
    Shelf(
        Suspicion,
        SuspicionRow,
        duplicate.suspicion_row,
        duplicate.suspicion_value,
        by=("pair_id", "case_id", "other_id"),
    ),
    Shelf(Offer, transfer.OfferRow, transfer.offer_row, transfer.offer_value, by=("offer_key", "case_id")),
    Shelf(Takeover, TakeoverRow, transfer.takeover_row, transfer.takeover_value, by=("transfer_id",)),
    shelf_of(ErasedCaseRow),
    Shelf(Partner, PartnerRow, partner.row_of, partner.value_of, by=("partner_id", "office_register")),
)
