"""Requests the office took on before it worked with Kring: taken over with the yes that was given then."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Final

from kring_intake.domain import Request
from kring_intake.domain.referral import HoldsNationalNumber
from kring_intake.domain.takeover import consented, taken_on
from kring_intake.handlers.consent import tell_said
from kring_intake.handlers.deadlines import set_legal_deadlines
from kring_intake.handlers.findable import let_be_found
from kring_intake.handlers.lookalikes import note_people
from kring_intake.handlers.referrals import Reception, remember, request_received, seen_before
from kring_intake.handlers.taking import as_read, must_hold
from kring_intake.likeness.traits import traits_of
from kring_intake.translation.referral import request_of
from kring_intake.translation.takeover import as_they_are_known
from kring_shared.contracts.envelope import IMPORTED
from kring_shared.contracts.intake import (
    ConsentGiven,
    Purpose,
    RequestAccepted,
    RequestTriaged,
    TakeOverRequest,
)
from kring_shared.kernel.errors import InvalidFields
from kring_shared.kernel.national_numbers import mask
from kring_shared.kernel.work import Found, Work

CHANNEL: Final = "import"
NOON: Final = time(12, tzinfo=UTC)


class TakeOver:
    """Where an office's running cases come in, one by one."""

    def __init__(self, reception: Reception) -> None:
        """Take on as `reception` does."""
        self._reception = reception

    def keys(self, message: TakeOverRequest, office: str) -> tuple[str, ...]:
        """Give the case, and the keys it and its people may be known by."""
        return (message.case_id, *self._reception.keys_of(as_read(message.referral, office), office))

    def beside(self, message: TakeOverRequest, office: str, found: Found) -> tuple[str, ...]:
        """Give the requests that share a hash with its people."""
        return self._reception.beside_of(as_read(message.referral, office), office, found)

    def take_over(self, message: TakeOverRequest, work: Work) -> None:
        """Open the request, agreed to and taken on; one that is known already stays as it is.

        Raises:
            InvalidFields: the fields do not fit together, or the reference is another request's.
            HoldsNationalNumber: a national number stands in it.
            NotReady: the yes of somebody who decides is missing, or in mandatory context who accepts the plan.
        """
        known = work.get(Request, message.case_id)
        if known is not None:
            work.answer = {"caseId": known.case_id, "known": True, "looksLike": 0}
            return
        _must_be_right(message, work)
        read = as_read(message.referral, work.office)
        if seen_before(read, work) is not None:
            raise InvalidFields(
                ("/referral/reference",),
                "another request of this office has this reference: it is in Kring already, or needs its own",
            ).because("reference-is-taken")
        work.by = IMPORTED
        request = taken_on(consented(self._as_received(message, work), message, _noon(message.consent_on, work)))
        work.save(request)
        _tell(request, message, work)
        let_be_found(request, work)
        looks_like = note_people(request, traits_of(message.referral), work)
        remember(read, request.case_id, request.case_id, work)
        work.answer = {"caseId": request.case_id, "known": False, "looksLike": looks_like}

    def _as_received(self, message: TakeOverRequest, work: Work) -> Request:
        """Make it as it was when it came in, with everything that is known of its people since."""
        office = self._reception.offices[work.office]
        source = as_read(message.referral, work.office).source
        request = request_of(message.referral, office, CHANNEL, work, source=source, case_id=message.case_id)
        received = replace(request, received_at=_noon(message.received_on, work))
        return as_they_are_known(received, message, work)


def _must_be_right(message: TakeOverRequest, work: Work) -> None:
    today = work.now.date()
    said = message.model_dump(mode="json", by_alias=True)
    if mask(said) is not said:
        raise HoldsNationalNumber
    must_hold(message.referral, today)
    if message.referral.conference_type is None:
        raise InvalidFields(("/referral/conferenceType",), "say what kind of conference it is").because(
            "no-kind-of-conference"
        )
    if message.referral.information_talk_only:
        raise InvalidFields(("/referral/informationTalkOnly",), "a talk is no request that could be running").because(
            "talk-is-no-request"
        )
    if len(message.main_persons) > len(message.referral.main_persons):
        raise InvalidFields(("/mainPersons",), "these are more people than the referral is about").because(
            "more-people-than-referred"
        )
    if message.consent_on < message.received_on:
        raise InvalidFields(("/consentOn",), "nobody says yes before it was asked: look at both days").because(
            "yes-before-it-was-asked"
        )
    if message.consent_on > today:
        raise InvalidFields(("/consentOn",), "that day is still to come; without a yes nothing is taken over").because(
            "yes-still-to-come"
        )


def _tell(request: Request, message: TakeOverRequest, work: Work) -> None:
    """Tell everything that happened with it so far, in order."""
    case_id, dossier = request.case_id, request.dossier
    work.tell(request_received(request).model_copy(update={"received_on": message.received_on}))
    set_legal_deadlines(request, work)
    settled = dossier.model_dump(include={"conference_type", "context", "urgency", "minors_involved", "languages"})
    work.tell(RequestTriaged(case_id=case_id, **settled))
    for said in request.said:
        tell_said(said, work, case_id)
    work.tell(
        ConsentGiven(case_id=case_id, purpose=Purpose.CONFERENCE, method=message.consent_method),
        RequestAccepted(
            case_id=case_id,
            requester=request.requester,
            main_persons=tuple(person.card for person in request.active_persons),
            dossier=dossier,
            question=request.question,
            mandates=request.standing_mandates,
        ),
    )


def _noon(day: date, work: Work) -> datetime:
    """Give the moment that stands for a day; what happened today happened before now."""
    return min(datetime.combine(day, NOON), work.now)
