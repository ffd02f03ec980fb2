"""`kring route`: the story of one case, from the facts that every service told about it."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.desk import Desk, at_a_desk
from kring_shared.runtime.cli.names import service_names

if TYPE_CHECKING:
    from kring_shared.contracts.actor import Actor
    from kring_shared.contracts.every_service import CaseFacts, FactLine
    from kring_shared.runtime.bus.client import Client

EXAMPLE: Final = "Example: kring route 019aa0000000700080000000000000a1 --role regional-manager"
NO_CASE_ID: Final = "a case id is 32 digits and letters a to f; `kring cases` lists them"


@dataclass
class Story:
    """What was found: facts in order, and which services could not tell theirs."""

    facts: "list[FactLine]" = field(default_factory=list)
    refused: dict[str, Exception] = field(default_factory=dict)
    silent: dict[str, Exception] = field(default_factory=dict)


@at_a_desk()
def route(
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case's id, as `kring cases` shows it.")],
    *,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """Tell the story of one case.

    Every fact in order: who did it, when, and which service told it. Names, questions and plans are sealed and
    never shown. It is noted that you asked.
    """
    from kring_shared.contracts.every_service import CaseFacts
    from kring_shared.runtime.cli.asking.words import as_object, as_row
    from kring_shared.runtime.cli.bodies import made
    from kring_shared.runtime.cli.printing import json_line, note, table

    story = _told(desk, made(CaseFacts, NO_CASE_ID, case_id=case))
    if as_json:
        for fact in story.facts:
            json_line(as_object(fact))
    else:
        table(("when", "who", "service", "what happened", "in codes"), map(as_row, story.facts))
    for service, error in story.silent.items():
        note(f"kring: facts of {service} are missing: {error}")
    if story.silent:
        raise typer.Exit(4)


def _told(desk: Desk, query: "CaseFacts") -> Story:
    """Ask one office after the other until one knows the case.

    Raises:
        NotFound: no office knows it.
        KringError: nobody may, or can, tell it.
    """
    from kring_shared.kernel.errors import NotFound

    async def in_turn(client: "Client") -> Story:
        story = Story()
        for office in desk.offices:
            story = await _ask(client, desk.who.at(office, client), query)
            if story.facts:
                break
        return story

    story = desk.run(in_turn)
    for errors in () if story.facts else (story.refused, story.silent):
        if errors:
            raise next(iter(errors.values()))
    if not story.facts:
        raise NotFound(f"no case is known under that id at {' or '.join(desk.offices)}; `kring cases` lists them")
    return story


async def _ask(client: "Client", actor: "Actor", query: "CaseFacts") -> Story:
    from kring_shared.contracts.every_service import FactLines
    from kring_shared.kernel.errors import NoAnswer, NotFound
    from kring_shared.runtime.bus.client import RefusedAnswer

    story = Story()

    async def one(service: str) -> None:
        try:
            story.facts += (await client.ask(query, actor, FactLines, service=service)).facts
        except RefusedAnswer as error:
            if error.receipt.code != NotFound.code:
                story.refused[service] = error
        except NoAnswer as error:
            story.silent[service] = error

    await asyncio.gather(*map(one, service_names()))
    # The stream's own order first; what the bus does not have yet was told last.
    story.facts.sort(key=lambda fact: (fact.place is None, fact.place or 0, fact.told_at, fact.id))
    return story
