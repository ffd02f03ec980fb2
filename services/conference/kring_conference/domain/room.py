"""What is known of the meeting itself: that its parts began and ended, and never what was said in them."""

from dataclasses import dataclass
from datetime import datetime

from kring_shared.contracts.conference import Side


@dataclass(frozen=True)
class Room:
    """One meeting as it is held, the first or a second; of private time it keeps when it was, until the lock."""

    meeting: int = 0
    opened_at: datetime | None = None
    conditions_explained: bool = False
    private_from: datetime | None = None
    private_until: datetime | None = None
    asked_to_meet: frozenset[Side] = frozenset()
    together: bool = False
    sides_done: frozenset[Side] = frozenset()


EMPTY_ROOM = Room()
