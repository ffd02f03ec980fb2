"""What the conference, its plan and the time after it leave in the figures: counts, days and codes.

Nothing that is told of the circle's own time is heard here, and no worry about safety is kept.
"""

from dataclasses import replace
from typing import Final

from kring_registry.domain.registration import Registration
from kring_registry.handlers.filling import fills, to_fill
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


@fills
def note_date(registration: Registration, message: ConferenceScheduled) -> Registration:
    """Note the day the participants chose, and how they meet; a new choice replaces both."""
    return replace(registration, planned_on=message.starts_at.date(), mode=message.mode)


@fills
def note_condition(registration: Registration, message: ConditionAdded) -> Registration:
    """Note that there is one condition more; what it says is left where it is."""
    return replace(registration, conditions=max(registration.conditions, message.number))


@fills
def note_interpreter(registration: Registration, message: InterpreterBooked | InterpreterCancelled) -> Registration:
    """Keep for which languages an interpreter comes; for whom is not kept."""
    others = set(registration.interpreted) - {message.language}
    now = others | {message.language} if isinstance(message, InterpreterBooked) else others
    return replace(registration, interpreted=tuple(sorted(now)))


@fills
def note_meeting(registration: Registration, message: ConferenceConcluded) -> Registration:
    """Note that a meeting was held, how many were there, and whether a plan was made; the last one decides."""
    return registration.met(message)


@fills
def note_plan_without_meeting(registration: Registration, _message: PlanMadeWithoutMeeting) -> Registration:
    """Note that the circle made its plan before the meeting."""
    return registration.made_without_meeting()


@fills
def note_agreement(registration: Registration, message: PlanAgreed) -> Registration:
    """Keep how much of the plan is own strength and how much is professional help; the plan is left where it is."""
    return registration.agreed(message)


@fills
def note_submission(registration: Registration, _message: PlanSubmitted) -> Registration:
    """Note that a plan was laid before a professional; who that is, is not kept."""
    return replace(registration, submitted=True)


@fills
def note_acceptance(registration: Registration, message: PlanAccepted) -> Registration:
    """Note that the plan was accepted."""
    accepted_on = message.accepted_on or message.occurred_at.date()
    return replace(registration, plan_made=True, plan_accepted_on=accepted_on)


@fills
def note_return(registration: Registration, _message: PlanSentBack) -> Registration:
    """Note that the plan went back to the circle; what it did not meet is not kept."""
    return registration.came_back()


@fills
def note_distribution(registration: Registration, message: PlanDistributed) -> Registration:
    """Note that the plan was given out; its text is left where it is."""
    distributed_on = message.distributed_on or message.occurred_at.date()
    return replace(registration, plan_made=True, plan_distributed_on=distributed_on)


@fills
def note_help(registration: Registration, message: HelpAnswered) -> Registration:
    """Note whether professionals do what the circle asked of them, line by line."""
    return registration.answered(message.item, granted=message.granted)


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


@fills
def end_follow_up(registration: Registration, _message: FollowUpEnded) -> Registration:
    """Note that no call is left: from now on the registration can be locked."""
    return replace(registration, follow_up_ended=True)
