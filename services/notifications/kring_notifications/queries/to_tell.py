"""What waits to be told by a person, and what to say."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select

from kring_notifications.courier import known_of
from kring_notifications.domain import Correspondence, Correspondent, Notification, correspondent_id, desk_of
from kring_notifications.house import House
from kring_notifications.process import Status
from kring_notifications.store import notification
from kring_notifications.wording import OFFICE_LANGUAGE, Choice, Wording
from kring_notifications.wording.names import shown
from kring_shared.contracts.notifications import (
    ListToTell,
    ShowToTell,
    ToTellBecause,
    ToTellLine,
    ToTellList,
    ToTellShown,
    Way,
)
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of

NO_MOMENT: Final = datetime.max.replace(tzinfo=UTC)
NOTES: Final = table_of(notification.NotificationRow)


def list_to_tell(query: ListToTell, reader: Reader) -> ToTellList:
    """List what waits in a case, or in the whole office, the oldest first."""
    if query.case_id is not None and reader.get(Correspondence, query.case_id) is None:
        raise NotFound("no messages are known for that case in this office")
    if query.case_id is None:
        here = (NOTES.c.office == reader.office) & (NOTES.c.status == Status.TO_TELL.value)
        found = [notification.value_of(row) for row in reader.session.execute(select(NOTES).where(here))]
    else:  # a coordinator's own id also finds what they are to tell in their cases: each counts where it belongs, once
        found = [note for note in reader.all(Notification, query.case_id) if note.case_id == query.case_id]
    waiting = sorted((_place(n), n) for n in found if n.status is Status.TO_TELL)
    asked = [(place, note) for place, note in waiting if place > query.after]
    page = asked[: query.limit]
    following = page[-1][0] if len(page) < len(asked) else ""
    return ToTellList(lines=tuple(_line(note, reader) for _, note in page), next=following)


def _place(note: Notification) -> str:
    """Give where it stands in the list, as text that sorts as time does."""
    when = note.send_at.astimezone(UTC) if note.send_at else NO_MOMENT
    return f"{when:%Y-%m-%dT%H:%M:%S.%f}~{note.id}"


def show_to_tell(query: ShowToTell, reader: Reader, wording: Wording, house: House) -> ToTellShown:
    """Show one thing to tell, in the language they know best that there are words in; nothing of who is erased.

    Raises:
        NotFound: no such message of this case waits to be told.
    """
    wanted = query.message_id, query.case_id, Status.TO_TELL
    notes: list[Notification] = reader.all(Notification, query.case_id)
    note = next((n for n in notes if (n.id, n.case_id, n.status) == wanted), None)
    if note is None:
        raise NotFound("nothing of that case waits to be told under that id")
    person: Correspondent = reader.get(Correspondent, correspondent_id(query.case_id, note.person_id))
    contact = reader.open(person.contact, Contact)
    if isinstance(contact, Erased):
        return ToTellShown(
            name="", phone="", postal_address="", language=note.language, text="", neutral=person.neutral_sender
        )
    contact = shown(contact)
    choice = wording.choose(note.moment, (note.language,), Way.CALL, live=False)
    language = choice.language if choice else OFFICE_LANGUAGE  # the office's own: its words were taken away since
    known = known_of(note, contact.name, language, wording, house, neutral=person.neutral_sender)
    return ToTellShown(
        name=contact.name,
        phone=contact.phone,
        postal_address=contact.postal_address,
        language=language,
        text=wording.say(note.moment, Choice(language, note.wording), Way.CALL, known).text,
        neutral=person.neutral_sender,
    )


def _line(note: Notification, reader: Reader) -> ToTellLine:
    return ToTellLine(
        message_id=note.message_id,
        case_id=note.case_id,
        person_id=note.person_id,
        moment=note.moment,
        because=note.because or ToTellBecause.NO_WAY,
        language=note.language,
        coordinator_id=note.teller if note.teller != desk_of(note.office) else None,
        since=note.send_at or reader.now,
    )
