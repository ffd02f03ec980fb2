"""`kring dead-letters`: what did not arrive, why, and how to try it again."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.desk import Desk, at_a_desk
from kring_shared.runtime.cli.failing import REFUSED
from kring_shared.runtime.cli.names import complete_service, service_names
from kring_shared.runtime.cli.options import as_it_is

if TYPE_CHECKING:
    from kring_shared.contracts.envelope import Receipt
    from kring_shared.contracts.every_service import DeadLetter
    from kring_shared.runtime.bus.client import Client

EXAMPLE: Final = "Example: kring dead-letters retry 019aa0000000700080000000000000a1"
LIST_EXAMPLE: Final = "Example: kring dead-letters list --service intake"
SHOW_EXAMPLE: Final = "Example: kring dead-letters show 019aa0000000700080000000000000a1"
MOST: Final = 1000
letters = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Id = Annotated[str, typer.Argument(metavar="ID", help="The letter's id, or its beginning.")]
Service = Annotated[
    list[str] | None, typer.Option("--service", help="Only these services.", autocompletion=complete_service)
]


@dataclass(frozen=True)
class Found:
    """A letter, and where it lies."""

    service: str
    office: str
    letter: "DeadLetter"

    def as_object(self) -> dict[str, Any]:
        """Give it as a program reads it."""
        place = {"service": self.service, "office": self.office}
        return place | self.letter.model_dump(mode="json", by_alias=True)


@letters.command("list", epilog=as_it_is(LIST_EXAMPLE))
@at_a_desk()
def list_letters(
    service: Service = None,
    *,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """List what was tried and did not work.

    Of every service and office, the oldest first.
    """
    from kring_shared.runtime.cli.printing import json_line, table

    found = desk.run(lambda client: _all(client, desk, service))
    if as_json:
        for one in found:
            json_line(one.as_object())
        return
    rows = [
        (
            one.letter.id,
            one.service,
            f"{one.letter.parked_at.astimezone():%d-%m-%Y %H:%M}",
            one.letter.kind,
            one.letter.reason,
        )
        for one in found
    ]
    table(("letter", "service", "since", "message", "why"), rows)


@letters.command("show", epilog=as_it_is(SHOW_EXAMPLE))
@at_a_desk()
def show_letter(
    letter: Id,
    *,
    service: Service = None,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """Show one letter.

    Where it lies, how often it was tried, why it failed; never what was in it.
    """
    from kring_shared.runtime.cli.printing import json_line

    found = desk.run(lambda client: _all(client, desk, service))
    card = _one(found, letter).as_object()
    if as_json:
        json_line(card)
        return
    for name, value in card.items():
        typer.echo(f"{name:<9} {value}")


@letters.command("retry", epilog=as_it_is(EXAMPLE))
@at_a_desk()
def retry_letter(
    letter: Id,
    *,
    service: Service = None,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """Have one letter tried again at once.

    If it fails again, it comes back to the list with the new reason.
    """
    from kring_shared.runtime.cli.printing import json_line

    one, receipt = desk.run(lambda client: _retry(client, desk, letter, service))
    if as_json:
        json_line(receipt)
    elif receipt.status == "done":
        typer.echo(
            f"{one.letter.id} is tried again by {one.service}; `kring dead-letters list` shows whether it stays away"
        )
    else:
        typer.echo(f"refused: {receipt.code}\n  {receipt.message}")
    if receipt.status != "done":
        raise typer.Exit(REFUSED)


async def _retry(client: "Client", desk: Desk, letter: str, only: list[str] | None) -> "tuple[Found, Receipt]":
    from kring_shared.contracts.every_service import RetryDeadLetter

    one = _one(await _all(client, desk, only), letter)
    command = RetryDeadLetter(id=one.letter.id)
    return one, await client.do(command, desk.who.at(one.office, client), service=one.service)


async def _all(client: "Client", desk: Desk, only: list[str] | None) -> list[Found]:
    from kring_shared.contracts.every_service import DeadLetters, ListDeadLetters

    found: dict[tuple[str, str], Found] = {}
    for service in only or service_names():
        for office in desk.offices:
            at = desk.who.at(office, client)
            answer = await client.ask(ListDeadLetters(limit=MOST), at, DeadLetters, service=service)
            for letter in answer.letters:  # one whose office nobody could read is shown to each
                found.setdefault((service, letter.id), Found(service, office, letter))
    return sorted(found.values(), key=lambda one: one.letter.parked_at)


def _one(found: list[Found], wanted: str) -> Found:
    from kring_shared.kernel.errors import NotFound

    fitting = [one for one in found if one.letter.id.startswith(wanted)]
    if len({one.letter.id for one in fitting}) > 1:
        raise NotFound("several letters begin so: give more of the id; `kring dead-letters list` shows them")
    if len(fitting) > 1:
        services = ", ".join(one.service for one in fitting)
        raise NotFound(f"the same message failed in several services: name one of {services} with --service")
    if not fitting:
        raise NotFound("no letter has that id; `kring dead-letters list` shows them")
    return fitting[0]
