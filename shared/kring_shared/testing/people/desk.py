"""How played people speak: each command in somebody's own role, and a refusal nobody meant is an error."""

from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Query, Receipt
from kring_shared.runtime.bus.client import A, Client


class PlayError(Exception):
    """People were refused what the field lets them do."""


class Desk:
    """Sends what people ask, and counts it."""

    def __init__(self, client: Client) -> None:
        """Use one client for everybody."""
        self._client = client
        self.asked = 0

    async def do(self, command: Command, role: Role, who: str, office: str) -> Receipt:
        """Give a command; raise `PlayError` when it is refused."""
        receipt = await self.tries(command, role, who, office)
        if receipt.status != "done":
            raise PlayError(f"{command.name} of {role} was refused: {receipt.code} {receipt.message}")
        return receipt

    async def tries(self, command: Command, role: Role, who: str, office: str) -> Receipt:
        """Give a command that may well be refused."""
        self.asked += 1
        return await self._client.do(command, self._client.actor(role, who, office), timeout=60)

    async def ask(self, query: Query, role: Role, who: str, office: str, form: type[A]) -> A:
        """Ask a question."""
        self.asked += 1
        return await self._client.ask(query, self._client.actor(role, who, office), form, timeout=60)
