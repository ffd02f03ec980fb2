"""What a simulation shows while it runs: a bar and a rate in a terminal, a plain line every quarter elsewhere."""

import time
from datetime import datetime, timedelta
from types import TracebackType
from typing import Final, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

QUARTER: Final = timedelta(days=91)
REDRAW_SECONDS: Final = 0.25


class Screen:
    """Shows how far it is."""

    def __init__(self, console: Console, total: int) -> None:
        """Show on a console how many of `total` routes are over."""
        self._console, self._total = console, total
        self._began, self._drawn = time.monotonic(), 0.0
        self._next_line: datetime | None = None
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("routes over"))
        self._bar = (
            Progress(*columns, TimeElapsedColumn(), TextColumn("{task.fields[rate]}"), console=console, transient=True)
            if console.is_terminal
            else None
        )
        self._task = self._bar.add_task("begins", total=total, rate="") if self._bar else None

    def __enter__(self) -> Self:
        """Begin to show."""
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop."""
        if self._bar:
            self._bar.stop()

    def show(self, now: datetime, over: int, facts: int) -> None:
        """Show the day of the history, how many routes are over, and how quick it goes."""
        seconds = max(time.monotonic() - self._began, 0.001)
        rate = f"{over / seconds:.1f} routes/s, {facts / seconds:.0f} facts/s"
        if self._bar and self._task is not None:
            if time.monotonic() - self._drawn > REDRAW_SECONDS:
                self._drawn = time.monotonic()
                self._bar.update(self._task, completed=over, description=f"{now:%d %b %Y}", rate=rate)
        elif self._next_line is None or now >= self._next_line:
            self._next_line = now + QUARTER
            self._console.print(
                f"{now:%b %Y}: {over} of {self._total} routes over, {facts} facts, {rate}", highlight=False
            )
