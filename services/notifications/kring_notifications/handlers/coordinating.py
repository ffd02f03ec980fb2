"""Who coordinates: the family hears who comes, or that nobody was found yet; who is out hears nothing any more."""

from dataclasses import replace

from kring_notifications.domain import Correspondence, Correspondent, Notification, correspondent_id
from kring_notifications.handlers.letters import Letters
from kring_notifications.handlers.morning import tell_in_the_morning
from kring_notifications.handlers.people import main_persons, running, welcome
from kring_notifications.handlers.stopping import take_back
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentCompleted,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
    ScreeningExpiring,
    SearchUnfilled,
)
from kring_shared.contracts.notifications import Moment
from kring_shared.kernel.errors import NotYet
from kring_shared.kernel.work import Work


def tell_found(message: AssignmentActivated, work: Work, letters: Letters) -> None:
    """Tell the main persons that there is a coordinator, the first or another, who will introduce themselves."""
    if (case := running(message, work)) is not None and _let_in(case, message, work, letters):
        letters.write(message, Moment.COORDINATOR_FOUND, main_persons(case, work), work)


def hand_over(message: AssignmentHandedOver, work: Work, letters: Letters) -> None:
    """Tell the main persons that somebody else will come; why is told to nobody.

    Who was only asked and never began was unknown to them, so there is nothing to tell.
    """
    case = work.need(Correspondence, message.case_id)
    keep_out(message, work, letters)
    if case.coordination.coordinator_id == message.coordinator_id and not case.stopped:
        letters.write(message, Moment.OTHER_COORDINATOR, main_persons(case, work), work)


def tell_search_goes_on(message: SearchUnfilled, work: Work, letters: Letters) -> None:
    """Tell the main persons honestly that nobody was found yet; how many were asked is told to nobody.

    Nobody was told while the case waits, so the next time it is said.
    """
    case = running(message, work)
    if case is None or not case.may_tell_of_search(work.now):
        return
    if not case.paused:
        work.save(replace(case, search_told_at=work.now))
    letters.write(message, Moment.SEARCH_TAKES_LONGER, main_persons(case, work), work)


def warn_of_screening(message: ScreeningExpiring, work: Work, letters: Letters) -> None:
    """Tell a coordinator until when their proof counts; it is about no case, so it stands under their own id."""
    own = work.get(Correspondence, message.case_id) or Correspondence(message.case_id, work.office)
    work.save(own)
    coordinator = welcome(own, message.coordinator, work)
    letters.write(message, Moment.SCREENING_ENDS, [coordinator], work, last_day=message.valid_until)


def let_back_in(message: AssignmentRestored, work: Work, letters: Letters) -> None:
    """The coordinator goes on, and hears of the case again; the family never heard that they were away."""
    if (case := running(message, work)) is not None:
        _let_in(case, message, work, letters)


def keep_out(message: AssignmentFrozen | AssignmentHandedOver, work: Work, letters: Letters) -> None:
    """The coordinator is out at once: what is open to them is called back, what is told later passes them over."""
    case = work.need(Correspondence, message.case_id)
    work.save(replace(case, coordination=case.coordination.after(message)))
    person = work.get(Correspondent, correspondent_id(case.id, message.coordinator_id))
    if person is not None:
        work.save(replace(person, kept_out=True))
    take_back(message.coordinator_id, case.id, type(message), work)
    _hand_on(case.id, work, letters)


def end(message: AssignmentCompleted, work: Work, letters: Letters) -> None:
    """The coordinator's part is done: whom was written what is closed to them. Nobody hears: nobody else comes.

    Raises:
        NotYet: it came before it was heard who began.
    """
    case = work.need(Correspondence, message.case_id)
    if case.coordination.coordinator_id is None and not case.stopped:
        raise NotYet(f"{message.name} came before it was heard who coordinates")
    work.save(replace(case, coordination=case.coordination.after(message)))
    _hand_on(case.id, work, letters)


def _hand_on(case_id: str, work: Work, letters: Letters) -> None:
    """Have what waits to be told told by who coordinates now, or by the office; they hear so in the morning."""
    case = work.need(Correspondence, case_id)
    for note in work.all(Notification, case_id):
        teller = case.teller_of(note.person_id)
        if note.case_id == case_id and note.teller not in {"", teller}:
            work.save(note.told_by(teller))
            tell_in_the_morning(teller, letters.house, work)


def _let_in(
    case: Correspondence, message: AssignmentActivated | AssignmentRestored, work: Work, letters: Letters
) -> bool:
    """Let a coordinator in, and tell whether they are new; told too late, it lets nobody in."""
    coordination = case.coordination.after(message)
    work.save(replace(case, coordination=coordination))
    _hand_on(case.id, work, letters)
    if coordination.present != message.coordinator.person_id:
        return False
    welcome(case, message.coordinator, work)
    return coordination.present != case.coordination.present
