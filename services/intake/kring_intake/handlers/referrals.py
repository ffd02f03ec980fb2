"""Taking referrals in: kept as a request or a talk, known already, set apart, or refused; always with a receipt."""

from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from typing import TypeAlias

from kring_intake.domain import KnownReferral, Quarantined, Request
from kring_intake.translation import request_of
from kring_shared.contracts.cloudevents import CloudEvent, NotACloudEvent, from_message, to_structured
from kring_shared.contracts.intake import (
    InformationTalkRequested,
    ReferralQuarantined,
    RequestReceived,
    SubmitReferral,
)
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.referral import MAX_REFERRAL_BYTES, RECEIPT_TYPE, ReferralReceipt
from kring_shared.contracts.referral.receipt import INFORMATION_TALK, REPEATED, UNKNOWN_OFFICE
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.national_numbers import mask_text
from kring_shared.kernel.referrals import QuarantinedReferral, RefusedReferral, ValidReferral, read_referral
from kring_shared.kernel.work import Work

Readable: TypeAlias = ValidReferral | QuarantinedReferral


def keys_of(message: SubmitReferral, office: str) -> tuple[str, ...]:
    """Give the keys a referral may be known by in an office; none for what is refused anyhow."""
    # The day decides only which birth years lie ahead; on the last of all days none does.
    read = read_referral(message.headers, message.event.encode(), today=date.max)
    return () if isinstance(read, RefusedReferral) else _keys(read, office)


class Reception:
    """Where referrals come in, from the bus or from office staff; it knows the offices and their policies."""

    def __init__(self, offices: Mapping[str, OfficeCard]) -> None:
        """Take in for these offices."""
        self._offices = offices

    def receive_referral(self, message: SubmitReferral, work: Work) -> None:
        """Settle one referral, whatever it is, and say what became of it."""
        receipt = self._settle(message, work)
        if work.actor is None:
            subject = f"kring.{work.office}.receipts.{message.system}"
            work.post(subject, RECEIPT_TYPE, _as_event(receipt, message, work))
        else:
            work.answer = receipt.model_dump(mode="json", by_alias=True)

    def _settle(self, message: SubmitReferral, work: Work) -> ReferralReceipt:
        office = self._offices.get(work.office)
        if office is None:
            return ReferralReceipt.of(UNKNOWN_OFFICE)
        read = read_referral(message.headers, message.event.encode(), today=work.now.date())
        if isinstance(read, RefusedReferral):
            return read.receipt()
        if (before := _seen_before(read, work)) is not None:
            return ReferralReceipt.of(REPEATED, reference=_reference(read), request_id=before.request_id)
        if isinstance(read, QuarantinedReferral):
            return _set_apart(read, message.system, work)
        return _keep(read, office, message.channel, work)


def _keep(read: ValidReferral, office: OfficeCard, channel: str, work: Work) -> ReferralReceipt:
    """Open a request, or a talk; the talk's id is the office's own affair."""
    request = request_of(read.referral, office, channel, work, source=read.source)
    work.save(request)
    work.tell(_talk_requested(request) if read.code == INFORMATION_TALK else _request_received(request))
    request_id = None if read.code == INFORMATION_TALK else request.case_id
    _remember(read, request.case_id, request_id, work)
    return ReferralReceipt.of(read.code, reference=read.referral.reference, request_id=request_id)


def _set_apart(read: QuarantinedReferral, system: str, work: Work) -> ReferralReceipt:
    """Keep the masked text sealed under a key of its own, until a person has looked at it."""
    quarantine_id = work.new_id("quarantine")
    text = work.seal(scope_of(Scope.QUARANTINE, quarantine_id), read.masked.decode())
    work.save(Quarantined(quarantine_id, work.office, system, read.code, text, work.now))
    work.tell(ReferralQuarantined(case_id=quarantine_id, system=system, code=read.code))
    _remember(read, quarantine_id, None, work)
    return read.receipt()


def _seen_before(read: Readable, work: Work) -> KnownReferral | None:
    """Give what this one repeats. What was set apart and can be read now, is no repetition: the sender mended it."""
    known = [found for key in _keys(read, work.office) if (found := work.get(KnownReferral, key)) is not None]
    if isinstance(read, ValidReferral):
        known = [found for found in known if not found.was_set_apart]
    return known[0] if known else None


def _remember(read: Readable, case_id: str, request_id: str | None, work: Work) -> None:
    for key in _keys(read, work.office):
        before = work.get(KnownReferral, key)
        version = before.version if before else 0
        work.save(KnownReferral(key, work.office, read.code, case_id, request_id, version))


def _keys(read: Readable, office: str) -> tuple[str, ...]:
    """Salt the keys with the office: no office learns what another one knows."""
    plain = (read.event_key, read.referral_key) if isinstance(read, ValidReferral) else (read.event_key,)
    return tuple(blake2b(f"{office}/{key}".encode(), digest_size=16).hexdigest() for key in plain)


def _reference(read: Readable) -> str:
    return read.referral.reference if isinstance(read, ValidReferral) else read.reference


def _request_received(request: Request) -> RequestReceived:
    return RequestReceived(
        case_id=request.case_id,
        requester_kind=request.requester_kind,
        requester=request.requester,
        main_persons=tuple(person.card for person in request.main_persons),
        dossier=request.dossier,
        question=request.question,
        mandates=request.mandates,
        neutral_sender=request.neutral_sender,
        channel=request.channel,
        previous_case_id=request.previous_case_id,
        partner_id=request.partner_id,
    )


def _talk_requested(talk: Request) -> InformationTalkRequested:
    return InformationTalkRequested(
        case_id=talk.case_id, requester_kind=talk.requester_kind, requester=talk.requester, channel=talk.channel
    )


def _as_event(receipt: ReferralReceipt, message: SubmitReferral, work: Work) -> bytes:
    """Write a receipt as the sender reads it, one JSON document that says which event it answers."""
    answers = _sender_id(message)
    event = CloudEvent(
        id=work.new_id("receipt"),
        source=f"urn:kring:office:{work.office}",
        type=RECEIPT_TYPE,
        time=work.now,
        subject=receipt.request_id,
        datacontenttype="application/json",
        extensions={"inreplyto": answers} if answers else {},
        data=receipt.to_json(),
    )
    return to_structured(event)[1]


def _sender_id(message: SubmitReferral) -> str:
    """Give the id of the sender's event as far as it can be read and repeated; a national number in it is masked."""
    body = message.event.encode()
    if len(body) > MAX_REFERRAL_BYTES:
        return ""
    try:
        return mask_text(from_message(message.headers, body).id)
    except NotACloudEvent:
        return ""
