"""How people want to hear from the office, what a person did for them, and what is sent again.

What people say of themselves counts at once, also for what waits.
"""

from typing import Final

from kring_notifications.domain import (
    AddressKind,
    Correspondence,
    Correspondent,
    Notification,
    desk_of,
    kinds_of,
)
from kring_notifications.handlers.letters import Letters, person_written_to
from kring_notifications.handlers.links import close_letters
from kring_notifications.handlers.people import person_of
from kring_notifications.handlers.stopping import take_back
from kring_notifications.ports import LOOK_AFTER
from kring_notifications.process import Status
from kring_shared.contracts.actor import Role
from kring_shared.contracts.notifications import (
    ContactCorrected,
    ContactWishesRecorded,
    CorrectContact,
    NoteTold,
    NotificationTold,
    NotificationUnreached,
    RecordContactWishes,
    ResendMessage,
    ToTellBecause,
)
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotAllowedNow, NotFound, NotPermitted, Refused
from kring_shared.kernel.work import Work

SPEAK_FOR_SELF: Final = frozenset({Role.MAIN_PERSON, Role.CIRCLE_MEMBER})


def record(message: RecordContactWishes, work: Work, letters: Letters) -> None:
    """Keep how somebody wants to hear; who asked not to be written to is left alone at once.

    Raises:
        NotPermitted: somebody says it for another, or for the office or a computer.
    """
    person = _own(message, work)
    wishing = person.wishing(message)
    if wishing == person:
        return  # said twice
    work.save(wishing)
    work.tell(
        ContactWishesRecorded(
            case_id=message.case_id,
            person_id=message.person_id,
            ways=wishing.ways,
            neutral_sender=wishing.neutral_sender,
            large_print=wishing.large_print,
            do_not_contact=wishing.do_not_contact,
        )
    )
    if wishing.neutral_sender and not person.neutral_sender:
        close_letters(wishing, work)
    if wishing.do_not_contact:
        take_back(message.person_id, message.case_id, ContactWishesRecorded, work)
    else:
        letters.bring_anew(wishing, work)


def correct(message: CorrectContact, work: Work, letters: Letters) -> None:
    """Keep how somebody can be reached now; what waits goes there too.

    Raises:
        NotPermitted: somebody says it for another, or for the office or a computer.
        Refused: nothing in it says how.
    """
    person = _own(message, work)
    kinds = kinds_of(message.contact)
    if not kinds:
        raise Refused(
            "give at least one way to reach them: an e-mail address, a telephone number or a postal address"
        ).because("no-way-to-reach")
    sealed = work.seal(scope_of(Scope.PERSON, person.person_id), message.contact)
    reached = person.corrected_to(sealed, kinds)
    work.save(reached)
    close_letters(reached, work)
    work.tell(ContactCorrected(case_id=message.case_id, person_id=message.person_id))
    letters.bring_anew(reached, work)


def resend(message: ResendMessage, work: Work, letters: Letters) -> None:
    """Send a message again by the first way there is now, whatever was tried before.

    Raises:
        NotFound: there is no such message in this case.
        NotAllowedNow: it is on its way, it arrived, or it was held back on purpose.
        Refused: nothing more is written in this case or to this person, it came too late, or there is no way.
    """
    note = _message_of(message, work)
    case, person = work.need(Correspondence, message.case_id), person_written_to(note, work)
    if note.status not in {Status.FAILED, Status.TO_TELL, Status.UNREACHED}:
        raise NotAllowedNow(asked=message.name, stage=note.status.value, possible=())
    anew = note.started_anew()
    if person is None or case.stopped or not person.may_be_written_to:
        raise Refused("nothing more is written in this case, or to this person").because("nothing-more-is-written")
    if because := letters.must_not(anew, person, work):
        raise Refused(f"it may not be sent now: {because}").because("not-sent-now")
    if note.status is Status.TO_TELL and isinstance(letters.first_way(anew, person), ToTellBecause):
        raise Refused("no channel can bring it: tell it in person, or correct how they can be reached first").because(
            "no-channel"
        )
    work.call_back(LOOK_AFTER, note.id)  # what became of the first one says nothing of this one
    letters.bring(anew, person, work)


def note_told(message: NoteTold, work: Work) -> None:
    """A person told it, or could not reach them.

    Raises:
        NotFound: there is no such message in this case.
        NotAllowedNow: it does not wait for a person to tell it.
    """
    note = _message_of(message, work)
    fact = NotificationTold if message.reached else NotificationUnreached
    if note.status is (Status.TOLD if message.reached else Status.UNREACHED):
        return  # said twice
    work.save(note.moved(fact))
    work.tell(fact(case_id=note.case_id, message_id=note.message_id, moment=note.moment))


def _own(message: RecordContactWishes | CorrectContact, work: Work) -> Correspondent:
    case = work.need(Correspondence, message.case_id)
    if work.actor is not None and work.actor.role in SPEAK_FOR_SELF and work.actor.id != message.person_id:
        raise NotPermitted(
            "everybody says for themselves how they want to hear; the coordinator notes what others said"
        ).because("say-it-for-yourself")
    person = person_of(case, message.person_id, work)
    if person.person_id == desk_of(case.office) or AddressKind.SYSTEM in person.kinds:
        raise NotPermitted(
            "the office and other organisations' systems are set up by who runs Kring, not in a case"
        ).because("not-in-a-case")
    return person


def _message_of(message: ResendMessage | NoteTold, work: Work) -> Notification:
    asked = message.case_id, message.message_id
    found = (note for note in work.all(Notification, message.case_id) if (note.case_id, note.id) == asked)
    note = next(found, None)
    if note is None:
        unknown = "no message of this case is known under that id"
        raise NotFound(unknown)
    return note
