"""The plan and the time after it: who hears that there is something to look at, to call about, or to come back to.

After the last call nothing is written by itself: only what the circle asked for, and the offer to meet once more.
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


class Plans:
    """What is written about a plan; its words never are."""

    def __init__(self, letters: Letters) -> None:
        """Write by these letters."""
        self._letters = letters

    def ask_to_check(self, message: PlanSubmitted, work: Work) -> None:
        """Tell whoever checks the plan that it lies before them; while nobody is named, nobody is written to."""
        if (case := running(message, work)) is not None and message.acceptor_id is not None:
            acceptor = person_of(case, message.acceptor_id, work)
            self._letters.write(message, Moment.PLAN_TO_CHECK, [acceptor], work)

    def remind_to_check(self, message: PlanAnswerAwaited, work: Work) -> None:
        """Remind whoever checks the plan that people wait for their answer."""
        if (case := running(message, work)) is not None:
            acceptor = person_of(case, message.acceptor_id, work)
            self._letters.write(message, Moment.PLAN_ANSWER_AWAITED, [acceptor], work)

    def tell_sent_back(self, message: PlanSentBack, work: Work) -> None:
        """Tell the main persons that something is still to be talked about; what it is, they hear in person."""
        if (case := running(message, work)) is not None:
            take_back_overtaken(case.id, ASKS_FOR_ANSWER, work)
            self._letters.write(message, Moment.PLAN_SENT_BACK, main_persons(case, work), work)

    def tell_office(self, message: PlanAnswerOverdue | HelpAnswerOverdue, work: Work) -> None:
        """Tell the office's desk that professionals did not answer in time; without an address it sees so itself."""
        if (case := running(message, work)) is not None and not was_before_kring(message):
            self._letters.have_the_office_look(case, work)

    def tell_plan(self, message: PlanDistributed, work: Work) -> None:
        """Tell who gets the plan that it is ready; the plan itself never goes by a channel of ours."""
        if (case := running(message, work)) is not None:
            people = [person_of(case, recipient, work) for recipient in message.recipients]
            self._letters.write(message, Moment.PLAN, people, work)

    def ask_to_call(self, message: FollowUpDue, work: Work) -> None:
        """Tell the coordinator that it is time to call; where the regional manager calls, nobody is written to."""
        if (case := running(message, work)) is not None and message.coordinator_id is not None:
            coordinator = person_of(case, message.coordinator_id, work)
            self._letters.write(message, Moment.FOLLOW_UP_CALL, [coordinator], work)

    def ask_convener(self, message: ConvenerAsked, work: Work) -> None:
        """Ask whom the circle itself named to call everyone together; how the plan goes is not said."""
        if (case := running(message, work)) is not None:
            convener = person_of(case, message.person_id, work)
            self._letters.write(message, Moment.CALL_TOGETHER, [convener], work)

    def offer_meeting(self, message: MeetingAgainOffered, work: Work) -> None:
        """Offer the main persons to call everyone together once more; doing nothing is an answer too."""
        if (case := running(message, work)) is not None:
            self._letters.write(message, Moment.MEET_AGAIN, main_persons(case, work), work)

    def tell_review(self, message: ReviewComing, work: Work) -> None:
        """Tell the main persons that the day comes near on which the circle looks how it goes, as it asked."""
        if (case := running(message, work)) is not None:
            at = datetime.combine(message.review_on, NOON)
            self._letters.write(message, Moment.REVIEW_NEAR, main_persons(case, work), work, at=at)
