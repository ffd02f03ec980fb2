"""Requests that reach the office by telephone, by letter or at the desk: nobody has to fill in a form."""

from datetime import date

from kring_intake.domain import Block, Request, Trace
from kring_intake.domain.referral import HoldsNationalNumber
from kring_intake.handlers.referrals import Origin, Reception, keep, seen_before
from kring_intake.process import TALKS
from kring_shared.contracts.intake import TakeRequest
from kring_shared.contracts.referral import Referral, ReferralReceipt, read_data
from kring_shared.contracts.referral.receipt import INFORMATION_TALK, REPEATED
from kring_shared.kernel.errors import InvalidFields, NotFound
from kring_shared.kernel.national_numbers import mask
from kring_shared.kernel.referrals import ValidReferral, referral_key
from kring_shared.kernel.work import Found, Work


class Taking:
    """Where office staff note what somebody said; it goes the way of every referral."""

    def __init__(self, reception: Reception) -> None:
        """Take on as `reception` does."""
        self._reception = reception

    def keys(self, message: TakeRequest, office: str) -> tuple[str, ...]:
        """Give the keys it and its people may be known by, the talk it follows on, and the earlier route."""
        before = (message.talk_id or "", message.previous_case_id or "")
        return (*before, *self._reception.keys_of(as_read(message.referral, office), office))

    def beside(self, message: TakeRequest, office: str, found: Found) -> tuple[str, ...]:
        """Give the requests that share a hash with its people."""
        return self._reception.beside_of(as_read(message.referral, office), office, found)

    def take(self, message: TakeRequest, work: Work) -> None:
        """Open a request or a talk, or let a talk become a request; the office's own reference is taken once.

        Raises:
            InvalidFields: the fields do not fit together.
            HoldsNationalNumber: a national number stands in it.
            NotFound: the talk or the earlier route is none of this office.
            NotAllowedNow: the talk became a request already, or is over.
        """
        _must_be_right(message, work.now.date())
        read = as_read(message.referral, work.office)
        known = seen_before(read, work)
        if known is not None and known.case_id != message.talk_id:
            receipt = ReferralReceipt.of(REPEATED, reference=read.referral.reference, request_id=known.request_id)
            _answer(known.case_id, receipt, work)
            return
        _must_be_here(message, work)
        talk = work.need(Request, message.talk_id) if message.talk_id else None
        if talk is not None:
            talk.moved(TakeRequest)
            for kind in (Block, Trace):
                work.remove(*work.all(kind, talk.case_id))
        origin = Origin("", message.channel, talk, message.previous_case_id)
        request, receipt = keep(read, self._reception.offices[work.office], origin, work)
        _answer(request.case_id, receipt, work)


def as_read(referral: Referral, office: str) -> ValidReferral:
    """Give it as if it had come in: from the office, under the office's own reference, in no event."""
    source = f"urn:kring:office:{office}"
    return ValidReferral(referral, source, None, "", referral_key(source, referral.reference))


def must_hold(referral: Referral, today: date) -> None:
    """Hold it against the rules for every referral; a telephone call may say as little as an event.

    Raises:
        InvalidFields: the fields do not fit together.
        HoldsNationalNumber: a national number stands in it.
    """
    said = referral.model_dump(mode="json", by_alias=True)
    if mask(said) is not said:
        raise HoldsNationalNumber
    wrong = read_data(said, today=today)
    if isinstance(wrong, tuple):
        found = {one.pointer.replace("/data", "/referral", 1): one.reason.en for one in wrong}
        reasons = "; ".join(f"{pointer} {reason}" for pointer, reason in found.items())
        raise InvalidFields(tuple(found), f"this is not right yet: {reasons}; nothing was kept").because(
            "referral-not-right"
        )


def _must_be_right(message: TakeRequest, today: date) -> None:
    must_hold(message.referral, today)
    if message.talk_id and message.referral.information_talk_only:
        raise InvalidFields(
            ("/referral/informationTalkOnly",),
            "a talk becomes a request, no second talk: leave informationTalkOnly out",
        ).because("no-second-talk")


def _must_be_here(message: TakeRequest, work: Work) -> None:
    """Look whether the earlier route is one: a talk is none, and neither is the talk it follows on."""
    if message.previous_case_id is None:
        return
    previous = work.get(Request, message.previous_case_id)
    if previous is None or previous.stage in TALKS:
        raise NotFound("no earlier request is known under previousCaseId in this office").because("no-earlier-request")


def _answer(case_id: str, receipt: ReferralReceipt, work: Work) -> None:
    """Answer whoever took it; only they hear that other people look the same."""
    request_id = None if receipt.code == INFORMATION_TALK else receipt.request_id
    work.answer = {"caseId": case_id, "requestId": request_id, "status": receipt.status.value, "code": receipt.code}
