"""Lets many cases act at once and still come out the same each time: who is sought for whom goes one after another.

Two families who look for a coordinator at the same moment must not depend on which of their commands was quicker.
"""

import asyncio
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Final

from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Query, Receipt
from kring_shared.runtime.client import A, Client
from kring_shared.testing.people.agenda import Act
from kring_shared.testing.people.desk import Desk, PlayError

SHARED: Final = frozenset({"matching"})
"""The services in which cases meet: their coordinators are the same people."""


class Turn:
    """One case's acts of one moment: they run until they need the shared register, and then wait for their turn."""

    def __init__(self, case: str, acts: Sequence[Act]) -> None:
        """Keep the acts, in order."""
        self.case, self._acts = case, acts
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

    async def tries(self, command: Command, role: Role, who: str, office: str) -> Receipt:
        """Give a command in its turn."""
        await _await_turn(command.service)
        return await super().tries(command, role, who, office)

    async def ask(self, query: Query, role: Role, who: str, office: str, form: type[A]) -> A:
        """Ask a question in its turn."""
        await _await_turn(query.service)
        return await super().ask(query, role, who, office, form)


async def _await_turn(service: str) -> None:
    turn = _TURN.get()
    if turn is not None and service in SHARED:
        await turn.comes()


async def take_turns(turns: Sequence[Turn]) -> list[str]:
    """Run them side by side as far as they touch nothing shared, then the rest in order; give who was refused."""
    running = {turn: asyncio.create_task(turn.run()) for turn in turns}
    for turn, task in running.items():
        waiting = asyncio.create_task(turn.waits.wait())
        await asyncio.wait((task, waiting), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
    problems = []
    for turn, task in running.items():
        turn.may_go_on()
        try:
            await task
        except PlayError as error:
            problems.append(f"{turn.case}: {error}")
    return problems
