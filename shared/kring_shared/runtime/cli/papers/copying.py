"""`kring copy`: what is kept of one person in one case, from every service, as a page and as PDF."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.asking.of_all import Service
from kring_shared.runtime.cli.desk import Desk, at_a_desk

if TYPE_CHECKING:
    from kring_shared.contracts.every_service import PersonData, PersonHeld
    from kring_shared.runtime.bus.client import Client

EXAMPLE: Final = (
    "Example: kring copy 019aa0000000700080000000000000a1 019aa0000000700080000000000000b2 --office utrecht"
)
FOLDER: Final = Path("copies")


@at_a_desk(purpose="copy-for-person")
def copy(
    case_id: Annotated[str, typer.Argument(metavar="CASE", help="The case.")],
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Whose data: an opaque id.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the files go, for your eyes only.")] = FOLDER,
    language: Annotated[Literal["nl", "en"], typer.Option(help="In which language the person reads it.")] = "nl",
    *,
    service: Service = None,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """Make a copy of what is kept of a person in a case: what, what for, and where.

    What belongs to other people is left out. A page (HTML) and PDF of A4 pages, in files that only you may read.
    """
    from kring_shared.contracts.every_service import PersonData
    from kring_shared.runtime.cli.bodies import made_of_ids
    from kring_shared.runtime.cli.printing import json_line

    one = desk.office
    query = made_of_ids(PersonData, "CASE PERSON", case_id=case_id, person_id=person)
    made_on, held, closed = _asked(desk, query, service)
    files = _write(out, query, held, language=language, office=one, made_on=made_on, not_asked=closed)
    parts = sum(len(each.parts) for each in held)
    written = {"case": case_id, "person": person, "parts": parts, "notAsked": list(closed), "files": files}
    if as_json:
        json_line(written)
        return
    typer.echo(f"{out}: {' and '.join(Path(file).name for file in files)}, {parts} parts")
    if closed:
        typer.echo(f"  not in it, since you may not ask there: {', '.join(closed)}")


def _asked(desk: Desk, query: "PersonData", only: list[str] | None) -> "tuple[date, list[PersonHeld], tuple[str, ...]]":
    from kring_shared.contracts.every_service import PersonHeld
    from kring_shared.runtime.cli.asking.of_all import ask_all

    async def asked(client: "Client") -> tuple[date, list[PersonHeld], tuple[str, ...]]:
        found, closed = await ask_all(client, desk.who.at(desk.office, client), query, PersonHeld, only)
        return client.now().astimezone().date(), list(found.values()), closed

    return desk.run(asked)


def _write(
    out: Path,
    query: "PersonData",
    held: "list[PersonHeld]",
    *,
    language: str,
    office: str,
    made_on: date,
    not_asked: tuple[str, ...],
) -> list[str]:
    """Write both files; their names hold opaque ids only."""
    from kring_shared.runtime.paper.person_copy import page_of, paper_of, sheet_of
    from kring_shared.runtime.private_files import make_private_folder, write_private

    sheet = sheet_of(held, language, case_id=query.case_id, office=office, made_on=made_on, not_asked=not_asked)
    contents: dict[str, str | bytes] = {"html": page_of(sheet), "pdf": paper_of(sheet, made_on)}
    make_private_folder(out)
    files = {out / f"copy-{query.case_id}-{query.person_id}.{end}": content for end, content in contents.items()}
    for file, content in files.items():
        write_private(file, content)
    return [str(file) for file in files]
