"""One question or command of one office, as every command of the registry asks it."""

import asyncio
from typing import TYPE_CHECKING, TypeVar

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import BaseModel

    from kring_shared.contracts.envelope import Command, Query, Receipt

    A = TypeVar("A", bound=BaseModel)
else:
    A = TypeVar("A")

REFUSED = 3


class Desk:
    """Who asks, at which office of which Kring."""

    def __init__(self, directory: "Path | None", nats: str, role: str, actor: str, purpose: str, office: str) -> None:
        """Name them; raises `BadParameter` where several offices could be meant."""
        from kring_shared.runtime.cli.edge import Where, Who
        from kring_shared.runtime.cli.writing import one_office

        self.office = one_office(office)
        self._where, self._who = Where(directory, nats), Who(role, actor, purpose)

    def ask(self, query: "Query", form: "type[A]", *, within_s: float = 10.0) -> "A":
        """Ask one thing, and wait for the answer for so many seconds.

        Raises:
            NoAnswer: the registry did not answer.
            RefusedAnswer: it may not be asked, or there is nothing.
        """

        async def asked() -> "A":
            async with self._where.client() as client:
                return await client.ask(query, self._who.at(self.office, client), form, timeout=within_s)

        return asyncio.run(asked())

    def do(self, command: "Command") -> "Receipt":
        """Give one command; a refusal is printed, and ends with exit status 3."""

        async def done() -> "Receipt":
            async with self._where.client() as client:
                return await client.do(command, self._who.at(self.office, client))

        receipt = asyncio.run(done())
        if receipt.status != "done":
            typer.echo(f"refused: {receipt.code}\n  {receipt.message}", err=True)
            raise typer.Exit(REFUSED)
        return receipt
