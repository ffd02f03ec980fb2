"""`kring refer`: hands in the referrals of a file or a mailbox, and prints exactly one receipt for each, in order."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.desk import Desk, at_a_desk
from kring_shared.runtime.cli.failing import REFUSED

if TYPE_CHECKING:
    from kring_shared.kernel.adapters import ReferralAdapter
    from kring_shared.runtime.bus.client import Client
    from kring_shared.runtime.cli.mail.maildir import Maildir
    from kring_shared.runtime.cli.referring.handing_in import HandingIn

EXAMPLE: Final = "Example: kring refer deploy/examples/referrals.jsonl --office utrecht"

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


@at_a_desk()
def refer(file: File, *, adapter: Adapter = "", erase: Erase = False, desk: Desk, as_json: opt.AsJson = False) -> None:
    """Hand in the referrals of a file, or of each message in a maildir folder.

    Prints one receipt for each line, element, row or form, in order, also for what cannot be read. Exit status 0 when
    none was refused, else 3. Handing in again is safe. Without --office each goes to the office nearest to the first
    main person's municipality; a maildir folder belongs to one office, which has to be named.

    Messages of a maildir folder are erased after their receipt; refused ones are moved to its folder `.refused`.
    """
    from kring_shared.kernel.adapters import MAIL_SUFFIX
    from kring_shared.runtime.cli.configured import shared_settings
    from kring_shared.runtime.cli.edge import named_office
    from kring_shared.runtime.cli.mail.maildir import Maildir
    from kring_shared.runtime.cli.referring.adapters import adapters, chosen
    from kring_shared.runtime.cli.referring.handing_in import HandingIn

    named, shared = named_office(desk.named), shared_settings()
    known = shared.offices()
    one = named or (next(iter(known)) if len(known) == 1 else "")
    mailbox = Maildir.at(file)
    if mailbox and not one:
        raise typer.BadParameter("a mailbox belongs to one office: name it", param_hint="--office")
    reader = chosen(adapters(shared), adapter, MAIL_SUFFIX if mailbox else file.suffix)
    content = b"" if mailbox else _read(file)

    async def hand_over(client: "Client") -> int:
        at = HandingIn(client, desk.who, one, known, as_json)
        return await (_empty(mailbox, reader, at) if mailbox else _hand_in(content, reader, at))

    refused = desk.run(hand_over)
    if erase and not mailbox:
        _erase(file, content, refused)
    if refused:
        raise typer.Exit(REFUSED)


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


async def _hand_in(content: bytes, reader: "ReferralAdapter", at: "HandingIn") -> int:
    """Hand in all referrals of a file; give how many were refused."""
    from kring_shared.kernel.errors import NoAnswer
    from kring_shared.runtime.cli.printing import note
    from kring_shared.runtime.cli.referring.adapters import read_with
    from kring_shared.runtime.cli.referring.handing_in import is_refused

    items = read_with(reader, content, source=at.source)
    refused = 0
    for n, item in enumerate(items):
        try:
            refused += is_refused(await at.hand_in(item, reader.channel, item.line))
        except NoAnswer:
            note(f"kring: {n} of {len(items)} were handed in; handing in the whole file again is safe")
            raise
    return refused


async def _empty(mailbox: "Maildir", reader: "ReferralAdapter", at: "HandingIn") -> int:
    """Hand in each message of a mailbox and take it out once it has its receipt; give how many were refused."""
    from kring_shared.runtime.cli.mail.maildir import REFUSED_FOLDER, read_at_most
    from kring_shared.runtime.cli.printing import note
    from kring_shared.runtime.cli.referring.adapters import MOST_MESSAGE_BYTES, read_message
    from kring_shared.runtime.cli.referring.handing_in import is_its_own_fault, is_refused

    refused = set_apart = 0
    for number, message in enumerate(mailbox.messages(), start=1):
        content = read_at_most(message, MOST_MESSAGE_BYTES)
        if content is None:  # somebody took it out meanwhile, or it lies under another name: then it comes again
            continue
        items = read_message(reader, content, source=at.source)
        receipts = [await at.hand_in(item, reader.channel, number) for item in items]
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
