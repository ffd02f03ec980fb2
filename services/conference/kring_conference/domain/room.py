"""What is known of the meeting itself: that its parts began and ended, and never what was said in them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from kring_shared.contracts.conference import Side

BOTH: Final = frozenset(Side)


@dataclass(frozen=True)
class Room:
    """One meeting as it is held, the first or a second; of private time it keeps when it was, until the lock.

    `conditions`: how many everybody knew when it opened, or made its plan without meeting; absent before.
    `closed`: it was told that this meeting was held, and what it led to; not so when it was broken off.
    `forgotten`: the lock came, so that no hour of private time is kept any more, whatever is heard after it.
    `sides_done`: restorative, in separate rooms: which circle gave its sign in the private time that runs.
    """

    meeting: int = 0
    opened_at: datetime | None = None
    conditions_explained: bool = False
    private_from: datetime | None = None
    private_until: datetime | None = None
    asked_to_meet: frozenset[Side] = frozenset()
    together: bool = False
    sides_done: frozenset[Side] = frozenset()
    closed: bool = False
    forgotten: bool = False
    conditions: int | None = None

    @property
    def both_asked_to_meet(self) -> bool:
        """Tell whether each of the two circles asked to be with the other."""
        return self.asked_to_meet == BOTH

    @property
    def was_private(self) -> bool:
        """Tell whether the circle was alone in this meeting before."""
        return self.private_from is not None

    @property
    def is_done(self) -> bool:
        """Tell whether both circles gave their sign."""
        return self.sides_done == BOTH

    def next_opened(self, at: datetime, conditions: int) -> "Room":
        """Open the next meeting: nothing of the former one stays, but that a circle asked to meet the other."""
        meeting, asked = self.meeting + 1, self.asked_to_meet
        return Room(meeting, at, asked_to_meet=asked, forgotten=self.forgotten, conditions=conditions)

    def emptied(self, at: datetime, *, together: bool) -> "Room":
        """Leave the circle alone in it, or each of the two in a room of its own; when it ends nobody knows."""
        began = None if self.forgotten else at
        return replace(self, private_from=began, private_until=None, together=together, sides_done=frozenset())

    def joined(self, at: datetime) -> "Room":
        """Have the circle join the others again, or go home."""
        return replace(self, private_until=None if self.forgotten else at)

    def without_stamps(self) -> "Room":
        """Forget when the circle was alone, now and for good; that it was, its conference shows."""
        return replace(self, private_from=None, private_until=None, forgotten=True)


EMPTY_ROOM: Final = Room()
