"""`kring route`: the story of one case, from the facts that every service told about it."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.names import service_names

if TYPE_CHECKING:
    from kring_shared.contracts.every_service import CaseFacts, FactLine
    from kring_shared.runtime.bus.client import Client
    from kring_shared.runtime.cli.edge import Where, Who

EXAMPLE = "Example: kring route 019aa0000000700080000000000000a1 --role regional-manager"


@dataclass
class Story:
    """What was found: facts in order, and which services could not tell theirs."""

    facts: "list[FactLine]" = field(default_factory=list)
    refused: dict[str, Exception] = field(default_factory=dict)
    silent: dict[str, Exception] = field(default_factory=dict)


def route(
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case's id, as `kring cases` shows it.")],
    role: opt.Role = opt.MANAGER,
    actor: opt.As = opt.DESK,
    office: opt.Office = "",
    purpose: opt.Purpose = opt.ROUTE,
    directory: opt.Dir = None,
    nats: opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Tell the story of one case.

    Every fact in order: who did it, when, and which service told it. Names, questions and plans are sealed and
    never shown. It is noted that you asked.
    """
    from kring_shared.runtime.cli.edge import Where, Who, offices_of
    from kring_shared.runtime.cli.printing import json_line, note, table
    from kring_shared.runtime.cli.words import as_object, as_row

    story = asyncio.run(_tell(Where(directory, nats), Who(role, actor, purpose), offices_of(office), case))
    if as_json:
        for fact in story.facts:
            json_line(as_object(fact))
    else:
        table(("when", "who", "service", "what happened", "in codes"), map(as_row, story.facts))
    for service, error in story.silent.items():
        note(f"kring: facts of {service} are missing: {error}")
    if story.silent:
        raise typer.Exit(4)


async def _tell(where: "Where", who: "Who", offices: tuple[str, ...], case: str) -> Story:
    """Ask one office after the other until one knows the case.

    Raises:
        InvalidFields: this is no case id.
        NotFound: no office knows it.
        KringError: nobody may, or can, tell it.
    """
    from pydantic import ValidationError

    from kring_shared.contracts.every_service import CaseFacts
    from kring_shared.kernel.errors import InvalidFields, NotFound

    try:
        query = CaseFacts(case_id=case)
    except ValidationError:
        raise InvalidFields(
            ("/caseId",), "a case id is 32 digits and letters a to f; `kring cases` lists them"
        ) from None
    story = Story()
    async with where.client() as client:
        for office in offices:
            story = await _ask(client, who, office, query)
            if story.facts:
                return story
    for errors in (story.refused, story.silent):
        if errors:
            raise next(iter(errors.values()))
    raise NotFound(f"no case is known under that id at {' or '.join(offices)}; `kring cases` lists them")


async def _ask(client: "Client", who: "Who", office: str, query: "CaseFacts") -> Story:
    from kring_shared.contracts.every_service import FactLines
    from kring_shared.kernel.errors import NoAnswer
    from kring_shared.runtime.bus.client import RefusedAnswer

    story = Story()

    async def one(service: str) -> None:
        try:
            story.facts += (await client.ask(query, who.at(office, client), FactLines, service=service)).facts
        except RefusedAnswer as error:
            if error.receipt.code != "kring.not-found":
                story.refused[service] = error
        except NoAnswer as error:
            story.silent[service] = error

    await asyncio.gather(*map(one, service_names()))
    # The stream's own order first; what the bus does not have yet was told last.
    story.facts.sort(key=lambda fact: (fact.place is None, fact.place or 0, fact.told_at, fact.id))
    return story
