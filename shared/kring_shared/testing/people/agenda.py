"""What people mean to do, and when."""

import heapq
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from kring_shared.kernel.clock import Clock

Act = Callable[[], Awaitable[None]]
SLOT_MINUTES: Final = 30
OFFICE_HOURS: Final = (8, 11, 14, 17)
"""When people get to what waits for them, Monday to Friday, in UTC; that many do so at once makes a play short."""
FRIDAY: Final = 5


def in_office_hours(moment: datetime) -> datetime:
    """Give the first office hour of a weekday at or after a moment."""
    day = moment.replace(minute=0, second=0, microsecond=0)
    while True:
        for hour in OFFICE_HOURS:
            found = day.replace(hour=hour)
            if found >= moment and found.isoweekday() <= FRIDAY:
                return found
        day += timedelta(days=1)


class Agenda:
    """Acts in the order of their moments; moments fall on half hours, so that many people act at once."""

    def __init__(self, clock: Clock) -> None:
        """Start empty."""
        self._clock, self._heap, self._count = clock, list[tuple[datetime, int, str, Act]](), count()

    def plan_at(self, moment: datetime, case_id: str, act: Act) -> None:
        """Plan an act of a case for a moment, rounded up to the next half hour."""
        late = timedelta(minutes=moment.minute % SLOT_MINUTES, seconds=moment.second, microseconds=moment.microsecond)
        slot = moment - late + timedelta(minutes=SLOT_MINUTES) if late else moment
        heapq.heappush(self._heap, (slot, next(self._count), case_id, act))

    def due(self) -> dict[str, list[Act]]:
        """Take the acts whose moment has come, by case: in order within a case, side by side among cases."""
        acts: dict[str, list[Act]] = {}
        while self._heap and self._heap[0][0] <= self._clock.now():
            _, _, case_id, act = heapq.heappop(self._heap)
            acts.setdefault(case_id, []).append(act)
        return acts

    def next(self) -> datetime | None:
        """Give the moment of the next act, if anybody means to do anything."""
        return self._heap[0][0] if self._heap else None
