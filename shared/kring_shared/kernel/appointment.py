"""One appointment as a calendar file that says when, and as little else as the standards allow.

RFC 5545 and, for what a calendar does with it, RFC 5546: `REQUEST` puts it there or moves it, `CANCEL` takes it away.
The same UID and a `SEQUENCE` that never goes down make all files of one person's appointment one; where the sequence is
the same, the later `DTSTAMP` counts. It has no end, since nobody sets one. Both standards want an organiser: it is
`invalid:nomail`, an address nobody can write to, so that an answer from somebody's calendar goes nowhere, and no office
shows in it. Who has no e-mail address is the same kind of attendee.

Source: RFC 5545, RFC 5546 (3.2.2 and 3.2.5), and the `icalendar` package, which comes with the extra `runtime`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from kring_shared.kernel.language_tags import main_part

NOBODY: Final = "invalid:nomail"
SUMMARY: Final = {
    "nl": "Afspraak",
    "en": "Appointment",
    "fr": "Rendez-vous",
    "de": "Termin",
    "tr": "Randevu",
    "ar": "موعد",
    "pl": "Spotkanie",
}
"""What stands in the calendar: a word that fits on any telephone somebody else may pick up."""
ELSE: Final = "nl"
CLOCKS: Final = """BEGIN:VTIMEZONE
TZID:{}
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
"""When the clocks go forward and back, as the European Union has had it since 1996; two lines instead of a century."""


@dataclass(frozen=True)
class Appointment:
    """What one person's calendar is told.

    Moments are aware; `time_zone` is one of Europe's with the clocks of Amsterdam; `answered` tells that they said they
    come; `location` is empty when it is not to be read there.
    """

    uid: str
    sequence: int
    written_at: datetime
    starts_at: datetime | None
    is_on: bool
    time_zone: str
    answered: bool = True
    language: str = ELSE
    email: str = ""
    location: str = ""


def appointment_uid(case_id: str, person_id: str) -> str:
    """Make what a calendar knows the appointment by: always the same, and neither of the ids can be read from it."""
    return blake2b(f"calendar/{case_id}/{person_id}".encode(), digest_size=16).hexdigest()


def appointment_file(appointment: Appointment) -> bytes:
    """Write the file, as UTF-8 with the line ends of the standard.

    Raises:
        ValueError: it is on, and has no moment.
    """
    if appointment.is_on and appointment.starts_at is None:
        raise ValueError("an appointment that is on has a moment")
    calendar = Calendar()
    calendar.add("prodid", "-//calendar//EN")  # one is needed, and a name would say who writes
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST" if appointment.is_on else "CANCEL")
    if appointment.starts_at is not None:
        calendar.add_component(Timezone.from_ical(CLOCKS.format(appointment.time_zone)))
    calendar.add_component(_event(appointment))
    return bytes(calendar.to_ical())


def _event(appointment: Appointment) -> Event:
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", appointment.written_at.astimezone(UTC).replace(microsecond=0))
    if appointment.starts_at is not None:
        event.add(
            "dtstart", appointment.starts_at.astimezone(ZoneInfo(appointment.time_zone))
        )  # no end: nobody sets one
    event.add("summary", SUMMARY.get(main_part(appointment.language), SUMMARY[ELSE]))
    event.add("organizer", vCalAddress(NOBODY))
    event.add("attendee", _attendee(appointment), encode=False)
    if appointment.is_on and appointment.location:
        event.add("location", appointment.location)
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED" if appointment.is_on else "CANCELLED")
    return event


def _attendee(appointment: Appointment) -> vCalAddress:
    """Name only who this is for; what they answer they say to the coordinator, so nobody waits for their calendar."""
    attendee = vCalAddress(f"mailto:{appointment.email}" if appointment.email else NOBODY)
    attendee.params["PARTSTAT"] = vText("ACCEPTED" if appointment.answered else "NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE")
    return attendee
