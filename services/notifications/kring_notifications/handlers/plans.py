"""The plan and the time after it: who hears that there is something to look at, to call about, or to come back to.

After the last call nothing is written by itself: only what the circle asked for, and the offer to meet once more. No
letter holds a word of a plan.
"""

from datetime import UTC, datetime, time
from typing import Final

from kring_notifications.handlers.letters import Letters, take_back_overtaken, was_before_kring
from kring_notifications.handlers.people import main_persons, person_of, running
from kring_shared.contracts.conference import (
    ConvenerAsked,
    FollowUpDue,
    HelpAnswerOverdue,
    MeetingAgainOffered,
    PlanAnswerAwaited,
    PlanAnswerOverdue,
    PlanDistributed,
    PlanSentBack,
    PlanSubmitted,
    ReviewComing,
)
from kring_shared.contracts.notifications import Moment
from kring_shared.kernel.work import Work

NOON: Final = time(12, tzinfo=UTC)
"""The hour by which a day is the same day in every zone the offices write in."""

ASKS_FOR_ANSWER: Final = frozenset({Moment.PLAN_TO_CHECK, Moment.PLAN_ANSWER_AWAITED})
"""The letters to whoever checks a plan, who is not reminded of what they answered."""


def ask_to_check(message: PlanSubmitted, work: Work, letters: Letters) -> None:
    """Tell whoever checks the plan that it lies before them; while nobody is named, nobody is written to."""
    if (case := running(message, work)) is not None and message.acceptor_id is not None:
        acceptor = person_of(case, message.acceptor_id, work)
        letters.write(message, Moment.PLAN_TO_CHECK, [acceptor], work)


def remind_to_check(message: PlanAnswerAwaited, work: Work, letters: Letters) -> None:
    """Remind whoever checks the plan that people wait for their answer."""
    if (case := running(message, work)) is not None:
        acceptor = person_of(case, message.acceptor_id, work)
        letters.write(message, Moment.PLAN_ANSWER_AWAITED, [acceptor], work)


def tell_sent_back(message: PlanSentBack, work: Work, letters: Letters) -> None:
    """Tell the main persons that something is still to be talked about; what it is, they hear in person."""
    if (case := running(message, work)) is not None:
        take_back_overtaken(case.id, ASKS_FOR_ANSWER, work)
        letters.write(message, Moment.PLAN_SENT_BACK, main_persons(case, work), work)


def tell_office(message: PlanAnswerOverdue | HelpAnswerOverdue, work: Work, letters: Letters) -> None:
    """Tell the office's desk that professionals did not answer in time; without an address it sees so itself."""
    if (case := running(message, work)) is not None and not was_before_kring(message):
        letters.have_the_office_look(case, work)


def tell_plan(message: PlanDistributed, work: Work, letters: Letters) -> None:
    """Tell who gets the plan that it is ready; the plan itself never goes by a channel of ours."""
    if (case := running(message, work)) is not None:
        people = [person_of(case, recipient, work) for recipient in message.recipients]
        letters.write(message, Moment.PLAN, people, work)


def ask_to_call(message: FollowUpDue, work: Work, letters: Letters) -> None:
    """Tell the coordinator that it is time to call; where the regional manager calls, nobody is written to."""
    if (case := running(message, work)) is not None and message.coordinator_id is not None:
        coordinator = person_of(case, message.coordinator_id, work)
        letters.write(message, Moment.FOLLOW_UP_CALL, [coordinator], work)


def ask_convener(message: ConvenerAsked, work: Work, letters: Letters) -> None:
    """Ask whom the circle itself named to call everyone together; how the plan goes is not said."""
    if (case := running(message, work)) is not None:
        convener = person_of(case, message.person_id, work)
        letters.write(message, Moment.CALL_TOGETHER, [convener], work)


def offer_meeting(message: MeetingAgainOffered, work: Work, letters: Letters) -> None:
    """Offer the main persons to call everyone together once more; doing nothing is an answer too."""
    if (case := running(message, work)) is not None:
        letters.write(message, Moment.MEET_AGAIN, main_persons(case, work), work)


def tell_review(message: ReviewComing, work: Work, letters: Letters) -> None:
    """Tell the main persons that the day comes near on which the circle looks how it goes, as it asked."""
    if (case := running(message, work)) is not None:
        at = datetime.combine(message.review_on, NOON)
        letters.write(message, Moment.REVIEW_NEAR, main_persons(case, work), work, at=at)
