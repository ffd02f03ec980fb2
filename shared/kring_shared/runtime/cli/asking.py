"""`kring do` and `kring ask`: any command and any query, by name, in somebody's role."""

import asyncio
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.names import Found, complete_command, complete_query, find

if TYPE_CHECKING:
    from kring_shared.contracts.envelope import Named, Receipt
    from kring_shared.runtime.cli.edge import Where, Who

DO_EXAMPLE = """Example: kring do triage-request '{"caseId": "…", "conferenceType": "family", …}' --office utrecht"""
ASK_EXAMPLE = """Example: kring ask list-coordinators '{}' --office gent --json"""
Body = Annotated[str, typer.Argument(metavar="JSON", help="Its fields; `-` reads standard input, `@FILE` a file.")]
List = Annotated[bool, typer.Option("--list", help="Show what there is, with fields and an example; ask nothing.")]
REFUSED = 3


def do(
    command: Annotated[str, typer.Argument(metavar="COMMAND", help="Its name.", autocompletion=complete_command)] = "",
    body: Body = "{}",
    *,
    show: List = False,
    command_id: Annotated[str, typer.Option("--id", help="The command's own id: the same one again is safe.")] = "",
    role: opt.Role = opt.MANAGER,
    actor: opt.As = opt.DESK,
    office: opt.Office = "",
    purpose: opt.Purpose = opt.ROUTE,
    directory: opt.Dir = None,
    nats: opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Give a command and print its receipt.

    `kring do --list` names every command. Without --office the office that knows the case is asked.
    """
    if show:
        _list("do", command, as_json=as_json)
        return
    from kring_shared.runtime.cli.edge import Where, Who

    found, message = _message("do", command, body)
    asked = _do(
        Where(directory, nats), Who(role, actor, purpose), _offices(message, office), found, message, command_id
    )
    _print_receipt(asyncio.run(asked), as_json=as_json)


def ask(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Its name.", autocompletion=complete_query)] = "",
    body: Body = "{}",
    *,
    show: List = False,
    role: opt.Role = opt.MANAGER,
    actor: opt.As = opt.DESK,
    office: opt.Office = "",
    purpose: opt.Purpose = opt.ROUTE,
    emergency: opt.Emergency = "",
    directory: opt.Dir = None,
    nats: opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Ask a question and print its answer.

    `kring ask --list` names every query. Without --office the office that knows the case is asked.
    """
    if show:
        _list("ask", query, as_json=as_json)
        return
    from kring_shared.runtime.cli.edge import Where, Who, purpose_of
    from kring_shared.runtime.cli.printing import json_line

    who = Who(role, actor, purpose_of(purpose, emergency))
    found, message = _message("ask", query, body)
    asked = _ask(Where(directory, nats), who, _offices(message, office), found, message)
    answer = asyncio.run(asked)
    if as_json:
        json_line(answer)
    else:
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))


async def _do(
    where: "Where",
    who: "Who",
    offices: tuple[str, ...],
    found: Found,
    message: Any,  # noqa: ANN401 - a command of any class
    command_id: str,
) -> "Receipt":
    receipt: Receipt | None = None
    async with where.client() as client:
        for office in offices:
            sender = who.at(office, client)
            receipt = await client.do(message, sender, service=found.service, command_id=command_id)
            if receipt.code != "kring.not-found":
                break
    assert receipt is not None  # noqa: S101 - there is always an office to ask
    return receipt


async def _ask(
    where: "Where",
    who: "Who",
    offices: tuple[str, ...],
    found: Found,
    message: Any,  # noqa: ANN401 - a query of any class
) -> dict[str, Any]:
    from pydantic import RootModel

    from kring_shared.runtime.bus.client import RefusedAnswer

    async with where.client() as client:
        for office in offices:
            try:
                whole = await client.ask(
                    message, who.at(office, client), RootModel[dict[str, Any]], service=found.service
                )
            except RefusedAnswer as error:
                if error.receipt.code != "kring.not-found" or office == offices[-1]:
                    raise
            else:
                return whole.root
    return {}


def _message(verb: str, name: str, body: str) -> "tuple[Found, Named]":
    from pydantic import ValidationError

    from kring_shared.kernel.errors import InvalidFields
    from kring_shared.runtime.cli.bodies import read_body, wrong_fields
    from kring_shared.runtime.lane.receipts import pointers

    if not name:
        raise typer.BadParameter(f"name what to {verb}; `kring {verb} --list` shows what there is")
    found = find(verb, name)
    fields = read_body(body)
    try:
        return found, found.model.model_validate(fields, extra="forbid")
    except ValidationError as error:
        see = f"`kring {verb} --list {found.name}` shows what belongs there"
        raise InvalidFields(pointers(error), f"{wrong_fields(error)}; nothing was sent; {see}") from None


def _offices(message: "Named", chosen: str) -> tuple[str, ...]:
    """Name the offices to ask in turn: only a case that exists can be looked for, so nothing is made by guessing."""
    from kring_shared.runtime.cli.edge import offices_of

    office = chosen or getattr(message, "office", "")
    offices = offices_of(office)
    if len(offices) > 1 and not getattr(message, "case_id", ""):
        raise typer.BadParameter(f"say which office: {', '.join(offices)}", param_hint="--office")
    return offices


def _print_receipt(receipt: "Receipt", *, as_json: bool) -> None:
    from kring_shared.runtime.cli.printing import json_line

    if as_json:
        json_line(receipt)
    else:
        facts = {
            "asked": receipt.asked,
            "case": receipt.case_id,
            "told": ", ".join(receipt.told),
            "stage": receipt.stage,
            "possible": ", ".join(receipt.possible),
            "fields": ", ".join(receipt.fields),
            "answer": json.dumps(receipt.answer, ensure_ascii=False) if receipt.answer else "",
            "why": receipt.message,
        }
        typer.echo(receipt.status if receipt.status == "done" else f"{receipt.status}: {receipt.code}")
        for word, said in facts.items():
            if said:
                typer.echo(f"  {word:<9} {said}")
    if receipt.status != "done":
        raise typer.Exit(REFUSED)


def _list(verb: str, name: str, *, as_json: bool) -> None:
    from kring_shared.runtime.cli.listing import show_list

    show_list(verb, name, as_json=as_json)
