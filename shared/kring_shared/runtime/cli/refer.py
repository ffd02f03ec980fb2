"""`kring refer`: hands in the referrals of a file or a mailbox, and prints exactly one receipt for each, in order."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kring_shared.runtime.cli import options as opt

if TYPE_CHECKING:
    from kring_shared.kernel.adapters import ReferralAdapter
    from kring_shared.runtime.cli.desk import Desk
    from kring_shared.runtime.cli.edge import Where, Who
    from kring_shared.runtime.cli.maildir import Maildir

EXAMPLE = "Example: kring refer deploy/examples/referrals.jsonl --office utrecht"
REFUSED = 3

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="Referrals: .json, .jsonl, .csv, .eml, or what a plugin reads; or a maildir folder."
    ),
]
Adapter = Annotated[
    str, typer.Option("--adapter", metavar="NAME", help="Which adapter reads it; else the end of its name says so.")
]
Erase = Annotated[
    bool,
    typer.Option(
        "--erase",
        help="Erase the file once each referral in it was taken. A file is yours, so it stays unless you say this; "
        "a maildir folder is a way in, and what was taken is erased there anyway.",
    ),
]


def refer(
    file: File,
    *,
    adapter: Adapter = "",
    erase: Erase = False,
    role: opt.Role = opt.MANAGER,
    actor: opt.As = opt.DESK,
    office: opt.Office = "",
    purpose: opt.Purpose = opt.ROUTE,
    directory: opt.Dir = None,
    nats: opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Hand in the referrals of a file, or of each message in a maildir folder.

    Prints one receipt for each line, element, row or form, in order, also for what cannot be read. Exit status 0 when
    none was refused, else 3. Handing in again is safe. Without --office each goes to the office nearest to the first
    main person's municipality; a maildir folder belongs to one office, which has to be named.

    Messages of a maildir folder are erased after their receipt; refused ones are moved to its folder `.refused`.
    """
    from kring_shared.kernel.adapters import MAIL_SUFFIX
    from kring_shared.runtime.cli.adapters import adapters, chosen
    from kring_shared.runtime.cli.configured import shared_settings
    from kring_shared.runtime.cli.edge import Where, Who, offices_of
    from kring_shared.runtime.cli.maildir import Maildir

    offices = offices_of(office)
    one = offices[0] if len(offices) == 1 else ""
    mailbox = Maildir.at(file)
    if mailbox and not one:
        raise typer.BadParameter("a mailbox belongs to one office: name it", param_hint="--office")
    reader = chosen(adapters(shared_settings()), adapter, MAIL_SUFFIX if mailbox else file.suffix)
    content = b"" if mailbox else _read(file)
    way = partial(_empty, mailbox, reader) if mailbox else partial(_hand_in, content, reader)
    refused = asyncio.run(_at_a_desk(way, Where(directory, nats), Who(role, actor, purpose), one, as_json))
    if erase and not mailbox:
        _erase(file, content, refused)
    if refused:
        raise typer.Exit(REFUSED)


async def _at_a_desk(
    way: "Callable[[Desk], Awaitable[int]]", where: "Where", who: "Who", office: str, as_json: bool
) -> int:
    from kring_shared.runtime.cli.configured import shared_settings
    from kring_shared.runtime.cli.desk import Desk

    async with where.client() as client:
        return await way(Desk(client, who, office, shared_settings().offices(), as_json))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{file} cannot be read ({error.strerror})", param_hint="FILE") from None


def _erase(file: Path, content: bytes, refused: int) -> None:
    from kring_shared.runtime.cli.printing import note

    if refused:
        note(f"kring: {refused} were refused, so {file} was not erased")
    elif _read(file) != content:
        note(f"kring: {file} changed meanwhile, so it was not erased; handing it in again is safe")
    else:
        file.unlink()


async def _hand_in(content: bytes, reader: "ReferralAdapter", desk: "Desk") -> int:
    """Hand in all referrals of a file; give how many were refused."""
    from kring_shared.kernel.errors import NoAnswer
    from kring_shared.runtime.cli.adapters import read_with
    from kring_shared.runtime.cli.desk import is_refused
    from kring_shared.runtime.cli.printing import note

    items = read_with(reader, content, source=desk.source)
    refused = 0
    for n, item in enumerate(items):
        try:
            refused += is_refused(await desk.hand_in(item, reader.channel, item.line))
        except NoAnswer:
            note(f"kring: {n} of {len(items)} were handed in; handing in the whole file again is safe")
            raise
    return refused


async def _empty(mailbox: "Maildir", reader: "ReferralAdapter", desk: "Desk") -> int:
    """Hand in each message of a mailbox and take it out once it has its receipt; give how many were refused."""
    from kring_shared.runtime.cli.adapters import MOST_MESSAGE_BYTES, read_message
    from kring_shared.runtime.cli.desk import is_its_own_fault, is_refused
    from kring_shared.runtime.cli.maildir import REFUSED_FOLDER, read_at_most
    from kring_shared.runtime.cli.printing import note

    refused = set_apart = 0
    for number, message in enumerate(mailbox.messages(), start=1):
        content = read_at_most(message, MOST_MESSAGE_BYTES)
        if content is None:  # somebody took it out meanwhile, or it lies under another name: then it comes again
            continue
        items = read_message(reader, content, source=desk.source)
        receipts = [await desk.hand_in(item, reader.channel, number) for item in items]
        wrong = [receipt for receipt in receipts if is_refused(receipt)]
        if not wrong:
            mailbox.erase(message)
        elif all(map(is_its_own_fault, wrong)):
            mailbox.set_apart(message)
            set_apart += 1
        refused += bool(wrong)
    if set_apart:
        note(f"kring: {set_apart} refused messages lie in {mailbox.folder / REFUSED_FOLDER} for a person to look at")
    return refused
