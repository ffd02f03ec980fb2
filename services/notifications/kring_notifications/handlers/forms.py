"""A form goes to whoever said yes to being asked for marks; a child gets one of its own kind.

The code in it is opened where the letter is made, and nowhere before.
"""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from kring_notifications.domain import FormOut
from kring_notifications.handlers.letters import Letters, made
from kring_notifications.handlers.people import person_of, running
from kring_shared.contracts.notifications import Moment
from kring_shared.contracts.registry import FormWay, Group, SatisfactionInvited
from kring_shared.kernel.work import Work


def send(message: SatisfactionInvited, work: Work, letters: Letters) -> None:
    """Send somebody their form, the way they wish; after its closing day it is of no use any more."""
    if (case := running(message, work)) is None:
        return  # it stopped meanwhile, and the form is closed
    person = person_of(case, message.person_id, work)
    if not person.may_be_written_to:
        return  # they take no further part, or are kept away from it
    moment = Moment.SATISFACTION_FORM_MINOR if message.group is Group.MINOR else Moment.SATISFACTION_FORM
    note = replace(
        made(moment, person, work),
        last_day=message.answer_by,
        before=datetime.combine(message.answer_by + timedelta(days=1), time(), UTC),
        form=FormOut(code=message.code, on_paper=message.way is FormWay.PAPER),
    )
    letters.bring(note, person, work)
