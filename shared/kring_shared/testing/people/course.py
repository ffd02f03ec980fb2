"""How one route goes where the plain one always goes the same way: when the circle meets, and what comes of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kring_shared.contracts import conference as c
from kring_shared.contracts import registry as r
from kring_shared.contracts.intake import StopReason

AFTER_THE_ANSWERS: Final = timedelta(days=21)
SOONEST: Final = timedelta(days=6)
"""Between the day that is offered and the meeting lie the answers, the place, the food and the last look."""

TOMORROW: Final = timedelta(days=1)
SATURDAY: Final = 6


@dataclass(frozen=True)
class Course:
    """What people settle as they go; the plain one is that of the demo and of the tests."""

    lead_days: int | None = None  # from the request to the meeting; None is three weeks after everybody answered
    start_hour: int = 10
    on_saturday: bool = False
    has_plan_before: bool = False  # the circle made its plan before there was a meeting
    has_no_plan: bool = False  # a meeting was held, and no plan came of it
    interpreter: str = ""  # a language for which somebody has to interpret
    stop_reason: StopReason | None = None  # told by themselves, by those who stop
    follow_up: c.FollowUpResult = c.FollowUpResult.ON_TRACK
    minutes_worked: int = 1560
    distance_km: int = 84
    days_worked: int = 0
    topics: tuple[str, ...] = ("upbringing", "relations")
    expenses: tuple[r.Expense, ...] = ()

    def day(self, received_at: datetime, now: datetime) -> datetime:
        """Choose the day of the meeting, when everybody has said when they can."""
        if self.lead_days is None:
            return self._at(now + AFTER_THE_ANSWERS)
        return self._at(max(received_at + timedelta(days=self.lead_days), now + SOONEST))

    def soon(self, received_at: datetime, now: datetime) -> datetime:
        """Choose the day when it is urgent: tomorrow, or as many days after the request as it takes."""
        return self._at(max(received_at + timedelta(days=self.lead_days or 0), now + TOMORROW))

    def _at(self, day: datetime) -> datetime:
        if self.on_saturday:
            day += timedelta(days=(SATURDAY - day.isoweekday()) % 7)
        return day.replace(hour=self.start_hour, minute=0, second=0, microsecond=0)


PLAIN_COURSE: Final = Course()
