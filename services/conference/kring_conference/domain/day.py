"""What is arranged for the day: when, where, how, and what a day the participants choose it from."""

from dataclasses import dataclass
from datetime import datetime

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


NO_DAY_YET = Day()
