"""A case is proposed to a coordinator: they hear of it, and once more before the time is over, unless they answered.

What they hear names no family and no question.
"""

from datetime import datetime
from typing import Final

from kring_notifications.domain import Correspondence, Correspondent
from kring_notifications.handlers.letters import Letters, take_back_overtaken
from kring_notifications.handlers.people import person_of, running, welcome
from kring_shared.contracts.matching import (
    CoordinatorProposed,
    ProposalAccepted,
    ProposalDeclined,
    ProposalExpired,
    ProposalExtended,
)
from kring_shared.contracts.notifications import AnswerAwaited, Moment
from kring_shared.kernel.work import Work

ASKS_FOR_ANSWER: Final = frozenset({Moment.CASE_PROPOSED, Moment.PROPOSAL_WAITS})
"""The letters that ask a coordinator for an answer, by a moment."""


def tell(message: CoordinatorProposed, work: Work, letters: Letters) -> None:
    """Tell a coordinator that a case waits for an answer."""
    if (case := running(message, work)) is not None:
        _ask(message, case, welcome(case, message.coordinator, work), work, letters)


def tell_more_time(message: ProposalExtended, work: Work, letters: Letters) -> None:
    """Tell the coordinator until when they can answer now; an earlier letter may never have reached them."""
    if (case := running(message, work)) is not None:
        _ask(message, case, person_of(case, message.coordinator_id, work), work, letters)


def remind(message: AnswerAwaited, work: Work, letters: Letters) -> None:
    """Remind them once; a case that waits is not spoken of."""
    case = work.need(Correspondence, message.case_id)
    if not case.stopped and work.now < message.answer_by:
        coordinator = person_of(case, message.person_id, work)
        letters.write(
            message,
            Moment.PROPOSAL_WAITS,
            [coordinator],
            work,
            at=message.answer_by,
            before=message.answer_by,
        )


def _ask(
    message: CoordinatorProposed | ProposalExtended,
    case: Correspondence,
    coordinator: Correspondent,
    work: Work,
    letters: Letters,
) -> None:
    by = message.respond_by
    take_back_overtaken(case.id, ASKS_FOR_ANSWER, work, person_id=coordinator.person_id)
    letters.write(message, Moment.CASE_PROPOSED, [coordinator], work, at=by, before=by)
    work.forget((AnswerAwaited,), case.id)
    if by > work.now and not case.paused:
        awaited = AnswerAwaited(case_id=case.id, person_id=coordinator.person_id, answer_by=by)
        work.remind(awaited, halfway(work.now, by))


def note_answered(message: ProposalAccepted | ProposalDeclined | ProposalExpired, work: Work) -> None:
    """There is an answer, or none is waited for any more: nobody is reminded, and what waits is taken back.

    Raises:
        NotYet: it came before the question.
    """
    if (case := running(message, work)) is not None:
        coordinator = person_of(case, message.coordinator_id, work)
        work.forget((AnswerAwaited,), case.id)
        take_back_overtaken(case.id, ASKS_FOR_ANSWER, work, person_id=coordinator.person_id)


def halfway(now: datetime, until: datetime) -> datetime:
    """Give the middle of a time, in whole seconds."""
    return (now + (until - now) / 2).replace(microsecond=0)
