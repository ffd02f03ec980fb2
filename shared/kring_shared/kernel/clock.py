"""Time, as something that is handed in: the wall clock, or one that is driven by hand."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time; aware, UTC."""

    def now(self) -> datetime:
        """Give the present moment."""


class SystemClock:
    """The wall clock."""

    def now(self) -> datetime:
        """Give the machine's time."""
        return datetime.now(UTC)


class DrivenClock:
    """A clock that stands still until it is moved: eight weeks pass in a second, and every run is the same."""

    def __init__(self, start: datetime) -> None:
        """Stand still at `start` (aware)."""
        self._now = start

    def now(self) -> datetime:
        """Give the moment it stands at."""
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Stand still at a later moment; a clock never goes back."""
        self._now = max(self._now, moment)

    def move_by(self, step: timedelta) -> None:
        """Move on by `step`."""
        self.move_to(self._now + step)
