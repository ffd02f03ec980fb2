"""Receipts to the systems that refer: each an event of its own on the bus that says which event it answers."""

from collections.abc import Mapping
from typing import Final

from kring_intake.domain import Request, SentReferral
from kring_shared.contracts.cloudevents import CloudEvent, NotACloudEvent, from_message, to_structured
from kring_shared.contracts.referral import (
    MAX_REFERRAL_BYTES,
    RECEIPT_TYPE,
    REFERRAL_STATUS_TYPE,
    ReferralReceipt,
    ReferralState,
    ReferralStatus,
)
from kring_shared.kernel.national_numbers import mask_text
from kring_shared.kernel.work import Work

CAME_BY_BUS: Final = "bus"
"""The channel of what an outside system published: its receipt is published too."""
CAME_BY_HTTP: Final = "http"
"""The channel of what a system handed in over HTTP: the answer is its receipt, and what follows is published."""


def post_receipt(receipt: ReferralReceipt, system: str, answers: str, work: Work) -> None:
    """Publish a receipt to the system that referred; `answers` is the id of its event, empty when it has none."""
    event = CloudEvent(
        id=work.new_id("receipt"),
        source=f"urn:kring:office:{work.office}",
        type=RECEIPT_TYPE,
        time=work.now,
        subject=receipt.request_id,
        datacontenttype="application/json",
        extensions={"inreplyto": answers} if answers else {},
        data=receipt.for_outsiders().to_json(),
    )
    work.post(f"kring.{work.office}.receipts.{system}", RECEIPT_TYPE, to_structured(event)[1])


def tell_sender(case_id: str, state: ReferralState, work: Work) -> None:
    """Tell the system that handed a request in over HTTP where it stands now, in one of three words."""
    request = work.get(Request, case_id)
    if request is None or request.channel != CAME_BY_HTTP:
        return
    for sent in work.all(SentReferral, case_id):
        status = ReferralStatus(reference=sent.reference, request_id=case_id, status=state)
        event = CloudEvent(
            id=work.new_id(f"status/{sent.id}"),
            source=f"urn:kring:office:{work.office}",
            type=REFERRAL_STATUS_TYPE,
            time=work.now,
            subject=case_id,
            datacontenttype="application/json",
            data=status.to_json(),
        )
        work.post(f"kring.{work.office}.receipts.{sent.system}", REFERRAL_STATUS_TYPE, to_structured(event)[1])


def sender_id(headers: Mapping[str, str], body: bytes) -> str:
    """Give the id of the sender's event as far as it can be read and repeated; a national number in it is masked."""
    if len(body) > MAX_REFERRAL_BYTES:
        return ""
    try:
        return mask_text(from_message(headers, body).id)
    except NotACloudEvent:
        return ""
