"""The instants of the lane at which a process may die, by name, so that tests can kill it exactly there.

`KRING_DIE_AT=after-commit:3` makes a process kill itself (SIGKILL) the third time it comes by; without it, nothing.
"""

import os
import signal
from collections import Counter
from enum import StrEnum


class Instant(StrEnum):
    """Where the lane stands between two steps that cannot be one."""

    BEFORE_COMMIT = "before-commit"
    AFTER_COMMIT = "after-commit"
    BEFORE_PUBLISH = "before-publish"
    AFTER_PUBLISH = "after-publish"
    BEFORE_ACKNOWLEDGE = "before-acknowledge"
    DURING_ERRAND = "during-errand"


_place, _, _times = os.environ.get("KRING_DIE_AT", "").partition(":")
_seen: Counter[str] = Counter()


def come_by(instant: Instant) -> None:
    """Pass an instant; die there when a test asked for it."""
    if instant.value == _place:
        _seen[_place] += 1
        if _seen[_place] == int(_times or 1):
            os.kill(os.getpid(), signal.SIGKILL)
