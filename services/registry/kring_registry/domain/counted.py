"""What counts of a registration: the one place where codes, counts and spans of days are taken out of it."""

from datetime import date

from kring_registry.domain.record import Countable
from kring_registry.domain.registration import Registration
from kring_shared.contracts.conference import FollowUpResult


def countable_of(of: Registration) -> Countable:
    """Give what counts: months and spans instead of days, and whether instead of when."""
    return Countable(
        month=f"{of.received_on:%Y-%m}",
        requester_kind=of.requester_kind,
        context=of.context,
        urgency=of.urgency,
        policy=of.policy,
        conference_type=of.conference_type,
        minors_involved=of.minors_involved,
        outcome=of.outcome,
        stop_reason=of.stop_reason,
        days_to_start=_days(of.received_on, of.started_on),
        days_to_meeting=_days(of.received_on, of.held_on),
        present_count=of.present_count,
        meetings=of.meetings,
        without_meeting=of.without_meeting,
        plan_made=of.plan_made,
        accepted=of.plan_accepted_on is not None,
        distributed=of.plan_distributed_on is not None,
        sent_back=of.sent_back,
        own_strengths=of.own_strengths,
        professional_help=of.professional_help,
        conditions=of.conditions,
        help_granted=sum(granted for _, granted in of.help_answers),
        help_refused=sum(not granted for _, granted in of.help_answers),
        follow_ups=tuple(result for _, result in of.follow_ups if result is not FollowUpResult.SAFETY_CONCERN),
        topics=tuple(sorted(of.topics)) if of.minutes_worked is not None else None,
        interpreter_came=of.had_interpreter,
        repeat=of.repeat,
        reconvened=of.reconvened,
        searched=of.searched_on is not None,
        unfilled=of.unfilled,
        days_to_match=_days_to_match(of),
        submitted=of.submitted,
        mode=of.mode,
    )


def _days_to_match(of: Registration) -> int | None:
    if of.searched_on is None or of.started_on is None:
        return None
    return max((of.started_on - of.searched_on).days, 0)  # a day taken over from paper may lie before


def _days(since: date, until: date | None) -> int | None:
    return (until - since).days if until is not None else None
