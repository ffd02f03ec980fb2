"""Two offices played as one: people of both act, and facts are seen where people would see them."""

from collections.abc import AsyncIterator, Mapping

from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Fact, Query, Receipt
from kring_shared.runtime.bus.client import A
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.observer import Observer


class Desks(Desk):
    """The people of every office, each at their own office's bus."""

    def __init__(self, desks: Mapping[str, Desk]) -> None:
        """Take a desk for each office."""
        self._desks, self.asked = desks, 0

    async def tries(self, command: Command, role: Role, who: str, office: str) -> Receipt:
        """Give a command at its office; it may well be refused."""
        self.asked += 1
        return await self._desks[office].tries(command, role, who, office)

    async def ask(self, query: Query, role: Role, who: str, office: str, form: type[A]) -> A:
        """Ask a question at its office."""
        self.asked += 1
        return await self._desks[office].ask(query, role, who, office, form)


class Seen(Observer):
    """Every office's own facts, and what has crossed between them; nothing crosses while the line is down."""

    def __init__(self, inside: Mapping[str, Observer], between: Observer) -> None:
        """Look through an observer of each office, and one at the hub."""
        self._inside, self._between = inside, between
        self.line_is_up = True

    async def start(self) -> None:
        """Begin at the first fact."""
        for observer in (*self._inside.values(), self._between):
            await observer.start()

    async def new_facts(self) -> AsyncIterator[Fact]:
        """Give the facts told since the last time."""
        for observer in self._inside.values():
            async for fact in observer.new_facts():
                yield fact
        if self.line_is_up:
            async for fact in self._between.new_facts():
                yield fact
