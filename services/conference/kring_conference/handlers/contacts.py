"""Calls and visits: that they were, and never what was said."""

from dataclasses import replace

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant, one_of
from kring_conference.domain.path import PersonalContact, Told
from kring_shared.contracts.conference import (
    ConditionsReceived,
    Covered,
    ParticipantContacted,
    ParticipantInformed,
    ReceivedBy,
    RecordContact,
)
from kring_shared.kernel.errors import InvalidFields, NotReady
from kring_shared.kernel.work import Work


def record_contact(message: RecordContact, work: Work) -> None:
    """The coordinator spoke with somebody; what each contact was about adds up.

    Raises:
        InvalidFields: the day is still to come.
        NotReady: it was about a question, or conditions, that are not there.
    """
    conference = work.need(Conference, message.case_id).moved(RecordContact)
    person = one_of(work.all(Participant, message.case_id), message.person_id)
    held_on = message.held_on or work.now.date()
    if held_on > work.now.date():
        raise InvalidFields(("/heldOn",), "this day is still to come: note a call or a visit once it was").because(
            "not-held-yet"
        )
    contact = PersonalContact(message.how, held_on, message.minutes, message.distance_km)
    told = _told(person.told, contact, frozenset(message.covered), conference)
    work.save(conference, person.contacted(told))
    work.tell(
        ParticipantContacted(
            case_id=message.case_id,
            person_id=person.id,
            how=message.how,
            held_on=held_on,
            minutes=message.minutes,
            distance_km=message.distance_km,
        )
    )
    if told.enough_to_be_invited and not person.spoken_with:
        work.tell(ParticipantInformed(case_id=message.case_id, person_id=person.id, how=message.how))
    if told.conditions > person.told.conditions:
        by, known = ReceivedBy.READ_ALOUD, told.conditions
        work.tell(
            ConditionsReceived(case_id=message.case_id, person_id=person.id, received_by=by, conditions=known),
        )


def _told(before: Told, contact: PersonalContact, covered: frozenset[Covered], conference: Conference) -> Told:
    told = replace(before, contacts=(*before.contacts, contact), covered=before.covered | covered)
    if Covered.QUESTION in covered:
        if not conference.question_version:
            raise NotReady(
                "agree on the question first (agree-question), or leave `question` out of what this was about"
            )
        told = replace(told, question=conference.question_version)
    if Covered.CONDITIONS in covered:
        known = len(conference.conditions)
        if not known:
            raise NotReady("there are no conditions in this case: leave `conditions` out of what this was about")
        if known > before.conditions:
            told = replace(told, conditions=known, conditions_by=ReceivedBy.READ_ALOUD)
    return told
