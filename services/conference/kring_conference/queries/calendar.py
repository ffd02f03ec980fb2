"""The day in somebody's own calendar, for who asked for it: an appointment, and nothing about what or with whom."""

from collections.abc import Sequence
from typing import Final

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant, one_of
from kring_conference.process import PathStage, Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import CalendarShown, ShowCalendar
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.kernel.appointment import Appointment, appointment_file, appointment_uid
from kring_shared.kernel.errors import NotFound, NotPermitted
from kring_shared.runtime.declared.routes import Reader

OFF: Final = frozenset({Stage.CANCELLED, Stage.WITHOUT_MEETING})
"""Where no meeting is held any more, whatever day stands there."""
NOT_ASKED_FOR: Final = CalendarShown(ics="")
DUTCH: Final = "nl"


def show_calendar(query: ShowCalendar, reader: Reader) -> CalendarShown:
    """Give somebody's calendar file; empty when they did not ask for one, or no day was ever planned.

    Raises:
        NotFound: there is no such conference, or nobody in it has that id.
        NotPermitted: it is for somebody else; only the coordinator passes a file on.
    """
    conference: Conference | None = reader.get(Conference, query.case_id)
    if conference is None:
        raise NotFound("no conference is known under that id in this office: look whether office and id are right")
    coordinates = reader.actor.role is Role.COORDINATOR
    if not coordinates and reader.actor.id != query.person_id:
        raise NotPermitted("a calendar file is for oneself; the coordinator gives somebody theirs").because(
            "calendar-for-oneself"
        )
    people: list[Participant] = reader.all(Participant, query.case_id)
    if coordinates and reader.actor.id == query.person_id:
        return _file(conference, people, None, reader)  # asking for one's own is the asking
    person = one_of(people, query.person_id)
    return _file(conference, people, person, reader) if person.care.calendar else NOT_ASKED_FOR


def _file(
    conference: Conference, people: list[Participant], person: Participant | None, reader: Reader
) -> CalendarShown:
    if conference.day.sequence == 0 or (person is not None and not _was_asked(person)):
        return NOT_ASKED_FOR  # no day was ever planned, or they were not invited to it
    contact = reader.open(person.card.contact, Contact) if person else None
    who = person.id if person else reader.actor.id
    file = Appointment(
        uid=appointment_uid(conference.case_id, who),
        sequence=conference.day.sequence,
        written_at=reader.now,
        starts_at=conference.day.starts_at,
        is_on=_is_on(conference, person),
        answered=person is None or person.is_expected,
        time_zone="Europe/Brussels" if conference.policy.country == "BE" else "Europe/Amsterdam",
        language=person.card.languages[0] if person and person.card.languages else DUTCH,
        email="" if contact is None or isinstance(contact, Erased) else contact.email,
        location=place_of(conference, people, reader),
    )
    return CalendarShown(ics=appointment_file(file).decode())


def _is_on(conference: Conference, person: Participant | None) -> bool:
    planned = conference.day.starts_at is not None and conference.stage not in OFF
    return planned and (person is None or not (person.is_out or person.is_away))


def _was_asked(person: Participant) -> bool:
    return person.is_out or person.is_invited or person.part is Part.MAIN_PERSON


def place_of(conference: Conference, people: Sequence[Participant], reader: Reader) -> str:
    """Give where it is; nowhere on paper when somebody must not find it, or not come upon somebody else."""
    somebody_kept_out = conference.apart or any(person.stage is PathStage.NOT_INVITED for person in people)
    if somebody_kept_out or conference.day.venue is None:
        return ""
    venue = reader.open(conference.day.venue, str)
    return "" if isinstance(venue, Erased) else venue
