"""Calls and visits: that they were, and never what was said."""

from dataclasses import replace

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant, one_of
from kring_conference.domain.path import PersonalContact
from kring_shared.contracts.conference import ParticipantContacted, ParticipantInformed, RecordContact
from kring_shared.kernel.work import Work


def record_contact(message: RecordContact, work: Work) -> None:
    """The coordinator spoke with somebody."""
    conference = work.need(Conference, message.case_id).moved(RecordContact)
    person = one_of(work.all(Participant, message.case_id), message.person_id)
    held_on = message.held_on or work.now.date()
    contact = PersonalContact(message.how, held_on, message.minutes, message.distance_km)
    told = replace(
        person.told,
        contacts=(*person.told.contacts, contact),
        covered=person.told.covered | frozenset(message.covered),
    )
    newly_informed = told.enough_to_be_invited and not person.spoken_with
    on = ParticipantInformed if newly_informed else ParticipantContacted
    work.save(conference, replace(person.moved(on), told=told))
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
    if newly_informed:
        work.tell(ParticipantInformed(case_id=message.case_id, person_id=person.id, how=message.how))
