"""What requesters hand in: as themselves only, known apart from everybody else's, and found again by them."""

from dataclasses import replace
from hashlib import blake2b

from kring_intake.domain import SentReferral
from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import OWN_CHANNELS, SubmitReferral, system_of
from kring_shared.contracts.referral import ReceiptStatus, ReferralReceipt
from kring_shared.kernel.errors import NotPermitted
from kring_shared.kernel.referrals import QuarantinedReferral, Read, RefusedReferral
from kring_shared.kernel.work import Work


def is_a_requester(work: Work) -> bool:
    """Tell whether it is handed in by whoever refers, and not by the office."""
    return work.actor is not None and work.actor.role is Role.REQUESTER


def must_be_themselves(message: SubmitReferral, work: Work) -> None:
    """Hold what a requester says of themselves against who they are.

    Raises:
        NotPermitted: they hand in as somebody else, or as if it came in some other way.
    """
    if work.actor is None or work.actor.role is not Role.REQUESTER:
        return
    if message.system != system_of(work.actor.id) or message.channel not in OWN_CHANNELS:
        raise NotPermitted(
            "whoever refers hands in as themselves: `system` is made of their own id, and `channel` is http or form"
        ).because("refers-as-themselves")


def kept_apart(read: Read, system: str, channel: str) -> Read:
    """Let what a requester sends be known as theirs: what another one sent under the same words, is another's.

    Else whoever guesses a reference would learn that it is known, and the request that came of it.
    """
    if channel not in OWN_CHANNELS or isinstance(read, RefusedReferral):
        return read
    if isinstance(read, QuarantinedReferral):
        return replace(read, event_key=_own(system, read.event_key))
    return replace(read, event_key=_own(system, read.event_key), referral_key=_own(system, read.referral_key))


def sent_id_of(office: str, system: str, reference: str, else_by: str) -> str:
    """Give the id of what a system handed in: by its reference, or by its event where that could not be read."""
    text = f"{office}/{system}/{reference or else_by}"
    return blake2b(text.encode(), digest_size=16).hexdigest()


def note_sent(message: SubmitReferral, read: Read, receipt: ReferralReceipt, case_id: str, work: Work) -> None:
    """Keep that a requester handed it in, unless nothing of it was kept or it was here before."""
    kept = receipt.status not in {ReceiptStatus.REFUSED, ReceiptStatus.REPEATED}
    if message.channel not in OWN_CHANNELS or isinstance(read, RefusedReferral) or not kept:
        return
    sent_id = sent_id_of(work.office, message.system, receipt.reference, read.event_key)
    before = work.get(SentReferral, sent_id)
    work.save(
        SentReferral(
            sent_id=sent_id,
            office=work.office,
            system=message.system,
            reference=receipt.reference,
            case_id=case_id,
            request_id=receipt.request_id,
            code=receipt.for_outsiders().code,
            sent_at=work.now,
            version=before.version if before else 0,
        )
    )


def _own(system: str, key: str) -> str:
    return f"{system}/{key}" if key else key
