"""When the term of a registration is over: the policy's days, then the first of a month, so several go together."""

from datetime import date, timedelta
from typing import Final

from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.retention import OWN_CHOICE, RecordKind

MONTHS: Final = 12


def term_of(policy: str) -> timedelta:
    """Give how long a locked registration keeps its case; an unknown policy has the schedule all start from."""
    rules = POLICIES[policy].retention if policy in POLICIES else OWN_CHOICE
    days = [rule.days for rule in (*rules, *OWN_CHOICE) if rule.kind is RecordKind.REGISTRATION]
    return timedelta(days=days[0])


def term_over(policy: str, since: date) -> date:
    """Give the day it goes: the first of the month after its term."""
    return first_of_next_month(since + term_of(policy))


def first_of_next_month(day: date) -> date:
    """Give the first day of the month after `day`."""
    return date(day.year + day.month // MONTHS, day.month % MONTHS + 1, 1)
