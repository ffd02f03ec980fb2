"""When somebody may be written to: not at night, not on days of rest, and never later than it is of use."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from kring_shared.contracts.terms import Country
from kring_shared.kernel.working_days import is_working_day

ONE_DAY: Final = timedelta(days=1)
MORNING: Final = time(8, 30)
"""When whoever works hears once a day what waits for them."""


@dataclass(frozen=True)
class Quiet:
    """The hours in which nobody's telephone lights up because of us, and whether days of rest are left alone.

    `begins` and `ends` are hours of the office's own clock; the same hour twice is no quiet at all.
    """

    zone: ZoneInfo
    begins: time = time(20)
    ends: time = time(8)
    days_of_rest: bool = True

    def next_open(self, now: datetime, country: Country, before: datetime | None = None) -> datetime:
        """Give the first moment from `now` on at which somebody may be written to.

        A day of rest is used when waiting would take longer than the message is of use, and the night when even the
        morning would be too late.

        Args:
            now: Aware.
            country: Whose holidays count.
            before: From when on the message is of no use any more; none when it keeps. One that is past already
                presses nobody: what is still said then can wait for the morning.
        """
        if before is not None and before <= now:
            before = None
        by_day = self._after_the_night(now)
        at_work = by_day
        while self.days_of_rest and not is_working_day(at_work.astimezone(self.zone).date(), country):
            at_work = self._morning_after(at_work)
        fitting = (moment for moment in (at_work, by_day) if before is None or moment < before)
        return next(fitting, now)

    def next_morning(self, now: datetime, country: Country) -> datetime:
        """Give the next morning of a working day, after `now`."""
        here = now.astimezone(self.zone)
        morning = datetime.combine(here.date(), MORNING, self.zone)
        while morning <= now or not is_working_day(morning.date(), country):
            morning = datetime.combine(morning.date() + ONE_DAY, MORNING, self.zone)
        return morning.astimezone(now.tzinfo)

    def _after_the_night(self, now: datetime) -> datetime:
        if not self._is_night(now.astimezone(self.zone).time()):
            return now
        here = now.astimezone(self.zone)
        day = here.date() if here.time() < self.ends else here.date() + ONE_DAY
        return datetime.combine(day, self.ends, self.zone).astimezone(now.tzinfo)

    def _is_night(self, hour: time) -> bool:
        if self.begins <= self.ends:  # a night that does not pass midnight, or none
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends

    def _morning_after(self, moment: datetime) -> datetime:
        day = moment.astimezone(self.zone).date() + ONE_DAY
        return datetime.combine(day, self.ends, self.zone).astimezone(moment.tzinfo)
