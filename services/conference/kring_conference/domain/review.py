"""The circle's own look at its plan: whom it named to call everyone together, and when it wants to be reminded."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from kring_conference.domain.participant import Participant
from kring_shared.contracts.conference import PlanText, ReviewOutcome
from kring_shared.kernel.errors import InvalidFields, NotReady

BEFORE_A_REVIEW: Final = timedelta(days=7)
"""How long before its review a circle that asked for it hears that it comes near: time to arrange a table."""
LONGEST_REMINDERS: Final = timedelta(days=2 * 365)
"""How far on reminders can be asked for; a circle that wants more asks again."""
A_MOMENT_OF_THE_DAY: Final = time(8, tzinfo=UTC)
ENDS_REMINDERS: Final = frozenset({ReviewOutcome.FULFILLED, ReviewOutcome.LAPSED})
"""After these a circle looks at its plan no more."""


def convener_of(text: PlanText, people: Iterable[Participant]) -> Participant | None:
    """Give whom the plan names to call everyone together; nobody when it names none, or they take part no more."""
    for person in people:
        if person.id == text.fallback_person and person.takes_part:
            return person
    return None


def review_day(text: PlanText, today: date) -> date:
    """Give the day on which the circle looks how its plan goes.

    Raises:
        NotReady: the plan names no such day, or it has passed; then there is nothing to be reminded of.
    """
    if text.review_on is None:
        raise NotReady(
            "this plan names no day on which the circle looks how it goes, so there is nothing to be reminded of; it "
            "looks when it wants, and notes how it goes with record-review"
        )
    if text.review_on < today:
        raise NotReady("the day this plan names has passed; note how it goes with record-review")
    return text.review_on


def must_have_an_end(until: date, review_on: date, today: date) -> None:
    """Hold the last day of reminders against the review and today.

    Raises:
        InvalidFields: it lies before the review, or so far on that nobody remembers having asked.
    """
    if until < review_on:
        raise InvalidFields(
            ("/until",), f"ask for reminders until the day of the review at least, {review_on:%Y-%m-%d}"
        ).because("reminders-until-review")
    if until > today + LONGEST_REMINDERS:
        raise InvalidFields(
            ("/until",),
            f"ask for reminders until {today + LONGEST_REMINDERS:%Y-%m-%d} at most; the circle can ask again",
        ).because("reminders-too-long")


def remind_at(review_on: date) -> datetime:
    """Give the moment at which the circle is reminded."""
    return datetime.combine(review_on - BEFORE_A_REVIEW, A_MOMENT_OF_THE_DAY)


def must_have_been(reviewed_on: date | None, today: date) -> None:
    """Hold the day of a review against today.

    Raises:
        InvalidFields: it is still to come.
    """
    if reviewed_on is not None and reviewed_on > today:
        raise InvalidFields(("/reviewedOn",), "note a review on the day it was held, or after").because("not-held-yet")
