"""Which day a term that a law sets ends, and from which day on somebody looks at it. They bind bodies, not families."""

from datetime import date, timedelta
from typing import Final

from kring_shared.contracts.terms import WORKING_DAYS_BEFORE, Country, LegalTerm, TermUnit
from kring_shared.kernel.working_days import add_working_days

CALENDAR_DAYS: Final = {TermUnit.DAYS: 1, TermUnit.WEEKS: 7}


def last_day(term: LegalTerm, started_on: date) -> date:
    """Give the last day the law allows, counted from the day after `started_on`.

    A term in days or weeks may end on a Sunday: laws that give the next working day then are not looked at, so what is
    given is never too late.
    """
    if term.unit is TermUnit.WORKING_DAYS:
        return add_working_days(started_on, term.amount, term.country)
    return started_on + timedelta(days=term.amount * CALENDAR_DAYS[term.unit])


def near_day(last: date, country: Country, working_days: int = WORKING_DAYS_BEFORE) -> date:
    """Give the working day from which a last day is called near.

    Args:
        last: The last day the law allows; it may be a weekend.
        country: Whose working days count.
        working_days: How long before; `LegalTerm.near_working_days` where a term gave the day.
    """
    return add_working_days(last, -working_days, country)
