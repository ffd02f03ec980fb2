"""Who hears what, at which moment of the route. A case that stopped leads to nothing."""

from dataclasses import replace
from typing import Final

from kring_notifications.domain import Correspondence
from kring_notifications.handlers.letters import Letters
from kring_notifications.handlers.people import main_persons, meet, person_of, running, welcome
from kring_shared.contracts.conference import (
    Answered,
    ParticipantAnswered,
    ParticipantInvited,
    ParticipantSuggested,
)
from kring_shared.contracts.field import AgeBand, Part
from kring_shared.contracts.intake import AuthorityRecorded, FundingRefused, RequestAccepted, RequestReceived
from kring_shared.contracts.matching import CoordinatorProposed, ProposalExtended
from kring_shared.contracts.notifications import Moment, SuppressedBecause
from kring_shared.kernel.work import Work

COMES: Final = frozenset({Answered.COMES, Answered.COMES_REMOTE})
"""The answers of who is expected on the day."""


class Telling:
    """The moments of the route."""

    def __init__(self, letters: Letters) -> None:
        """Write by these letters."""
        self._letters = letters

    def begin(self, message: RequestReceived, work: Work) -> None:
        """Tell the requester and the main persons that the request arrived; who may accept a plan is kept for later."""
        case = Correspondence(message.case_id, message.office, neutral_sender=message.neutral_sender)
        work.save(case)
        main = [meet(case, card, work, is_main_person=True) for card in message.main_persons]
        requester = meet(case, message.requester, work)
        for mandate in message.mandates:
            if mandate.acceptor is not None:
                meet(case, mandate.acceptor, work)
        told = {person.id: person for person in (requester, *main)}
        self._letters.write(message, Moment.REQUEST_RECEIVED, told.values(), work)

    def keep_acceptors(self, message: RequestAccepted, work: Work) -> None:
        """Keep how to reach those who may accept a plan and were found since; nothing is written yet."""
        if (case := running(message, work)) is not None:
            for mandate in message.mandates:
                if mandate.acceptor is not None:
                    meet(case, mandate.acceptor, work)

    def note_age(self, message: AuthorityRecorded, work: Work) -> None:
        """Note who is a child, as far as the office found out."""
        if (case := running(message, work)) is not None and message.age_band is not None:
            person = person_of(case, message.person_id, work)
            work.save(replace(person, is_minor=message.age_band is not AgeBand.ADULT))

    def tell_funding_refused(self, message: FundingRefused, work: Work) -> None:
        """Tell the main persons that the request waits for money, and how to object.

        A child is not written to; who holds authority over them hears it in their place.
        """
        if (case := running(message, work)) is None:
            return
        people = main_persons(case, work)
        grown_up = [person for person in people if not person.is_minor]
        known = {person.person_id for person in people}
        grown_up += [meet(case, card, work) for card in message.holders if card.person_id not in known]
        children = [person for person in people if person.is_minor and not person.has_left]
        self._letters.write(message, Moment.FUNDING_REFUSED, grown_up, work, last_day=message.objection_until)
        self._letters.keep_from(Moment.FUNDING_REFUSED, children, SuppressedBecause.MINOR, work)

    def tell_proposal(self, message: CoordinatorProposed, work: Work) -> None:
        """Tell a coordinator that a case waits for an answer: no family name, no question."""
        if (case := running(message, work)) is not None:
            coordinator = welcome(case, message.coordinator, work)
            self._letters.write(message, Moment.CASE_PROPOSED, [coordinator], work, at=message.respond_by)

    def tell_more_time(self, message: ProposalExtended, work: Work) -> None:
        """Tell the coordinator until when they can answer now; an earlier letter may never have reached them."""
        if (case := running(message, work)) is not None:
            coordinator = person_of(case, message.coordinator_id, work)
            self._letters.write(message, Moment.CASE_PROPOSED, [coordinator], work, at=message.respond_by)

    def keep_participant(self, message: ParticipantSuggested, work: Work) -> None:
        """Keep how to reach somebody who may be asked; nothing is sent before the coordinator spoke with them."""
        if (case := running(message, work)) is not None:
            meet(case, message.participant, work, is_main_person=message.part is Part.MAIN_PERSON)

    def invite(self, message: ParticipantInvited, work: Work) -> None:
        """Confirm an invitation that was given in person."""
        if (case := running(message, work)) is not None:
            invited = replace(person_of(case, message.person_id, work), invited=True, kept_out=False)
            work.save(invited)
            self._letters.write(message, Moment.INVITATION, [invited], work)

    def note_answer(self, message: ParticipantAnswered, work: Work) -> None:
        """Note who does not come, or is heard in another way, so that they are not reminded of the day."""
        if (case := running(message, work)) is not None:
            comes = message.answer in COMES
            work.save(replace(person_of(case, message.person_id, work), comes=comes))
