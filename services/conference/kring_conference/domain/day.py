"""What is arranged for the day: when, where, how, and what a day the participants choose it from."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from kring_shared.contracts.conference import Mode
from kring_shared.contracts.sealed import Sealed


@dataclass(frozen=True)
class Day:
    """The meeting that is planned; `sequence` counts how often it was planned, moved or called off (RFC 5545)."""

    starts_at: datetime | None = None
    venue: Sealed[str] | None = None
    mode: Mode = Mode.IN_PERSON
    neutral: bool = False
    no_end_time: bool = False
    food: bool = False
    options: tuple[datetime, ...] = ()
    sequence: int = 0

    @property
    def is_chosen(self) -> bool:
        """Tell whether people know when and where they meet."""
        return self.starts_at is not None and self.venue is not None

    @property
    def has_a_room(self) -> bool:
        """Tell whether some of them meet in a room, which is then neutral, has food, and is theirs without end."""
        return self.mode is not Mode.ONLINE

    def let_go(self, *, with_options: bool) -> "Day":
        """Give up the day, so that a calendar hears it is off.

        Args:
            with_options: Also the days that were proposed: a circle that was together says itself when it goes on.
        """
        went = self.sequence + 1 if self.starts_at is not None else self.sequence
        options = () if with_options else self.options
        return replace(self, starts_at=None, venue=None, food=False, options=options, sequence=went)


NO_DAY_YET: Final = Day()
