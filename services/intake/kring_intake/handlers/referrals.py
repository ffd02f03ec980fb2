"""Taking referrals in: kept as a request or a talk, known already, set apart, or refused; always with a receipt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import blake2b
from typing import TypeAlias

from kring_intake.domain import KnownReferral, Partner, Quarantined, Request
from kring_intake.domain.partner import partner_of, register_of
from kring_intake.handlers.deadlines import set_legal_deadlines
from kring_intake.handlers.findable import let_be_found
from kring_intake.handlers.lookalikes import Blind, cases_beside, hashes_of, note_people
from kring_intake.handlers.receipts import CAME_BY_BUS, post_receipt, sender_id
from kring_intake.handlers.sending import is_a_requester, kept_apart, must_be_themselves, note_sent, sent_id_of
from kring_intake.likeness.traits import traits_of
from kring_intake.translation.referral import request_of
from kring_shared.contracts.intake import (
    OWN_CHANNELS,
    InformationTalkRequested,
    QuarantineOver,
    ReferralQuarantined,
    RequestReceived,
    SubmitReferral,
    TakeRequest,
)
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.referral import Referral, ReferralReceipt
from kring_shared.contracts.referral.receipt import INFORMATION_TALK, POSSIBLE_DUPLICATE, REPEATED, UNKNOWN_OFFICE
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.referrals import QuarantinedReferral, Read, RefusedReferral, ValidReferral, read_referral
from kring_shared.kernel.work import Found, Work

Readable: TypeAlias = ValidReferral | QuarantinedReferral


class Reception:
    """Where referrals come in, from the bus or from office staff; it knows the offices and their policies."""

    def __init__(self, offices: Mapping[str, OfficeCard], blind: Blind) -> None:
        """Take in for these offices; `blind` makes the hashes by which people are found again."""
        self.offices, self._blind = offices, blind

    def keys(self, message: SubmitReferral, office: str) -> tuple[str, ...]:
        """Give the keys a referral and its people may be known by in an office; none for what is refused anyhow."""
        read = _read(message)
        return (*self.keys_of(read, office), *_sent_keys(message, read, office))

    def beside(self, message: SubmitReferral, office: str, found: Found) -> tuple[str, ...]:
        """Give the requests that share a hash with the people of a referral."""
        return self.beside_of(_read(message), office, found)

    def keys_of(self, read: Read, office: str) -> tuple[str, ...]:
        """Give the keys of what was read, as `keys`."""
        if isinstance(read, RefusedReferral):
            return ()
        keys = (*_keys(read, office), register_of(office))
        return (*keys, *self._hashes(read.referral, office)) if isinstance(read, ValidReferral) else keys

    def beside_of(self, read: Read, office: str, found: Found) -> tuple[str, ...]:
        """Give the requests beside what was read, as `beside`."""
        return cases_beside(self._hashes(read.referral, office), found) if isinstance(read, ValidReferral) else ()

    def _hashes(self, referral: Referral, office: str) -> tuple[str, ...]:
        if referral.information_talk_only or office not in self.offices:
            return ()
        return tuple(one for mine in hashes_of(traits_of(referral), office, self._blind) for one in mine)

    def receive_referral(self, message: SubmitReferral, work: Work) -> None:
        """Settle one referral, whatever it is, and say what became of it.

        Raises:
            NotPermitted: a requester hands it in as somebody else.
        """
        must_be_themselves(message, work)
        receipt = self._settle(message, work)
        if work.actor is None:
            post_receipt(receipt, message.system, sender_id(message.headers, message.event.encode()), work)
        else:
            shown = receipt.for_outsiders() if is_a_requester(work) else receipt
            work.answer = shown.model_dump(mode="json", by_alias=True)

    def _settle(self, message: SubmitReferral, work: Work) -> ReferralReceipt:
        office = self.offices.get(work.office)
        if office is None:
            return ReferralReceipt.of(UNKNOWN_OFFICE)
        plain = read_referral(message.headers, message.event.encode(), today=work.now.date())
        read = kept_apart(plain, message.system, message.channel)
        if isinstance(read, RefusedReferral):
            return read.receipt()
        if (before := seen_before(read, work)) is not None:
            return ReferralReceipt.of(REPEATED, reference=_reference(read), request_id=before.request_id)
        channel = CAME_BY_BUS if work.actor is None else message.channel
        if isinstance(read, QuarantinedReferral):
            receipt, case_id = _set_apart(read, office, Origin(message.system, channel), work)
        else:
            request, receipt = keep(read, office, Origin(message.system, channel), work)
            case_id = request.case_id
        note_sent(message, read, receipt, case_id, work)
        return receipt


@dataclass(frozen=True)
class Origin:
    """Where a referral comes from: the system that sent it, and how; the talk it follows on, or an earlier route."""

    system: str
    channel: str
    talk: Request | None = None
    previous_case_id: str | None = None


def keep(read: ValidReferral, office: OfficeCard, origin: Origin, work: Work) -> tuple[Request, ReferralReceipt]:
    """Open a request, or a talk, with its receipt; the talk's id is the office's own affair."""
    request = _opened(read, office, origin, work)
    work.save(request)
    is_talk = read.code == INFORMATION_TALK
    work.tell(_talk_requested(request) if is_talk else _referred(read, request, origin))
    set_legal_deadlines(request, work)
    let_be_found(request, work)
    looks_alike = 0 if is_talk else note_people(request, traits_of(read.referral), work)
    request_id = None if is_talk else request.case_id
    remember(read, request.case_id, request_id, work)
    code = POSSIBLE_DUPLICATE if looks_alike else read.code
    receipt = ReferralReceipt.of(code, reference=read.referral.reference, request_id=request_id)
    return request, receipt if work.actor is not None else receipt.for_outsiders()


def _opened(read: ValidReferral, office: OfficeCard, origin: Origin, work: Work) -> Request:
    """Make the request, in the place of the talk it follows on."""
    talk = origin.talk
    case_id = talk.case_id if talk else None
    request = request_of(read.referral, office, origin.channel, work, source=read.source, case_id=case_id)
    partner = partner_of(work.all(Partner, register_of(work.office)), origin.system)
    request = replace(request, partner_id=partner.id if partner else None, previous_case_id=origin.previous_case_id)
    if talk is None:
        return request
    # Who asked then is known anew now, under an id of their own.
    people = dict.fromkeys(card.person_id for card in (talk.requester, *(p.card for p in talk.main_persons)))
    work.erase(*(scope_of(Scope.PERSON, person_id) for person_id in people), because="known-anew")
    return replace(
        request,
        stage=talk.moved(TakeRequest).stage,
        partner_id=talk.partner_id,
        references=tuple(dict.fromkeys((*talk.references, *request.references))),
        version=talk.version,
    )


def _set_apart(
    read: QuarantinedReferral, office: OfficeCard, origin: Origin, work: Work
) -> tuple[ReferralReceipt, str]:
    """Keep the masked text sealed under a key of its own, until a person has looked at it or its days are over."""
    quarantine_id = work.new_id("quarantine")
    text = work.seal(scope_of(Scope.QUARANTINE, quarantine_id), read.masked.decode())
    work.save(
        Quarantined(
            quarantine_id=quarantine_id,
            office=work.office,
            system=origin.system,
            code=read.code,
            text=text,
            received_at=work.now,
            channel=origin.channel,
            reference=read.reference,
        )
    )
    days = timedelta(days=POLICIES[office.policy].quarantine_days)
    work.remind(QuarantineOver(case_id=quarantine_id), work.now + days)
    work.tell(ReferralQuarantined(case_id=quarantine_id, system=origin.system, code=read.code))
    remember(read, quarantine_id, None, work)
    return read.receipt(), quarantine_id


def seen_before(read: Readable, work: Work) -> KnownReferral | None:
    """Give what this one repeats. What was set apart and can be read now, is no repetition: the sender mended it."""
    known = [found for key in _keys(read, work.office) if (found := work.get(KnownReferral, key)) is not None]
    if isinstance(read, ValidReferral):
        known = [found for found in known if not found.was_set_apart]
    return known[0] if known else None


def remember(read: Readable, case_id: str, request_id: str | None, work: Work) -> None:
    """Keep that it was here, and what became of it."""
    for key in _keys(read, work.office):
        before = work.get(KnownReferral, key)
        version = before.version if before else 0
        work.save(KnownReferral(key, work.office, read.code, case_id, request_id, version))


def _keys(read: Readable, office: str) -> tuple[str, ...]:
    """Salt the keys with the office: no office learns what another one knows."""
    plain = (read.event_key, read.referral_key) if isinstance(read, ValidReferral) else (read.event_key,)
    # What was taken by telephone came in no event.
    return tuple(blake2b(f"{office}/{key}".encode(), digest_size=16).hexdigest() for key in plain if key)


def _read(message: SubmitReferral) -> Read:
    # The day decides only which birth years lie ahead; on the last of all days none does.
    read = read_referral(message.headers, message.event.encode(), today=date.max)
    return kept_apart(read, message.system, message.channel)


def _sent_keys(message: SubmitReferral, read: Read, office: str) -> tuple[str, ...]:
    """Name what a requester handed in before under the same reference."""
    if message.channel not in OWN_CHANNELS or isinstance(read, RefusedReferral):
        return ()
    return (sent_id_of(office, message.system, _reference(read), read.event_key),)


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


def _referred(read: ValidReferral, request: Request, origin: Origin) -> RequestReceived:
    """Say also which system referred over the bus, and what it calls the request, so that it can be answered."""
    over_the_bus = {"referring_system": origin.system, "reference": read.referral.reference}
    return request_received(request).model_copy(update=over_the_bus if origin.channel == CAME_BY_BUS else {})


def _talk_requested(talk: Request) -> InformationTalkRequested:
    return InformationTalkRequested(
        case_id=talk.case_id, requester_kind=talk.requester_kind, requester=talk.requester, channel=talk.channel
    )
