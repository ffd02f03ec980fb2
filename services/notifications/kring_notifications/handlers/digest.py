"""Once a day a coordinator, or the office, hears how many things wait to be told; which they are, they look up."""

from collections.abc import Iterable
from dataclasses import replace

from kring_notifications.domain import (
    Correspondence,
    Correspondent,
    Notification,
    correspondent_id,
    desk_of,
)
from kring_notifications.handlers.letters import Letters
from kring_notifications.handlers.morning import tell_in_the_morning
from kring_notifications.handlers.people import desk
from kring_notifications.process import Status
from kring_shared.contracts.notifications import DigestDue, Moment
from kring_shared.kernel.work import Found, Work


def cases_of(message: DigestDue, office: str, found: Found) -> tuple[str, ...]:
    """Name the cases in which somebody has something to tell, to know from one of them how the teller is reached."""
    notes = (note for note in found.all(Notification, message.case_id) if _waits_for(message.case_id, office, note))
    return tuple(dict.fromkeys(note.case_id for note in notes))


def tell(message: DigestDue, work: Work, letters: Letters) -> None:
    """Tell how many wait, and again every working morning until none does.

    It stands under the teller's own id: it is of no case. An office without an address for it looks itself.
    """
    teller = message.case_id
    waiting = [note for note in work.all(Notification, teller) if _waits_for(teller, work.office, note)]
    person = _reached(teller, waiting, work, letters)
    if waiting and person is not None:
        own = work.get(Correspondence, teller) or Correspondence(teller, work.office)
        as_self = own_correspondent(own, person, work)
        work.save(own, as_self)
        letters.write(message, Moment.MESSAGES_TO_TELL, [as_self], work, count=len(waiting))
        tell_in_the_morning(teller, letters.house, work)


def _reached(teller: str, waiting: Iterable[Notification], work: Work, letters: Letters) -> Correspondent | None:
    if teller == desk_of(work.office):
        return desk(teller, letters.house.offices[work.office], work)
    known = (work.get(Correspondent, correspondent_id(note.case_id, teller)) for note in waiting)
    return next((found for found in known if found is not None), None)


def own_correspondent(own: Correspondence, person: Correspondent, work: Work) -> Correspondent:
    """Give somebody as they are written to about themselves, with the address and languages a case knows them by."""
    before = work.get(Correspondent, correspondent_id(own.id, person.person_id))
    as_self = before or Correspondent(own.id, person.person_id, own.office, person.contact)
    return replace(as_self.reached_as(person.contact, person.kinds), languages=person.languages)


def _waits_for(teller: str, office: str, note: Notification) -> bool:
    """Tell whether a message waits for this teller; what they are written about themselves has the same key."""
    return note.teller == teller and note.office == office and note.status is Status.TO_TELL
