"""`kring do` and `kring ask`: any command and any query, by name, in somebody's role."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.desk import Desk, at_a_desk
from kring_shared.runtime.cli.failing import REFUSED
from kring_shared.runtime.cli.names import Found, complete_command, complete_query, find

if TYPE_CHECKING:
    from kring_shared.contracts.envelope import Named, Receipt
    from kring_shared.runtime.bus.client import Client

DO_EXAMPLE: Final = (
    """Example: kring do triage-request '{"caseId": "…", "conferenceType": "family", …}' --office utrecht"""
)
ASK_EXAMPLE: Final = """Example: kring ask list-coordinators '{}' --office gent --json"""
Body = Annotated[str, typer.Argument(metavar="JSON", help="Its fields; `-` reads standard input, `@FILE` a file.")]
List = Annotated[bool, typer.Option("--list", help="Show what there is, with fields and an example; ask nothing.")]


@at_a_desk()
def do(
    command: Annotated[str, typer.Argument(metavar="COMMAND", help="Its name.", autocompletion=complete_command)] = "",
    body: Body = "{}",
    *,
    show: List = False,
    command_id: Annotated[str, typer.Option("--id", help="The command's own id: the same one again is safe.")] = "",
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """Give a command and print its receipt.

    `kring do --list` names every command. Without --office the office that knows the case is asked.
    """
    if show:
        _list("do", command, as_json=as_json)
        return
    found, message = _message("do", command, body)
    asked_at = _at_its_office(desk, message)

    async def given(client: "Client") -> "Receipt":
        return await asked_at.do_in_turn(client, message, service=found.service, command_id=command_id)

    _print_receipt(desk.run(given), as_json=as_json)


@at_a_desk()
def ask(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Its name.", autocompletion=complete_query)] = "",
    body: Body = "{}",
    *,
    show: List = False,
    emergency: opt.Emergency = "",
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """Ask a question and print its answer.

    `kring ask --list` names every query. Without --office the office that knows the case is asked.
    """
    if show:
        _list("ask", query, as_json=as_json)
        return
    from pydantic import RootModel

    from kring_shared.runtime.cli.edge import purpose_of
    from kring_shared.runtime.cli.printing import json_line

    who = replace(desk.who, purpose=purpose_of(desk.who.purpose, emergency))
    found, message = _message("ask", query, body)
    asked_at = replace(_at_its_office(desk, message), who=who)
    answer = asked_at.ask_in_turn(message, RootModel[dict[str, Any]], service=found.service).root
    if as_json:
        json_line(answer)
    else:
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def _message(verb: str, name: str, body: str) -> "tuple[Found, Any]":
    from kring_shared.runtime.cli.bodies import WRONG, made, read_body

    if not name:
        raise typer.BadParameter(f"name what to {verb}; `kring {verb} --list` shows what there is")
    found = find(verb, name)
    see = f"`kring {verb} --list {found.name}` shows what belongs there"
    return found, made(found.model, f"{WRONG}; {see}", **read_body(body))


def _at_its_office(desk: Desk, message: "Named") -> Desk:
    """Give the desk of its office, or of all: only a case that exists can be looked for, so nothing is guessed."""
    asked_at = replace(desk, named=desk.named or getattr(message, "office", ""))
    if len(asked_at.offices) > 1 and not getattr(message, "case_id", ""):
        raise typer.BadParameter(f"say which office: {', '.join(asked_at.offices)}", param_hint="--office")
    return asked_at


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
    from kring_shared.runtime.cli.describing.listing import show_list

    show_list(verb, name, as_json=as_json)
