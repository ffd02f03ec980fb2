"""What is found where something is looked at: right, to mind, wrong, or not looked at; in one line, with what to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

MIND_UNDER: Final = timedelta(days=30)
"""What runs out within this time is minded: long enough to have something renewed by others."""


class State(StrEnum):
    """How it is; only `wrong` is a reason to get up for."""

    RIGHT = "right"
    MIND = "mind"
    WRONG = "wrong"
    NOT_LOOKED_AT = "not-looked-at"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; its words hold no secret and nothing about anybody."""

    about: str
    state: State
    words: str
    do: str = ""

    def as_object(self, part: str) -> dict[str, Any]:
        """Give it as a program reads it."""
        return {"part": part, "about": self.about, "state": self.state, "words": self.words, "do": self.do}


def right(about: str, words: str) -> Finding:
    """Say that it is as it should be."""
    return Finding(about, State.RIGHT, words)


def mind(about: str, words: str, do: str) -> Finding:
    """Say that it works, and what will be wrong one day."""
    return Finding(about, State.MIND, words, do)


def wrong(about: str, words: str, do: str = "") -> Finding:
    """Say what is wrong, and what to do."""
    return Finding(about, State.WRONG, words, do)


def not_looked_at(about: str, because: str) -> Finding:
    """Say why it could not be seen, so that nobody takes it for right."""
    return Finding(about, State.NOT_LOOKED_AT, f"not looked at: {because}")


def term(about: str, begins: datetime | None, ends: datetime | None, now: datetime, do: str) -> Finding:
    """Judge what holds from one moment to another; without an end it holds for good."""
    if begins is not None and now < begins:
        return wrong(about, f"holds only from {begins.astimezone():%d-%m-%Y %H:%M}", "look at both clocks, or wait")
    if ends is None:
        return right(about, "has no end")
    day = f"{ends.astimezone():%d-%m-%Y}"
    if ends <= now:
        return wrong(about, f"ran out {_days(now - ends)} ago, on {day}", do)
    if ends - now < MIND_UNDER:
        return mind(about, f"runs out in {_days(ends - now)}, on {day}", do)
    return right(about, f"holds for {_days(ends - now)}, until {day}")


def count(number: int, one: str, many: str = "") -> str:
    """Say how many there are."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def since(moment: datetime | None) -> str:
    """Say since when something is so, in this machine's time."""
    return f"since {moment.astimezone():%d-%m-%Y %H:%M}" if moment is not None else ""


def _days(time: timedelta) -> str:
    return count(time.days, "day") if time.days else "less than a day"
