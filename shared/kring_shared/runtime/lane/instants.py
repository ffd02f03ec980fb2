"""The instants of the lane at which a process may die, by name, so that tests can kill it exactly there.

`KRING_DIE_AT=after-commit:3` makes a process kill itself (SIGKILL) the third time it comes by; without it, nothing.
"""

import os
import signal
from collections import Counter
from enum import StrEnum
from functools import cache


class Instant(StrEnum):
    """Where the lane stands between two steps that cannot be one."""

    BEFORE_COMMIT = "before-commit"
    BEFORE_ERASE = "before-erase"
    AFTER_COMMIT = "after-commit"
    BEFORE_PUBLISH = "before-publish"
    AFTER_PUBLISH = "after-publish"
    BEFORE_ACKNOWLEDGE = "before-acknowledge"
    DURING_ERRAND = "during-errand"
    AFTER_ERRAND = "after-errand"


_seen: Counter[str] = Counter()


def come_by(instant: Instant) -> None:
    """Pass an instant; die there when a test asked for it."""
    place, times = _wanted()
    if instant.value == place:
        _seen[place] += 1
        if _seen[place] == times:
            os.kill(os.getpid(), signal.SIGKILL)


@cache
def _wanted() -> tuple[str, int]:
    """Read the place and the count once, and not at import: a test forks its processes from one that imported us."""
    place, _, times = os.environ.get("KRING_DIE_AT", "").partition(":")
    return place, int(times or 1)
