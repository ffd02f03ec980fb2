"""What one case counts for in the figures: pure, and of a record without a case the same as of its registration.

A contribution is a measure and an amount. Measures are counts (`meetings`), sums (`present-sum`) and days
(`lead-time:37`: how many took 37 days), so that cells can be added up in any order, and taken out again.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from kring_registry.domain.counted import countable_of
from kring_registry.domain.record import Countable, Record
from kring_registry.domain.registration import Registration
from kring_registry.process.registration import NOT_COUNTED
from kring_shared.contracts.conference import FollowUpResult, Mode
from kring_shared.contracts.field import ConferenceType, Context
from kring_shared.contracts.intake import Outcome, RequesterKind

STOPPED: Final = frozenset({Outcome.STOPPED_BEFORE_START, Outcome.STOPPED_IN_PREPARATION})
REACHED: Final = frozenset({FollowUpResult.ON_TRACK, FollowUpResult.PARTLY, FollowUpResult.STALLED})
"""Results of a call in which somebody was spoken with."""
Amounts = Mapping[str, int]


def group_of(conference_type: ConferenceType | None, context: Context | None) -> str:
    """Name where in a cell something counts: type and context, each empty where nobody knows it, or it has none."""
    return f"{conference_type or ''}/{context or ''}"


def where_in_cell(counted: Registration | Record) -> str:
    """Name the group of a registration or a record."""
    of = counted.counted if isinstance(counted, Record) else counted
    return group_of(of.conference_type, of.context)


def month_of(counted: Registration | Record) -> str:
    """Give the month of receiving, as `2026-03`."""
    return counted.counted.month if isinstance(counted, Record) else f"{counted.received_on:%Y-%m}"


def contributions(counted: Registration | Record) -> Amounts:
    """Give what it counts for; what was set aside or moved away counts for nothing here."""
    if isinstance(counted, Record):
        return _amounts(counted.counted)
    return {} if counted.stage in NOT_COUNTED else _amounts(countable_of(counted))


def fee_contributions(registration: Registration) -> Amounts:
    """Give hours and kilometres: they are for the fee, and no record holds them, so a cell keeps their sums itself."""
    if registration.stage in NOT_COUNTED or registration.minutes_worked is None:
        return {}
    minutes, distance = registration.minutes_worked, registration.distance_km or 0
    return {"hours-known": 1, "minutes-sum": minutes, "km-sum": distance}


def _amounts(c: Countable) -> Amounts:
    counts: Counter[str] = Counter(_counts(c))
    for measure, amount in _sums(c):
        counts[measure] += amount
    return {measure: amount for measure, amount in counts.items() if amount}


def _counts(c: Countable) -> Iterator[str]:
    """Name each count it is one of."""
    yield from _route(c)
    told = {
        "referred": c.requester_kind is RequesterKind.PROFESSIONAL,
        "minors-known": c.minors_involved is not None,
        "minors": bool(c.minors_involved),
        "mandatory": c.context is Context.MANDATORY,
        "repeats": c.repeat,
        "searched": c.searched,
        "unfilled": c.searched and c.unfilled,
        "matched": c.days_to_match is not None,
        f"time-to-match:{c.days_to_match}": c.days_to_match is not None,
        "submitted": c.submitted,
        "accepted": c.submitted and c.accepted,
        "called": bool(c.follow_ups),
        "reached": bool(_heard(c)),
        "on-track": _heard(c)[-1:] == (FollowUpResult.ON_TRACK,),
        "reconvened": c.plan_made and c.reconvened,
    }
    yield from (measure for measure, counts in told.items() if counts)


def _route(c: Countable) -> Iterator[str]:
    started, met = c.days_to_start is not None, c.days_to_meeting is not None
    stopped = c.outcome in STOPPED
    told = {
        "requests": True,
        "started": started,
        "meetings": met,
        "plans": c.plan_made,
        "plans-of-started": c.plan_made and started,
        "ended": c.outcome is not None,
        f"ended:{c.outcome}": c.outcome is not None,
        "stopped": stopped,
        f"stopped:{c.stop_reason}": stopped and c.stop_reason is not None,
        f"lead-time:{c.days_to_meeting}": met,
        "interpreted": met and c.interpreter_came,
        "mode-known": met and c.mode is not None,
        "online": met and c.mode in {Mode.ONLINE, Mode.HYBRID},
    }
    yield from (measure for measure, counts in told.items() if counts)


def _sums(c: Countable) -> Iterator[tuple[str, int]]:
    """Give each sum a mean or a share is made of, with how many it is a sum of."""
    if c.days_to_meeting is not None and c.present_count is not None:
        yield from (("present-known", 1), ("present-sum", c.present_count))
    if c.topics is not None:
        yield from (("topics-known", 1), ("topics-sum", len(c.topics)))
    if c.own_strengths is not None:
        yield from (("own-known", 1), ("own-sum", c.own_strengths))
    if c.help_granted or c.help_refused:
        yield from (("help-cases", 1), ("help-answered", c.help_granted + c.help_refused))
        yield ("help-granted", c.help_granted)


def _heard(c: Countable) -> tuple[FollowUpResult, ...]:
    """Give the results of the calls in which somebody was spoken with, in order."""
    return tuple(result for result in c.follow_ups if result in REACHED)
