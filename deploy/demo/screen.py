"""What the demo shows while it runs: how many routes passed each step; a table in a terminal, plain lines elsewhere."""

import time
from collections import Counter
from datetime import datetime, timedelta
from textwrap import fill
from types import TracebackType
from typing import Final, Self

from rich.console import Console
from rich.live import Live
from rich.table import Table

from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.route import ROUTE

WEEK: Final = timedelta(days=7)
BAR_WIDTH: Final = 12
REDRAW_SECONDS: Final = 0.1
KEPT_TOGETHER: Final = "\N{NO-BREAK SPACE}"


class Screen:
    """Counts facts per step of the route."""

    def __init__(self, console: Console) -> None:
        """Show on a console; without a terminal one plain line a week is printed."""
        self._console = console
        self._opened: Counter[str] = Counter()
        self._closed: Counter[str] = Counter()
        self._printed: Counter[str] = Counter()
        self._start: datetime | None = None
        self._next_line: datetime | None = None
        self._now: datetime | None = None
        self._drawn = 0.0
        self._live = Live(console=console, auto_refresh=False, transient=True) if console.is_terminal else None

    def __enter__(self) -> Self:
        """Begin to show."""
        if self._live:
            self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Show the last state, and leave it standing."""
        if self._live:
            self._live.stop()
        self._console.print(self._table())

    def watch(self, fact: Fact, now: datetime) -> None:
        """Count a fact."""
        self._start, self._now = self._start or now, now
        for step in ROUTE:
            self._opened[step.title] += isinstance(fact, step.opens)
            self._closed[step.title] += isinstance(fact, step.closes)
        if self._live:
            if time.monotonic() - self._drawn > REDRAW_SECONDS:  # drawing costs more than the facts themselves
                self._live.update(self._table(), refresh=True)
                self._drawn = time.monotonic()
        elif self._next_line is None or now >= self._next_line:
            self._next_line = now + WEEK
            self._print_line()

    def _print_line(self) -> None:
        """Print how many began each step since the last line; a week in which nothing began has none."""
        new = self._opened - self._printed
        begun = ", ".join(f"{title} {n}".replace(" ", KEPT_TOGETHER) for title, n in new.items())
        if begun:
            before = f"by week {self._week():>2} begun: "
            text = fill(
                begun,
                self._console.width,
                initial_indent=before,
                subsequent_indent=" " * len(before),
                break_on_hyphens=False,
            )
            self._console.print(text, highlight=False)
        self._printed = self._opened.copy()

    def _week(self) -> int:
        return (self._now - self._start) // WEEK + 1 if self._now and self._start else 0

    def _table(self) -> Table:
        table = Table(title=f"the route, week {self._week()} on the driven clock", title_justify="left", box=None)
        table.add_column("step", style="bold")
        table.add_column("")
        table.add_column("begun", justify="right")
        table.add_column("done", justify="right")
        table.add_column("what happens in it", style="dim", overflow="fold")
        most = max([*self._opened.values(), 1])
        for step in ROUTE:
            begun, done = self._opened[step.title], self._closed[step.title]
            full = round(BAR_WIDTH * min(begun, most) / most)
            table.add_row(step.title, "█" * full, str(begun), str(done), step.about)
        return table
