"""When nothing more may reach anybody: for now, at this office, or for good. What is open is called back at once."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from kring_notifications.domain import Correspondence, Correspondent, Notification
from kring_notifications.handlers.erasing import forget
from kring_notifications.handlers.letters import Letters
from kring_notifications.handlers.links import take_away
from kring_notifications.handlers.people import person_of, running
from kring_notifications.ports import DELIVER
from kring_notifications.process import MESSAGE
from kring_shared.contracts.conference import (
    CancelledBecause,
    ConferenceCancelled,
    ParticipantNotInvited,
    ParticipantSteppedOut,
)
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.intake import (
    ConsentRefused,
    MergeUndone,
    RequestLapsed,
    RequestMerged,
    RequestPaused,
    RequestRejected,
    RequestResumed,
    RequestTransferred,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import AssignmentFrozen, AssignmentHandedOver
from kring_shared.contracts.notifications import (
    AnswerAwaited,
    ContactWishesRecorded,
    Moment,
    ReminderDue,
    SuppressedBecause,
)
from kring_shared.kernel.work import Work

BECAUSE: Final[Mapping[type[Fact], SuppressedBecause]] = {
    RequestWithdrawn: SuppressedBecause.WITHDRAWN,
    ConsentRefused: SuppressedBecause.REFUSED,
    RequestRejected: SuppressedBecause.REJECTED,
    RequestPaused: SuppressedBecause.PAUSED,
    RequestTransferred: SuppressedBecause.TRANSFERRED,
    RequestMerged: SuppressedBecause.MERGED,
    RequestLapsed: SuppressedBecause.LAPSED,
    ConferenceCancelled: SuppressedBecause.CANCELLED,
    ParticipantSteppedOut: SuppressedBecause.TAKES_NO_PART,
    ParticipantNotInvited: SuppressedBecause.TAKES_NO_PART,
    AssignmentFrozen: SuppressedBecause.ACCESS_ENDED,
    AssignmentHandedOver: SuppressedBecause.ACCESS_ENDED,
    ContactWishesRecorded: SuppressedBecause.DO_NOT_CONTACT,
}
TOLD_BY_THE_REQUEST: Final = frozenset({CancelledBecause.WITHDRAWN, CancelledBecause.TRANSFERRED})
"""Why a conference stops that the request tells by itself."""


def cancel(message: ConferenceCancelled, work: Work, letters: Letters) -> None:
    """The conference is not held: for those who were invited that is as when the main person stops."""
    if message.because not in TOLD_BY_THE_REQUEST:
        stop(message, work, letters)


def stop(
    message: RequestWithdrawn | RequestRejected | ConsentRefused | ConferenceCancelled, work: Work, letters: Letters
) -> None:
    """Hold back everything at once; only who was invited already hears, in one short letter, that it is off.

    While the case is paused not even that goes out by itself: the coordinator tells them.
    """
    if (case := running(message, work)) is None:
        return  # it stopped before
    work.save(case.ended())
    call_back(message, work)
    people = work.all(Correspondent, case.id)
    if not case.has_met(work.now):
        invited = [person for person in people if person.invited]
        letters.write(message, Moment.STOPPED, invited, work, before=case.starts_at)
    referred = [person for person in people if person.is_referrer]
    letters.write(message, Moment.ENDED, referred, work)


def begin_again(message: MergeUndone, work: Work, letters: Letters) -> None:
    """The merge was wrong: who was to hear that the request arrived, and did not, hears it now."""
    case = work.need(Correspondence, message.case_id)
    if not case.stopped:
        return  # it had not stopped
    work.save(replace(case, stopped=False))
    notes = [n for n in work.all(Notification, case.id) if n.moment is Moment.REQUEST_RECEIVED]
    heard = {n.person_id for n in notes if not n.was_called_back}
    waiting = dict.fromkeys(n.person_id for n in notes if n.was_called_back)  # also when it was merged twice
    people = [person_of(case, person_id, work) for person_id in waiting if person_id not in heard]
    letters.write(message, Moment.REQUEST_RECEIVED, people, work)


def pause(message: RequestPaused, work: Work) -> None:
    """Hold back everything at once, and whatever comes, until the regional manager resumes.

    Who died is not written to any more, whatever part they played.
    """
    if (case := running(message, work)) is not None:
        work.save(replace(case, paused=True))
        call_back(message, work)
        for person in work.all(Correspondent, case.id):
            if person.person_id == message.person_id:
                work.save(replace(person, has_left=True))


def resume(message: RequestResumed, work: Work) -> None:
    """Go on, with these main persons; what was held back stays unsaid, a reminder still ahead is planned again."""
    if (case := running(message, work)) is None:
        return  # it stopped meanwhile
    for person in work.all(Correspondent, case.id):
        if person.is_main_person:
            work.save(replace(person, has_left=person.person_id not in message.main_persons))
        elif message.noted_by_mistake:
            work.save(replace(person, has_left=False))
        elif person.has_left:  # it was no mistake, and a later one about somebody else changes nothing of it
            work.save(replace(person, kept_out=True))
    if not case.paused:
        return
    going_on = case.gone_on(work.now)
    work.save(going_on)
    if going_on.remind_at is not None:
        work.remind(ReminderDue(case_id=case.id), going_on.remind_at)


def set_aside(message: RequestMerged, work: Work) -> None:
    """It goes on as another request, from which people hear; nobody is told that there were two."""
    if (case := running(message, work)) is not None:
        work.save(case.ended())
        call_back(message, work)


def hand_over(message: RequestTransferred, work: Work) -> None:
    """Another office goes on, and writes itself; this one does not keep how to reach the people."""
    case = work.need(Correspondence, message.case_id)
    call_back(message, work)
    take_away(case.id, work)
    work.remove(*work.all(Correspondent, case.id))
    work.save(case.ended())


def lapse(message: RequestLapsed, work: Work) -> None:
    """Nobody said yes in time: who it was about, and what was written to them, is not kept."""
    case = work.need(Correspondence, message.case_id)
    call_back(message, work)
    letters = work.all(Notification, case.id)
    forget(case.id, (sending_id for letter in letters for sending_id in letter.sent_as), work)
    take_away(case.id, work)
    work.remove(*work.all(Correspondent, case.id), *letters)
    work.save(case.emptied())


def let_be(message: ParticipantSteppedOut | ParticipantNotInvited, work: Work) -> None:
    """Write to this person no more, and take back what did not leave yet; which of the two it was makes no difference.

    Only an invitation given later, because it turned out to be safe, lets them hear of it again.
    """
    if (case := running(message, work)) is not None:
        person = person_of(case, message.person_id, work)
        work.save(replace(person, kept_out=True))
        take_back(person.person_id, case.id, type(message), work)


def call_back(message: Fact, work: Work) -> None:
    """Take back the reminders and every letter that did not leave yet, and say why."""
    work.forget((ReminderDue, AnswerAwaited), message.case_id)
    _take_back(work.all(Notification, message.case_id), type(message), work)


def take_back(person_id: str, case_id: str, because: type[Fact], work: Work) -> None:
    """Take back every letter of a case to one person that did not reach them yet, also what they were to be told."""
    _take_back((note for note in work.all(Notification, case_id) if note.person_id == person_id), because, work)


def _take_back(letters: Iterable[Notification], because: type[Fact], work: Work) -> None:
    for letter in letters:
        if MESSAGE.knows(letter.status, because):
            work.call_back(DELIVER, letter.id)
            work.save(letter.suppressed(because, BECAUSE[because]))
            work.tell(letter.fact_suppressed(BECAUSE[because]))
