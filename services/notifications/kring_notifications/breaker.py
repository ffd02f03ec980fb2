"""A channel that keeps failing is left alone for a while: it is not helped by a hundred more letters."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

FAILS_BEFORE_REST: Final = 5
REST: Final = timedelta(minutes=2)
"""How long a provider rests, and how long a message waits for it, or for keys that are away."""


@dataclass
class Breaker:
    """Counts how often in a row a provider was away; after that it rests, and then one message tries it first."""

    failed: int = 0
    rests_until: datetime | None = None
    trying: bool = False

    def may_try(self, now: datetime) -> bool:
        """Tell whether a message may be given to it; after a rest only one, until it is known how that went."""
        if self.rests_until is None:
            return True
        if now < self.rests_until or self.trying:
            return False
        self.trying = True
        return True

    def went(self, now: datetime, *, well: bool) -> None:
        """Note how a try went."""
        self.trying = False
        if well:
            self.failed, self.rests_until = 0, None
            return
        self.failed += 1
        if self.failed >= FAILS_BEFORE_REST:
            self.rests_until = now + REST
