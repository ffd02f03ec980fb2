"""Who hears what, at which moment of the route. A case that stopped leads to nothing."""

from dataclasses import replace
from typing import Final

from kring_notifications.domain import Correspondence, Correspondent
from kring_notifications.domain.link import REQUESTER
from kring_notifications.handlers.letters import Letters, take_back_overtaken, was_before_kring
from kring_notifications.handlers.people import main_persons, meet, meet_system, need, person_of, referrers, running
from kring_shared.contracts.conference import (
    Answered,
    CalendarAsked,
    ConditionsShared,
    ParticipantAnswered,
    ParticipantInformed,
    ParticipantInvited,
    ParticipantSuggested,
)
from kring_shared.contracts.field import AgeBand, Part, RequesterKind
from kring_shared.contracts.intake import (
    AuthorityRecorded,
    FundingRefused,
    RequestAccepted,
    RequestClosed,
    RequestReceived,
)
from kring_shared.contracts.notifications import Moment, SuppressedBecause
from kring_shared.kernel.errors import NotYet
from kring_shared.kernel.work import Work

COMES: Final = frozenset({Answered.COMES, Answered.COMES_REMOTE})
"""The answers of who is expected on the day."""


def begin(message: RequestReceived, work: Work, letters: Letters) -> None:
    """Tell the requester and the main persons that the request arrived; who may accept a plan is kept for later."""
    case = Correspondence(
        message.case_id, message.office, neutral_sender=message.neutral_sender, reference=message.reference
    )
    work.save(case)
    main = [meet(case, card, work, is_main_person=True) for card in message.main_persons]
    requester = meet(case, message.requester, work)
    if message.requester_kind is RequesterKind.PROFESSIONAL:
        requester = replace(requester, is_referrer=True)
    if not requester.part:
        requester = replace(requester, part=REQUESTER)
    work.save(requester)
    meet_system(case, message.referring_system, work)
    for mandate in message.mandates:
        if mandate.acceptor is not None:
            need(meet(case, mandate.acceptor, work), work)
    told = {person.id: person for person in (requester, *main)}
    letters.write(message, Moment.REQUEST_RECEIVED, told.values(), work)


def take_on(message: RequestAccepted, work: Work, letters: Letters) -> None:
    """Tell who referred that it begins; keep how to reach those who may accept a plan and were found since."""
    if (case := running(message, work)) is not None:
        letters.write(message, Moment.TAKEN_ON, referrers(case, work), work)
        for mandate in message.mandates:
            if mandate.acceptor is not None:
                need(meet(case, mandate.acceptor, work), work)


def tell_ended(message: RequestClosed, work: Work, letters: Letters) -> None:
    """Tell who referred that it ended; with what, the people tell them when they want to."""
    if (case := running(message, work)) is not None:
        letters.write(message, Moment.ENDED, referrers(case, work), work)
        work.save(replace(case, is_over=True))


def note_age(message: AuthorityRecorded, work: Work) -> None:
    """Note who is a child, as far as the office found out."""
    if (case := running(message, work)) is not None and message.age_band is not None:
        person = person_of(case, message.person_id, work)
        work.save(replace(person, is_minor=message.age_band is not AgeBand.ADULT))


def tell_funding_refused(message: FundingRefused, work: Work, letters: Letters) -> None:
    """Tell the main persons that the request waits for money, and how to object.

    A child is not written to; who holds authority over them hears it in their place.
    """
    if (case := running(message, work)) is None:
        return
    people = main_persons(case, work)
    grown_up = [person for person in people if not person.is_minor]
    known = {person.person_id for person in people}
    holders = (card for card in message.holders if card.person_id not in known)
    grown_up += [need(meet(case, card, work), work) for card in holders]
    children = [person for person in people if person.is_minor and not person.has_left]
    letters.write(message, Moment.FUNDING_REFUSED, grown_up, work, last_day=message.objection_until)
    letters.keep_from(Moment.FUNDING_REFUSED, children, SuppressedBecause.MINOR, work)


def keep_participant(message: ParticipantSuggested, work: Work) -> None:
    """Keep how to reach somebody who may be asked; nothing is sent before the coordinator spoke with them."""
    if (case := running(message, work)) is not None:
        known = meet(case, message.participant, work, is_main_person=message.part is Part.MAIN_PERSON)
        person = replace(known, part=message.part.value)
        work.save(person)
        if message.part is Part.ACCEPTOR:
            need(person, work)


def note_spoken_with(message: ParticipantInformed, work: Work) -> None:
    """Note that the coordinator told somebody in person what it is about; nothing is written."""
    if (case := running(message, work)) is not None:
        work.save(replace(person_of(case, message.person_id, work), spoken_with=True))


def note_calendar(message: CalendarAsked, work: Work) -> None:
    """Note whether somebody wants the day for their own calendar: it comes with the letters about it."""
    if (case := running(message, work)) is not None:
        work.save(replace(person_of(case, message.person_id, work), wants_calendar=message.wanted))


def tell_conditions(message: ConditionsShared, work: Work, letters: Letters) -> None:
    """Tell those who take part that there are conditions, which they hear in person; not what they are."""
    if (case := running(message, work)) is not None:
        people = [person for person in work.all(Correspondent, case.id) if person.takes_part]
        letters.write(message, Moment.CONDITIONS, people, work, before=case.starts_at)


def invite(message: ParticipantInvited, work: Work, letters: Letters) -> None:
    """Confirm an invitation that was given in person.

    Raises:
        NotYet: nobody noted yet that they were spoken with; no invitation comes out of the blue.
    """
    if (case := running(message, work)) is not None:
        person = person_of(case, message.person_id, work)
        if not (person.spoken_with or was_before_kring(message)):
            raise NotYet(f"{message.name} came before it was heard that somebody spoke with them")
        invited = replace(person, invited=True, kept_out=False)
        work.save(invited)
        letters.write(message, Moment.INVITATION, [invited], work, at=case.starts_at, before=case.starts_at)


def note_answer(message: ParticipantAnswered, work: Work) -> None:
    """Note who does not come, or is heard in another way, so that they are not reminded of the day."""
    if (case := running(message, work)) is not None:
        comes = message.answer in COMES
        work.save(replace(person_of(case, message.person_id, work), comes=comes))
        if not comes:
            take_back_overtaken(case.id, {Moment.DATE_REMINDER}, work, person_id=message.person_id)
