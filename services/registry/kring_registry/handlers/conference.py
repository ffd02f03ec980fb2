"""What the conference, its plan and the time after it leave in the figures: counts, days and codes.

Nothing that is told of the circle's own time is heard here, and no worry about safety is kept.
"""

from dataclasses import replace
from typing import Final

from kring_registry.handlers.filling import to_fill
from kring_shared.contracts.conference import (
    CancelledBecause,
    ConditionAdded,
    ConferenceCancelled,
    ConferenceConcluded,
    ConferenceScheduled,
    FollowUpCompleted,
    FollowUpEnded,
    FollowUpResult,
    HelpAnswered,
    InterpreterBooked,
    InterpreterCancelled,
    PlanAccepted,
    PlanAgreed,
    PlanDistributed,
    PlanMadeWithoutMeeting,
    PlanReviewed,
    PlanSentBack,
    PlanSubmitted,
    ReviewOutcome,
)
from kring_shared.kernel.work import Work

SETTLED_BY_INTAKE: Final = frozenset({CancelledBecause.WITHDRAWN, CancelledBecause.TRANSFERRED})
"""Why a conference stops that the request tells by itself: it locks the registration, or moves it away."""


def note_date(message: ConferenceScheduled, work: Work) -> None:
    """Note the day the participants chose, and how they meet; a new choice replaces both."""
    if (registration := to_fill(message, work)) is not None:
        work.save(replace(registration, planned_on=message.starts_at.date(), mode=message.mode))


def note_condition(message: ConditionAdded, work: Work) -> None:
    """Note that there is one condition more; what it says is left where it is."""
    if (registration := to_fill(message, work)) is not None:
        work.save(replace(registration, conditions=max(registration.conditions, message.number)))


def note_interpreter(message: InterpreterBooked | InterpreterCancelled, work: Work) -> None:
    """Keep for which languages an interpreter comes; for whom is not kept."""
    if (registration := to_fill(message, work)) is not None:
        others = set(registration.interpreted) - {message.language}
        now = others | {message.language} if isinstance(message, InterpreterBooked) else others
        work.save(replace(registration, interpreted=tuple(sorted(now))))


def note_meeting(message: ConferenceConcluded, work: Work) -> None:
    """Note that a meeting was held, how many were there, and whether a plan was made; the last one decides."""
    if (registration := to_fill(message, work)) is not None:
        work.save(registration.met(message))


def note_plan_without_meeting(message: PlanMadeWithoutMeeting, work: Work) -> None:
    """Note that the circle made its plan before the meeting."""
    if (registration := to_fill(message, work)) is not None:
        work.save(registration.made_without_meeting())


def note_agreement(message: PlanAgreed, work: Work) -> None:
    """Keep how much of the plan is own strength and how much is professional help; the plan is left where it is."""
    if (registration := to_fill(message, work)) is not None:
        work.save(registration.agreed(message))


def note_submission(message: PlanSubmitted, work: Work) -> None:
    """Note that a plan was laid before a professional; who that is, is not kept."""
    if (registration := to_fill(message, work)) is not None:
        work.save(replace(registration, submitted=True))


def note_acceptance(message: PlanAccepted, work: Work) -> None:
    """Note that the plan was accepted."""
    if (registration := to_fill(message, work)) is not None:
        accepted_on = message.accepted_on or message.occurred_at.date()
        work.save(replace(registration, plan_made=True, plan_accepted_on=accepted_on))


def note_return(message: PlanSentBack, work: Work) -> None:
    """Note that the plan went back to the circle; what it did not meet is not kept."""
    if (registration := to_fill(message, work)) is not None:
        work.save(registration.came_back())


def note_distribution(message: PlanDistributed, work: Work) -> None:
    """Note that the plan was given out; its text is left where it is."""
    if (registration := to_fill(message, work)) is not None:
        distributed_on = message.distributed_on or message.occurred_at.date()
        work.save(replace(registration, plan_made=True, plan_distributed_on=distributed_on))


def note_help(message: HelpAnswered, work: Work) -> None:
    """Note whether professionals do what the circle asked of them, line by line."""
    if (registration := to_fill(message, work)) is not None:
        work.save(registration.answered(message.item, granted=message.granted))


def note_cancelling(message: ConferenceCancelled, work: Work) -> None:
    """Keep why the conference stopped; the registration is completed and locked as any other."""
    if message.because in SETTLED_BY_INTAKE:
        return  # the request itself says so, and locks it or moves it away
    if (registration := to_fill(message, work)) is not None:
        work.save(registration.cancelled(message.because.value))


def note_follow_up(message: FollowUpCompleted, work: Work) -> None:
    """Note how the plan goes, as a code; a worry about safety goes another way, and is not kept here."""
    if message.result is FollowUpResult.SAFETY_CONCERN:
        return  # told before worries had their own way; that somebody called is no result
    if (registration := to_fill(message, work)) is not None:
        work.save(registration.followed_up(message.step, message.result))


def note_review(message: PlanReviewed, work: Work) -> None:
    """Note that the circle meets again; being asked to call it together, or an offer of the office, is not that yet."""
    if message.outcome is ReviewOutcome.MEETS_AGAIN and (registration := to_fill(message, work)) is not None:
        work.save(replace(registration, reconvened=True))


def end_follow_up(message: FollowUpEnded, work: Work) -> None:
    """Note that no call is left: from now on the registration can be locked."""
    if (registration := to_fill(message, work)) is not None:
        work.save(replace(registration, follow_up_ended=True))
