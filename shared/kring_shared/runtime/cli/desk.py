"""Who asks, at which office of which Kring: six options, written once, and what a command does with them."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.failing import REFUSED

if TYPE_CHECKING:
    from pydantic import BaseModel

    from kring_shared.contracts.envelope import Command, Query, Receipt
    from kring_shared.runtime.bus.client import Client
    from kring_shared.runtime.cli.edge import Where, Who

A = TypeVar("A", bound="BaseModel")
T = TypeVar("T")
ASKED: Final[dict[str, tuple[Any, Any]]] = {
    "role": (opt.Role, opt.MANAGER),
    "actor": (opt.As, opt.DESK),
    "office": (opt.Office, ""),
    "purpose": (opt.Purpose, opt.ROUTE),
    "directory": (opt.Dir, None),
    "nats": (opt.Nats, ""),
}
"""The six: what each is, and what it is when nobody names it."""
MUST_BE_NAMED: Final = inspect.Parameter.empty
AS_JSON: Final = "as_json"
"""Stands last in the help of every command that has it."""


@dataclass(frozen=True)
class Desk:
    """Somebody who asks, in a role, at the office that was named or at every one there is."""

    where: "Where"
    who: "Who"
    named: str
    """The office as it was named; empty where none was."""

    @cached_property
    def office(self) -> str:
        """Give the one office that is meant; raises `BadParameter` where several could be."""
        from kring_shared.runtime.cli.writing import one_office

        return one_office(self.named)

    @cached_property
    def offices(self) -> tuple[str, ...]:
        """Give the offices to ask: the one that was named, else all there are."""
        from kring_shared.runtime.cli.edge import offices_of

        return offices_of(self.named)

    def run(self, work: "Callable[[Client], Awaitable[T]]") -> T:
        """Do something with a client that signs, and wait for it.

        Raises:
            BusAway: nothing answers there.
            WrongSetup: there is no key to sign with.
        """

        async def at_work() -> T:
            async with self.where.client() as client:
                return await work(client)

        return asyncio.run(at_work())

    def ask(self, query: "Query", form: type[A], *, within_s: float = 10.0) -> A:
        """Ask the one office, and wait for the answer for so many seconds.

        Raises:
            NoAnswer: the service did not answer.
            RefusedAnswer: it may not be asked, or there is nothing.
        """
        office = self.office
        return self.run(lambda client: client.ask(query, self.who.at(office, client), form, timeout=within_s))

    def ask_each(self, query_of: "Callable[[str], Query]", form: type[A]) -> list[A]:
        """Ask every office its own question; raises as `ask`."""

        async def asked(client: "Client") -> list[A]:
            return [await client.ask(query_of(office), self.who.at(office, client), form) for office in self.offices]

        return self.run(asked)

    def ask_in_turn(self, query: "Query", form: type[A], *, service: str = "") -> A:
        """Ask one office after the other until one knows the case; the last one's refusal is everybody's."""
        from kring_shared.kernel.errors import NotFound
        from kring_shared.runtime.bus.client import RefusedAnswer

        async def asked(client: "Client") -> A:
            *others, last = self.offices
            for office in others:
                try:
                    return await client.ask(query, self.who.at(office, client), form, service=service)
                except RefusedAnswer as error:
                    if error.receipt.code != NotFound.code:
                        raise
            return await client.ask(query, self.who.at(last, client), form, service=service)

        return self.run(asked)

    async def do_in_turn(
        self, client: "Client", command: "Command", *, service: str = "", command_id: str = ""
    ) -> "Receipt":
        """Give a command to one office after the other until one knows what it is about; gives the last receipt."""
        from kring_shared.kernel.errors import NotFound

        *others, last = self.offices
        for office in others:
            at = self.who.at(office, client)
            receipt = await client.do(command, at, service=service, command_id=command_id)
            if receipt.code != NotFound.code:
                return receipt
        return await client.do(command, self.who.at(last, client), service=service, command_id=command_id)

    def do(self, command: "Command") -> "Receipt":
        """Give one command to the one office; a refusal is printed, and ends with exit status 3."""
        office = self.office
        receipt = self.run(lambda client: client.do(command, self.who.at(office, client)))
        if receipt.status != "done":
            typer.echo(f"refused: {receipt.code}\n  {receipt.message}", err=True)
            raise typer.Exit(REFUSED)
        return receipt


def at_a_desk(**instead: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:  # noqa: ANN401 - as each option
    """Give a command its `desk`: the six options stand behind its own, and what they say is handed to it as one.

    Args:
        instead: What an option is when nobody names it, where that is not as everywhere; `MUST_BE_NAMED` for none.
    """
    keyword = inspect.Parameter.KEYWORD_ONLY
    six = [
        inspect.Parameter(name, keyword, default=instead.get(name, default), annotation=kind)
        for name, (kind, default) in ASKED.items()
    ]

    def with_desk(command: Callable[..., None]) -> Callable[..., None]:
        own = [one for one in inspect.signature(command).parameters.values() if one.name != "desk"]
        before, last = [one for one in own if one.name != AS_JSON], [one for one in own if one.name == AS_JSON]

        @wraps(command)
        def run(**given: Any) -> None:  # noqa: ANN401 - what Typer read
            from kring_shared.runtime.cli.edge import Where, Who

            role, actor, office, purpose, directory, nats = (given.pop(name) for name in ASKED)
            command(desk=Desk(Where(directory, nats), Who(role, actor, purpose), office), **given)

        # Typer reads a command's options from these two.
        run.__signature__ = inspect.Signature([*before, *six, *last])  # type: ignore[attr-defined] # Typer reads it
        run.__annotations__ = {one.name: one.annotation for one in (*before, *six, *last)}
        return run

    return with_desk
