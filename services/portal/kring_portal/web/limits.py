"""How often somebody may come: a bucket each, filled evenly, that holds as many as may come at once."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Final

MOST_BUCKETS: Final = 10_000


@dataclass(frozen=True)
class Allowed:
    """Whether one more may come, how many after it, and after how many seconds the next."""

    yes: bool
    left: int
    wait_s: int


class Limits:
    """The buckets of one replica; each replica counts by itself."""

    def __init__(self) -> None:
        """Begin with every bucket full."""
        self._buckets: dict[str, tuple[float, datetime]] = {}

    def take(self, key: str, now: datetime, *, most: int, per_s: float) -> Allowed:
        """Take one from a bucket that holds `most` and is filled in `per_s` seconds."""
        held, at = self._buckets.pop(key, (float(most), now))
        rate = most / per_s
        held = min(float(most), held + max((now - at).total_seconds(), 0.0) * rate)
        yes = held >= 1
        held -= yes
        self._buckets[key] = (held, now)
        if len(self._buckets) > MOST_BUCKETS:  # the one that nobody came to for longest
            self._buckets.pop(next(iter(self._buckets)))
        return Allowed(yes, int(held), 0 if held >= 1 else ceil((1 - held) / rate))
