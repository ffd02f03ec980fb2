"""Plays a whole Kring on a clock that moves: facts come in, people act, time goes on, until nothing waits for it."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from kring_shared.contracts.envelope import Fact
from kring_shared.kernel.clock import Clock
from kring_shared.runtime.running.at_work import AtWork
from kring_shared.runtime.storage.tables import from_ms
from kring_shared.testing.people.agenda import Act, Agenda
from kring_shared.testing.people.observer import Observer
from kring_shared.testing.people.players import Players

Watch = Callable[[Fact, datetime], None]


class MovableClock(Clock, Protocol):
    """Time that can be put forward, whether it runs on in between or stands still."""

    def move_to(self, moment: datetime) -> None:
        """Put it forward to a moment; it never goes back."""


async def play(
    kring: AtWork,
    clock: MovableClock,
    observer: Observer,
    players: Players,
    agenda: Agenda,
    *,
    watch: Watch = lambda _fact, _at: None,
    until: datetime | None = None,
) -> int:
    """Play until nobody waits for a clock any more, or until a moment; give how many facts were seen.

    That something is only kept until its term keeps nobody waiting: the play ends before that.

    The clock moves only when everything is at rest: every lane, outbox, parked row and errand.
    """
    seen = 0
    while True:
        await kring.settle()
        async for fact in observer.new_facts():
            seen += 1
            watch(fact, clock.now())
            players.see(fact)
        acts = agenda.due()
        if not acts:
            last = _first(agenda.next(), kring.next_due_but_terms())
            if last is None or (until is not None and last > until):
                return seen
            due = _first(None, kring.next_due())
            clock.move_to(min(moment for moment in (last, due) if moment is not None))
            # What Kring itself waited for goes before what people do at the same moment.
            acts = {} if due is not None and due <= clock.now() else agenda.due()
        await asyncio.gather(*(_in_turn(of_one_case) for of_one_case in acts.values()))


async def _in_turn(acts: list[Act]) -> None:
    for act in acts:
        await act()


def _first(act: datetime | None, due_ms: int | None) -> datetime | None:
    waits = [moment for moment in (act, from_ms(due_ms) if due_ms is not None else None) if moment is not None]
    return min(waits, default=None)
