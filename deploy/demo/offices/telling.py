"""Tells a day as it goes: what each office does on its side, what crosses between them, and how the line is."""

from collections import Counter
from datetime import datetime
from textwrap import fill, wrap
from typing import Final

from rich.console import Console
from rich.text import Text

from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts import notifications as n
from kring_shared.contracts import registry as r
from kring_shared.contracts.envelope import Fact, Reach

WORK: Final[dict[type[Fact], tuple[str, str]]] = {
    i.RequestReceived: ("request came in", "requests came in"),
    i.RequestAccepted: ("was accepted", "were accepted"),
    m.AssignmentActivated: ("has a coordinator", "have a coordinator"),
    c.ConferenceScheduled: ("chose a day", "chose a day"),
    c.ConferenceConcluded: ("family made its plan", "families made their plan"),
    r.RegistrationLocked: ("registration locked", "registrations locked"),
    n.NotificationSent: ("message", "messages"),
}
"""What a day's line counts of each office's own work."""
CROSSED: Final[dict[type[Fact], str]] = {
    i.TransferOffered: "offers a request that came to the wrong office",
    i.TransferAccepted: "takes the request over",
    i.TransferRefused: "does not take the request over",
    i.TransferRecalled: "takes its offer back",
    i.TransferHandedOver: "hands the request over, sealed",
    m.LoanRequested: "asks for a coordinator who speaks Somali",
    m.LoanOffered: "lends a coordinator",
    m.LoanRefused: "has nobody to lend",
    m.LoanTaken: "tells that the coordinator it borrowed has begun",
    m.LoanEnded: "needs nobody any more",
    m.LoanWithdrawn: "takes its coordinator back",
}
"""What one office tells the other, in words; a test holds it against what may leave an office."""
UP, DOWN, THERE, BACK = "═══", "═ ═", "══▶", "◀══"
SIDE: Final = 42
WHEN: Final = 17


class Telling:
    """Two columns with the line between them: each office's work a line a day, and each fact that crosses."""

    def __init__(self, console: Console, left: str, right: str) -> None:
        """Tell of two offices."""
        self._console, self._sides = console, (left, right)
        self._counts: dict[str, Counter[type[Fact]]] = {left: Counter(), right: Counter()}
        self._day: str = ""
        self._is_up = True
        self.crossed: list[Fact] = []

    def begin(self) -> None:
        """Print who stands where."""
        left, right = (side.title() for side in self._sides)
        self._print("", left, "line", right, style="bold")

    def watch(self, fact: Fact, now: datetime) -> None:
        """Count or tell one fact."""
        day = f"{now:%a %d %b}"
        if day != self._day:
            self.flush()
            self._day = day
        if fact.reach is Reach.BACKBONE:
            self.flush()
            self.crossed.append(fact)
            self._cross(fact, now)
        elif type(fact) in WORK:
            self._counts[fact.office][type(fact)] += 1

    def say(self, now: datetime, text: str, *, is_up: bool) -> None:
        """Tell what happened to the line."""
        self.flush()
        self._is_up = is_up
        when = f"{now:%a %d %b %H:%M}".ljust(WHEN)
        said = fill(text, 2 * SIDE + WHEN, initial_indent=when, subsequent_indent=" " * WHEN)
        self._console.print(Text(said, style="bold yellow"), highlight=False, soft_wrap=True)

    def flush(self) -> None:
        """Print what was done since the last line."""
        left, right = (_counted(self._counts[side]) for side in self._sides)
        if left or right:
            self._print(self._day, left, UP if self._is_up else DOWN, right)
        for counts in self._counts.values():
            counts.clear()

    def _cross(self, fact: Fact, now: datetime) -> None:
        words = CROSSED[type(fact)]
        from_left = fact.office == self._sides[0]
        left, right = (words, "") if from_left else ("", words)
        self._print(f"{now:%a %d %b %H:%M}", left, THERE if from_left else BACK, right, style="cyan")

    def _print(self, when: str, left: str, line: str, right: str, style: str = "") -> None:
        rows = zip(*_same_length(_folded(left), _folded(right)), strict=True)
        for place, (one, other) in enumerate(rows):
            first = place == 0
            text = Text((when if first else "").ljust(WHEN), style="dim")
            text.append(one.ljust(SIDE), style=style)
            text.append(
                (line if first or line in {UP, DOWN} else "   ").center(5), style="yellow" if line == DOWN else "dim"
            )
            text.append(f"  {other}", style=style)
            self._console.print(text, highlight=False, soft_wrap=True)


def _counted(counts: Counter[type[Fact]]) -> str:
    done = [(counts[kind], one, more) for kind, (one, more) in WORK.items() if counts[kind]]
    return ", ".join(f"{times} {one if times == 1 else more}" for times, one, more in done)


def _folded(words: str) -> list[str]:
    return wrap(words, SIDE - 2, break_long_words=False) or [""]


def _same_length(left: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    longest = max(len(left), len(right))
    return left + [""] * (longest - len(left)), right + [""] * (longest - len(right))
