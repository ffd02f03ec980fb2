"""The day of the meeting: people are reminded of it, and hear when it moves or is not needed any more; never why.

Nobody hears of a day that moves before anybody was invited.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from kring_notifications.domain import Correspondence, Correspondent, Notification
from kring_notifications.handlers.letters import Letters, take_back_overtaken, was_before_kring
from kring_notifications.handlers.people import running
from kring_notifications.handlers.plans import ASKS_FOR_ANSWER
from kring_notifications.process.message import OPEN
from kring_shared.contracts.conference import (
    ConferenceAdjourned,
    ConferenceConcluded,
    ConferencePostponed,
    ConferenceScheduled,
    PlanAccepted,
    PlanMadeWithoutMeeting,
)
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.notifications import Moment, ReminderDue
from kring_shared.kernel.work import Work

OF_A_DAY: Final = frozenset({Moment.DATE_REMINDER, Moment.ANOTHER_DAY})
"""The letters that are wrong once it is another day."""


def set_day(message: ConferenceScheduled, work: Work, letters: Letters) -> None:
    """Remind the participants two days before; another day replaces the reminder, and is told. A pause plans none.

    Of a day that was set before Kring, and is nearer than that, the office reminded people in its own way.
    """
    if (case := running(message, work)) is None:
        return
    scheduled = case.scheduled(message.starts_at, work.now, message.sequence)
    if was_before_kring(message) and scheduled.must_remind(work.now):
        scheduled = scheduled.reminded()
    work.save(scheduled)
    work.forget((ReminderDue,), case.id)
    if scheduled.remind_at is not None and not case.paused:
        work.remind(ReminderDue(case_id=case.id), scheduled.remind_at)
    _forget_day(case, work, keep=message.starts_at)
    if case.is_moved_to(message.starts_at, message.occurred_at):
        _tell_moved(message, case, work, letters, at=message.starts_at)


def put_off(message: ConferencePostponed | ConferenceAdjourned, work: Work, letters: Letters) -> None:
    """The day is off, or the meeting was broken off: they hear that there comes another, and later its reminder."""
    if (case := running(message, work)) is None:
        return
    work.save(case.adjourned())
    work.forget((ReminderDue,), case.id)
    _forget_day(case, work)
    if case.starts_at is not None:
        _tell_moved(message, case, work, letters)


def leave_day(
    message: PlanMadeWithoutMeeting | PlanAccepted | ConferenceConcluded, work: Work, letters: Letters
) -> None:
    """No meeting is ahead any more. Where one was still to come, those who were invited hear that it is off."""
    if (case := running(message, work)) is None:
        return
    is_off = case.starts_at is not None and not case.has_met(message.occurred_at)
    left = case.with_nothing_ahead(message.occurred_at)
    work.save(left)
    _forget_day(case, work)
    if isinstance(message, PlanAccepted):
        take_back_overtaken(case.id, ASKS_FOR_ANSWER, work)
    if left.remind_at is None:
        work.forget((ReminderDue,), case.id)
    if is_off and not isinstance(message, ConferenceConcluded):
        expected = [p for p in work.all(Correspondent, case.id) if p.invited and p.takes_part]
        letters.write(message, Moment.STOPPED, expected, work, before=case.starts_at)


def remind(message: ReminderDue, work: Work, letters: Letters) -> None:
    """Remind everyone who is expected of day and time; the place they know from the coordinator."""
    case = work.need(Correspondence, message.case_id)
    if not case.must_remind(work.now):
        return  # the day was moved, the meeting began, or the case waits or stopped
    work.save(case.reminded())
    expected = [p for p in work.all(Correspondent, case.id) if p.takes_part]
    letters.write(message, Moment.DATE_REMINDER, expected, work, at=case.starts_at, before=case.starts_at)


def _tell_moved(
    message: Named, case: Correspondence, work: Work, letters: Letters, *, at: datetime | None = None
) -> None:
    """Tell everyone who is expected that it is another day, and which, where it is known."""
    people = work.all(Correspondent, case.id)
    if any(person.invited for person in people):
        expected = [person for person in people if person.takes_part]
        # Whoever hears of it after the first of both days came for nothing, or comes too late.
        before = min((day for day in (case.starts_at, at) if day is not None), default=None)
        letters.write(message, Moment.ANOTHER_DAY, expected, work, at=at, before=before)


def _forget_day(case: Correspondence, work: Work, *, keep: datetime | None = None) -> None:
    """Take back what speaks of a day that is not it any more, and did not leave yet; an invitation stays one."""
    take_back_overtaken(case.id, OF_A_DAY, work, keep=keep)
    for note in work.all(Notification, case.id):
        if note.moment is Moment.INVITATION and note.status in OPEN:
            work.save(replace(note, at=keep, before=keep))
