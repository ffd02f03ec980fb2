"""Referrals that were set apart: a person takes one on or does not, and after two weeks at most it is erased."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from kring_intake.domain import KnownReferral, Quarantined, SentReferral
from kring_intake.domain.referral import HoldsNationalNumber
from kring_intake.handlers.receipts import CAME_BY_BUS, CAME_BY_HTTP, post_receipt, sender_id
from kring_intake.handlers.referrals import Origin, Reception, keep, seen_before
from kring_intake.handlers.sending import kept_apart
from kring_intake.process import QuarantineStage
from kring_shared.contracts.intake import (
    QuarantineLapsed,
    QuarantineOver,
    QuarantineRefusal,
    QuarantineRejected,
    QuarantineReleased,
    RejectQuarantined,
    ReleaseQuarantined,
)
from kring_shared.contracts.referral import ReferralReceipt, Words, Wrong
from kring_shared.contracts.referral.receipt import NATIONAL_NUMBER, NOT_LOOKED_AT, NOT_TAKEN_ON, REPEATED
from kring_shared.contracts.sealed import Erased
from kring_shared.kernel.errors import InvalidFields, NotFound
from kring_shared.kernel.referrals import QuarantinedReferral, Read, RefusedReferral, ValidReferral, read_referral
from kring_shared.kernel.work import Found, Sealer, Work

REASONS: Final[dict[QuarantineRefusal, Words]] = {
    QuarantineRefusal.SEND_WITHOUT_NUMBER: Words(
        nl="Er staat een nummer in dat niet bewaard mag worden.", en="It holds a number that may not be kept."
    ),
    QuarantineRefusal.NOT_A_REFERRAL: Words(nl="Het is geen aanmelding.", en="It is no referral."),
    QuarantineRefusal.NOT_READABLE: Words(nl="Ze is niet te lezen.", en="It cannot be read."),
}
"""Why it is not taken on, as the sender reads it."""


class Quarantine:
    """Where referrals wait that were set apart; what is taken on goes the way of every referral."""

    def __init__(self, reception: Reception, vault: Sealer) -> None:
        """Take on as `reception` does; `vault` opens what waits, to find what it looks like."""
        self._reception, self._vault = reception, vault

    def beside(self, message: ReleaseQuarantined, office: str, found: Found) -> tuple[str, ...]:
        """Give the keys of the referral that is taken on, and the requests that share a hash with its people."""
        apart = found.get(Quarantined, message.quarantine_id)
        if apart is None or apart.office != office:
            return ()
        read = self._read(message, apart, date.max)
        return (*self._reception.keys_of(read, office), *self._reception.beside_of(read, office, found))

    def release(self, message: ReleaseQuarantined, work: Work) -> None:
        """Take it on, as it was masked or as it was mended; who sent it is told.

        When its sender sent it again in the meantime, mended, it is the same referral, and no second request.

        Raises:
            InvalidFields: it is not right, and how.
            HoldsNationalNumber: the mended event holds one; nothing of it is kept.
        """
        apart = _waiting(message.quarantine_id, work)
        released = apart.moved(ReleaseQuarantined)
        read = _must_be_right(self._read(message, apart, work.now.date()))
        before = seen_before(read, work)
        if before is None:
            office = self._reception.offices[work.office]
            request, receipt = keep(read, office, Origin(apart.system, apart.channel), work)
            case_id, request_id, code = request.case_id, receipt.request_id, read.code
        else:
            case_id, request_id, code = before.case_id, before.request_id, before.code
            receipt = ReferralReceipt.of(REPEATED, reference=read.referral.reference, request_id=request_id)
        for known in work.all(KnownReferral, apart.id):
            work.save(replace(known, code=code, case_id=case_id, request_id=request_id))
        for sent in work.all(SentReferral, apart.id):
            work.save(replace(sent, code=code, case_id=case_id, request_id=request_id))
        _answer(receipt, apart, work)
        work.tell(QuarantineReleased(case_id=apart.id, request_id=request_id))
        _end(released, "quarantine-released", work)

    def _read(self, message: ReleaseQuarantined, apart: Quarantined, today: date) -> Read:
        text = message.event or self._vault.open(apart.text, str)
        read = read_referral({}, b"" if isinstance(text, Erased) else text.encode(), today=today)
        return kept_apart(read, apart.system, apart.channel)


def reject(message: RejectQuarantined, work: Work) -> None:
    """Do not take it on; who sent it is told why, and when it comes again it is read anew."""
    apart = _waiting(message.quarantine_id, work)
    plain, why = ReferralReceipt.of(NOT_TAKEN_ON, reference=apart.reference), REASONS[message.reason]
    words = Words(nl=f"{plain.message.nl} {why.nl}", en=f"{plain.message.en} {why.en}")
    work.remove(*work.all(KnownReferral, apart.id))
    _answer(plain.model_copy(update={"message": words}), apart, work)
    work.tell(QuarantineRejected(case_id=apart.id, reason=message.reason))
    _end(apart.moved(RejectQuarantined), "quarantine-rejected", work)


def quarantine_over(message: QuarantineOver, work: Work) -> None:
    """Nobody looked in time: nothing is kept, and who sent it is told; when it comes again it is read anew."""
    apart = work.need(Quarantined, message.case_id)
    if not apart.knows(QuarantineOver):
        return
    work.remove(*work.all(KnownReferral, apart.id))
    _answer(ReferralReceipt.of(NOT_LOOKED_AT, reference=apart.reference), apart, work)
    work.tell(QuarantineLapsed(case_id=apart.id))
    _end(apart.moved(QuarantineOver), "quarantine-over", work)


def _waiting(quarantine_id: str, work: Work) -> Quarantined:
    apart = work.get(Quarantined, quarantine_id)
    if apart is None:
        raise NotFound("nothing is set apart under that id in this office; list-quarantine names what is")
    return apart


def _must_be_right(read: Read) -> ValidReferral:
    """Give a referral that can be taken on, or say what has to be mended."""
    if isinstance(read, QuarantinedReferral):
        if read.code == NATIONAL_NUMBER:
            raise HoldsNationalNumber
        raise invalid((Wrong("/type", Words(nl="is te nieuw", en="is of a version that cannot be read here")),))
    if isinstance(read, RefusedReferral):
        raise (
            invalid(read.wrong)
            if read.wrong
            else InvalidFields(("/event",), read.receipt().message.en).because("referral-not-right")
        )
    return read


def invalid(wrong: Iterable[Wrong]) -> InvalidFields:
    """Name every field that has to be mended in `event`, and why."""
    found = {f"/event{one.pointer}": one.reason.en for one in wrong}
    reasons = "; ".join(f"{pointer} {reason}" for pointer, reason in found.items())
    message = f"it cannot be taken on as it is: {reasons}; mend it and give it as `event`"
    return InvalidFields(tuple(found), message).because("referral-not-right")


def _answer(receipt: ReferralReceipt, apart: Quarantined, work: Work) -> None:
    """Tell whoever decides, and the system that sent it."""
    if work.actor is not None:
        work.answer = receipt.model_dump(mode="json", by_alias=True)
    if apart.channel in {CAME_BY_BUS, CAME_BY_HTTP}:
        text = work.open(apart.text, str)
        answers = "" if isinstance(text, Erased) else sender_id({}, text.encode())
        post_receipt(receipt, apart.system, answers, work)


def _end(ended: Quarantined, because: str, work: Work) -> None:
    """Keep that it was here, as codes; its text goes, and its key."""
    work.forget((QuarantineOver,), ended.id)
    if ended.stage is not QuarantineStage.RELEASED:
        for sent in work.all(SentReferral, ended.id):
            work.save(replace(sent, code=NOT_TAKEN_ON))
    work.erase(ended.text.scope, because=because)
    work.save(ended.without_text())
