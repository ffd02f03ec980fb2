"""What notifications holds of one person in one case: how they can be reached, how they want it, what was sent."""

from kring_notifications.domain import Correspondent, Notification, correspondent_id
from kring_notifications.domain.link import PersonalLink
from kring_notifications.process import Status
from kring_shared.contracts.every_service import HeldLine, HeldPart, PersonData
from kring_shared.runtime.declared.about_person import contact, line, lines, part
from kring_shared.runtime.declared.routes import Reader


def about_person(query: PersonData, reader: Reader) -> tuple[HeldPart, ...]:
    """Read how the office writes to somebody, and which messages there were; their words are never kept."""
    person: Correspondent | None = reader.get(Correspondent, correspondent_id(query.case_id, query.person_id))
    notes: list[Notification] = reader.all(Notification, query.case_id)
    theirs = [note for note in notes if (note.case_id, note.person_id) == (query.case_id, query.person_id)]
    reached = (part("reaching", _reached(person, reader)),) if person is not None else ()
    given: list[PersonalLink] = reader.all(PersonalLink, query.case_id)
    links = [link for link in given if link.person_id == query.person_id]
    return (*reached, part("messages", (*lines("message", map(_message, theirs)), *lines("link", map(_link, links)))))


def _reached(person: Correspondent, reader: Reader) -> tuple[HeldLine, ...]:
    return (
        *contact(person.contact, reader),
        *line("languages", ", ".join(person.languages)),
        *line("ways", ", ".join(person.ways)),
        *line("neutral-sender", person.neutral_sender),
        *line("large-print", person.large_print),
        *line("do-not-contact", person.do_not_contact),
        *line("calendar", person.wants_calendar),
    )


def _link(link: PersonalLink) -> str:
    return f"{link.purpose}: {link.given_at.date()}"


def _message(note: Notification) -> str:
    """Say what went out and how; why something was held back may be about somebody else, and is left out."""
    if note.status is Status.SUPPRESSED:
        return f"{note.moment}: {note.status}"
    when = f", {note.send_at.date()}" if note.send_at else ""
    by = f" ({note.channel})" if note.channel else ""
    return f"{note.moment}{by}: {note.status}{when}"
