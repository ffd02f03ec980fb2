"""Taking referrals in: kept as a request or a talk, known already, set apart, or refused; always with a receipt."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from typing import TypeAlias

from kring_intake.domain import KnownReferral, Partner, Quarantined, Request
from kring_intake.domain.partner import partner_of, register_of
from kring_intake.handlers.lookalikes import Blind, cases_beside, hashes_of, note_people
from kring_intake.likeness.traits import traits_of
from kring_intake.translation import request_of
from kring_shared.contracts.cloudevents import CloudEvent, NotACloudEvent, from_message, to_structured
from kring_shared.contracts.intake import (
    InformationTalkRequested,
    ReferralQuarantined,
    RequestReceived,
    SubmitReferral,
)
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.referral import MAX_REFERRAL_BYTES, RECEIPT_TYPE, Referral, ReferralReceipt
from kring_shared.contracts.referral.receipt import INFORMATION_TALK, POSSIBLE_DUPLICATE, REPEATED, UNKNOWN_OFFICE
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.national_numbers import mask_text
from kring_shared.kernel.referrals import QuarantinedReferral, RefusedReferral, ValidReferral, read_referral
from kring_shared.kernel.work import Found, Work

Readable: TypeAlias = ValidReferral | QuarantinedReferral


class Reception:
    """Where referrals come in, from the bus or from office staff; it knows the offices and their policies."""

    def __init__(self, offices: Mapping[str, OfficeCard], blind: Blind) -> None:
        """Take in for these offices; `blind` makes the hashes by which people are found again."""
        self._offices, self._blind = offices, blind

    def keys(self, message: SubmitReferral, office: str) -> tuple[str, ...]:
        """Give the keys a referral and its people may be known by in an office; none for what is refused anyhow."""
        # The day decides only which birth years lie ahead; on the last of all days none does.
        read = read_referral(message.headers, message.event.encode(), today=date.max)
        if isinstance(read, RefusedReferral):
            return ()
        keys = (*_keys(read, office), register_of(office))
        return (*keys, *self._hashes(read.referral, office)) if isinstance(read, ValidReferral) else keys

    def beside(self, message: SubmitReferral, office: str, found: Found) -> tuple[str, ...]:
        """Give the requests that share a hash with the people of a referral."""
        read = read_referral(message.headers, message.event.encode(), today=date.max)
        return cases_beside(self._hashes(read.referral, office), found) if isinstance(read, ValidReferral) else ()

    def _hashes(self, referral: Referral, office: str) -> tuple[str, ...]:
        if referral.information_talk_only or office not in self._offices:
            return ()
        return tuple(one for mine in hashes_of(traits_of(referral), office, self._blind) for one in mine)

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
        return keep(read, office, message, work)


def keep(read: ValidReferral, office: OfficeCard, message: SubmitReferral, work: Work) -> ReferralReceipt:
    """Open a request, or a talk; the talk's id is the office's own affair."""
    request = request_of(read.referral, office, message.channel, work, source=read.source)
    partner = partner_of(work.all(Partner, register_of(work.office)), message.system)
    request = replace(request, partner_id=partner.id if partner else None)
    work.save(request)
    is_talk = read.code == INFORMATION_TALK
    work.tell(_talk_requested(request) if is_talk else request_received(request))
    looks_alike = 0 if is_talk else note_people(request, traits_of(read.referral), work)
    request_id = None if is_talk else request.case_id
    _remember(read, request.case_id, request_id, work)
    code = POSSIBLE_DUPLICATE if looks_alike else read.code
    receipt = ReferralReceipt.of(code, reference=read.referral.reference, request_id=request_id)
    return receipt if work.actor is not None else receipt.for_outsiders()


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


def request_received(request: Request) -> RequestReceived:
    """Make the fact that somebody asked for a conference."""
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
