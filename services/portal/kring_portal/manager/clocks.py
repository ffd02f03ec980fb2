"""Clocks that run at an office: until when, and how long that is, soonest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from kring_portal.manager.answers import Answers
from kring_portal.web.words import ZONE
from kring_shared.contracts.policies import Policy
from kring_shared.contracts.registry import BreachShown

SOON: Final = timedelta(days=14)
"""What ends later does not stand on today's page."""
MOST: Final = 40
DAY: Final = timedelta(days=1)
ASKED_FOR_CONSENT: Final = ("received", "triaged", "awaiting-consent")


@dataclass(frozen=True)
class Clock:
    """One thing with a last moment."""

    key: str
    until: datetime
    path: str
    about: str = ""

    def left(self, now: datetime) -> tuple[str, int]:
        """Say how long is left: the key of the words, and how many of it."""
        rest = self.until - now
        if rest < timedelta(0):
            return "manager-left-over", max(1, -rest // DAY)
        if rest < 2 * DAY:
            return "manager-left-hours", rest // timedelta(hours=1)
        return "manager-left-days", rest // DAY


def clocks_of(answers: Answers, policy: Policy, now: datetime) -> list[Clock]:
    """Give the clocks that run out soon, the soonest first."""
    running = [clock for clock in _all(answers, policy, now) if clock.until - now <= SOON]
    return sorted(running, key=lambda clock: clock.until)[:MOST]


def _all(answers: Answers, policy: Policy, now: datetime) -> Iterator[Clock]:
    yield from _of_requests(answers, policy)
    yield from _of_people(answers, now)
    yield from _of_coordinators(answers)


def _of_requests(answers: Answers, policy: Policy) -> Iterator[Clock]:
    weeks = timedelta(weeks=policy.consent.weeks)
    for case in answers.waiting_cases:
        if case.stage in ASKED_FOR_CONSENT:
            path = f"/manager/requests/{case.case_id}"
            yield Clock("manager-clock-consent", case.received_at + weeks, path, case.case_id)
    for apart in answers.quarantine.quarantined if answers.quarantine else ():
        yield Clock("manager-clock-quarantine", apart.erased_at, f"/manager/quarantine/{apart.quarantine_id}")


def _of_people(answers: Answers, now: datetime) -> Iterator[Clock]:
    for asked in answers.asked.asked if answers.asked else ():
        yield Clock("manager-clock-asked", end_of(asked.answer_by), f"/manager/persons/{asked.asked_id}")
    for breach in open_breaches(answers):
        until = now + timedelta(hours=breach.hours_left)
        yield Clock("manager-clock-breach", until, "/manager/persons#breaches")


def _of_coordinators(answers: Answers) -> Iterator[Clock]:
    for search in answers.searches or ():
        if search.stage == "proposed" and search.respond_by:
            path = f"/manager/requests/{search.case_id}"
            yield Clock("manager-clock-proposal", search.respond_by, path, search.case_id)
    for line in answers.conferences.conferences if answers.conferences else ():
        if line.legal_deadline and line.stage not in {"concluded", "cancelled", "without-meeting"}:
            path = f"/manager/conferences/{line.case_id}"
            yield Clock("manager-clock-legal", end_of(line.legal_deadline), path, line.case_id)


def open_breaches(answers: Answers) -> tuple[BreachShown, ...]:
    """Give the breaches that are not closed."""
    return tuple(one for one in answers.breaches.breaches if one.stage != "closed") if answers.breaches else ()


def end_of(day: date) -> datetime:
    """Give the end of a day, as clocks here show it."""
    return datetime.combine(day, time(23, 59), ZONE)
