"""Once a day a coordinator, or the office, hears how many things wait to be told; which they are, they look up."""

from kring_notifications.domain import (
    Correspondence,
    Correspondent,
    Notification,
    correspondent_id,
    desk_of,
)
from kring_notifications.handlers.letters import Letters
from kring_notifications.handlers.people import desk
from kring_shared.contracts.notifications import DigestDue, Moment
from kring_shared.kernel.work import Found, Work


def cases_of(message: DigestDue, _office: str, found: Found) -> tuple[str, ...]:
    """Name the cases in which somebody has something to tell, to know from one of them how the teller is reached."""
    return tuple(dict.fromkeys(note.case_id for note in found.all(Notification, message.case_id)))


class Digests:
    """One message a day, however much waits."""

    def __init__(self, letters: Letters) -> None:
        """Write by these letters."""
        self._letters = letters

    def tell(self, message: DigestDue, work: Work) -> None:
        """Tell how many wait; nothing once they are all told. It stands under the teller's own id: it is of no case."""
        teller = message.case_id
        waiting = work.all(Notification, teller)
        known = (work.get(Correspondent, correspondent_id(note.case_id, teller)) for note in waiting)
        person = next((found for found in known if found is not None), None)
        if person is None and teller == desk_of(work.office):
            person = desk(teller, self._letters.house.offices[work.office], work)
        if waiting and person is not None:
            own = work.get(Correspondence, teller) or Correspondence(teller, work.office)
            as_self = own_correspondent(own, person, work)
            work.save(own, as_self)
            self._letters.write(message, Moment.MESSAGES_TO_TELL, [as_self], work, count=len(waiting))


def own_correspondent(own: Correspondence, person: Correspondent, work: Work) -> Correspondent:
    """Give somebody as they are written to about themselves, with the address a case knows them by."""
    before = work.get(Correspondent, correspondent_id(own.id, person.person_id))
    as_self = before or Correspondent(own.id, person.person_id, own.office, person.contact)
    return as_self.reached_as(person.contact, person.kinds)
