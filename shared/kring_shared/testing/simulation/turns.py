"""Lets many cases act at once and still come out the same each time: who is sought for whom goes one after another.

Two families who look for a coordinator at the same moment must not depend on which of their commands was quicker.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from typing import Final

from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Named, Query, Receipt
from kring_shared.contracts.notifications import NoteTold
from kring_shared.contracts.registry import ApproveClaim, ChangeClaim, SubmitClaim
from kring_shared.runtime.bus.client import A, Client
from kring_shared.testing.people.agenda import Act
from kring_shared.testing.people.desk import Desk, PlayError

SHARED: Final = frozenset({"matching"})
"""The services in which cases meet: their coordinators are the same people."""
CAPPED: Final = (ChangeClaim, SubmitClaim, ApproveClaim)
"""And the claims of one coordinator meet in the limits of a year."""


class Turn:
    """One case's acts of one moment: they run until they need the shared register, and then wait for their turn."""

    def __init__(self, case: str, office: str, acts: Sequence[Act]) -> None:
        """Keep the acts, in order, and at which office they are done."""
        self.case, self.office, self._acts = case, office, acts
        self.waits, self._may = asyncio.Event(), asyncio.Event()

    async def run(self) -> None:
        """Do them all."""
        _TURN.set(self)
        for act in self._acts:
            await act()

    async def comes(self) -> None:
        """Come back when the shared register may be used."""
        self.waits.set()
        await self._may.wait()

    def may_go_on(self) -> None:
        """Say that it is this case's turn."""
        self._may.set()


_TURN: ContextVar[Turn | None] = ContextVar("turn", default=None)


class TurnDesk(Desk):
    """A desk at which commands and questions about coordinators wait for their turn."""

    def __init__(self, client: Client) -> None:
        """Use one client for everybody."""
        super().__init__(client)
        self._told: list[tuple[Command, Role, str, str]] = []

    async def tries(self, command: Command, role: Role, who: str, office: str) -> Receipt:
        """Give a command in its turn; that somebody was told by telephone is noted when the moment is over."""
        if isinstance(command, NoteTold) and _TURN.get() is not None:
            self._told.append((command, role, who, office))
            return Receipt(status="done")
        await in_turn(command)
        return await super().tries(command, role, who, office)

    async def note_told(self, settle: Callable[[], Awaitable[None]]) -> None:
        """Note who was told, once all else of this moment was handled: it may have made the news too late."""
        told, self._told = self._told, []
        if told:
            await settle()
            await asyncio.gather(*(super(TurnDesk, self).tries(*one) for one in told))

    async def ask(self, query: Query, role: Role, who: str, office: str, form: type[A]) -> A:
        """Ask a question in its turn."""
        await in_turn(query)
        return await super().ask(query, role, who, office, form)


async def in_turn(asked: Named) -> None:
    """Wait until it is our turn, where cases meet in what is asked; outside a turn nobody waits."""
    turn = _TURN.get()
    if turn is not None and (asked.service in SHARED or isinstance(asked, CAPPED)):
        await turn.comes()


async def take_turns(turns: Sequence[Turn], settle: Callable[[], Awaitable[None]]) -> list[str]:
    """Run them side by side as far as they touch nothing shared, then office by office in order.

    In between `settle` is awaited, for what was done in the meantime changes who has room. Gives who was refused.
    """
    running = {turn: asyncio.create_task(turn.run()) for turn in turns}
    for turn, task in running.items():
        waiting = asyncio.create_task(turn.waits.wait())
        await asyncio.wait((task, waiting), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
    queues: dict[str, list[tuple[Turn, asyncio.Task[None]]]] = defaultdict(list)
    for turn, task in running.items():
        queues[turn.office].append((turn, task))
    if any(turn.waits.is_set() for turn in turns):
        await settle()
    return [problem for found in await asyncio.gather(*map(_in_order, queues.values())) for problem in found]


async def _in_order(queue: Sequence[tuple[Turn, asyncio.Task[None]]]) -> list[str]:
    problems = []
    for turn, task in queue:
        turn.may_go_on()
        try:
            await task
        except PlayError as error:
            problems.append(f"{turn.case}: {error}")
    return problems
