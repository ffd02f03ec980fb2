"""`kring refer`: hands in a file of referrals, and prints exactly one receipt for each, in order."""

import asyncio
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kring_shared.runtime.cli import options as opt

if TYPE_CHECKING:
    from kring_shared.contracts.offices import OfficeCard
    from kring_shared.contracts.referral import ReferralReceipt
    from kring_shared.kernel.referral_files import FileItem, FileKind
    from kring_shared.runtime.cli.edge import Where, Who
    from kring_shared.runtime.client import Client

EXAMPLE = "Example: kring refer deploy/examples/referrals.jsonl --office utrecht"
REFUSED = 3
WHICH_NL = "Er staat geen gemeente bij de eerste hoofdpersoon: noem het kantoor met --office."
WHICH_EN = "No municipality stands with the first main person: name the office with --office."


def refer(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Referrals: .json, .jsonl or .csv, UTF-8.")],
    *,
    role: opt.Role = opt.MANAGER,
    actor: opt.As = opt.DESK,
    office: opt.Office = "",
    purpose: opt.Purpose = opt.ROUTE,
    directory: opt.Dir = None,
    nats: opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Hand in the referrals of a file.

    Prints one receipt for each line, element or row, in order, also for what cannot be read. Exit status 0 when none
    was refused, else 3. Handing in the same file again is safe. Without --office each goes to the office nearest to
    the first main person's municipality.
    """
    from kring_shared.kernel.referral_files import read_items
    from kring_shared.runtime.cli.configured import shared_settings
    from kring_shared.runtime.cli.edge import Where, Who, offices_of

    kind, content = _read(file)
    offices = offices_of(office)
    one = offices[0] if len(offices) == 1 else ""
    items = list(read_items(content, kind, source=f"urn:kring:office:{one or 'desk'}"))
    where, who = Where(directory, nats), Who(role, actor, purpose)
    if asyncio.run(_hand_in(where, who, items, one, shared_settings().offices(), as_json=as_json)):
        raise typer.Exit(REFUSED)


def _read(file: Path) -> "tuple[FileKind, bytes]":
    from kring_shared.kernel.referral_files import FileKind

    kinds = {kind.value: kind for kind in FileKind}
    if file.suffix.lower() not in kinds:
        raise typer.BadParameter(
            f"the name must end in {' or '.join(kinds)}, which says how it is read", param_hint="FILE"
        )
    try:
        return kinds[file.suffix.lower()], file.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{file} cannot be read ({error.strerror})", param_hint="FILE") from None


async def _hand_in(
    where: "Where", who: "Who", items: "list[FileItem]", office: str, known: "dict[str, OfficeCard]", *, as_json: bool
) -> int:
    """Hand in one after the other; give how many were refused."""
    from kring_shared.kernel.clock import SystemClock
    from kring_shared.kernel.errors import NoAnswer
    from kring_shared.runtime.cli.printing import json_line, note

    refused, today = 0, SystemClock().now().date()
    async with where.client() as client:
        for n, item in enumerate(items):
            try:
                receipt = await _settle(client, who, item, office or office_for(item.event, known, today))
            except NoAnswer:
                note(f"kring: {n} of {len(items)} were handed in; handing in the whole file again is safe")
                raise
            refused += receipt["status"] == "refused"
            if as_json:
                json_line(receipt)
            else:
                typer.echo(_line(item.line, receipt))
    return refused


async def _settle(client: "Client", who: "Who", item: "FileItem", office: str) -> dict[str, Any]:
    """Give the receipt of one item: of the intake service, or our own for what cannot even be sent."""
    from kring_shared.contracts.intake import SubmitReferral
    from kring_shared.contracts.referral import ReferralReceipt, Words
    from kring_shared.contracts.referral.receipt import UNKNOWN_OFFICE

    here = _refused_here(item)
    if here is not None:
        return here.model_dump(mode="json", by_alias=True)
    if not office:
        unknown = ReferralReceipt.of(UNKNOWN_OFFICE)
        words = Words(nl=f"{unknown.message.nl} {WHICH_NL}", en=f"{unknown.message.en} {WHICH_EN}")
        return unknown.model_copy(update={"message": words}).model_dump(mode="json", by_alias=True)
    said = await client.do(SubmitReferral(event=item.event.decode()), who.at(office, client))
    if said.answer is not None:
        return said.answer
    both = {"nl": said.message, "en": said.message}
    refusal = {"reference": "", "status": "refused", "requestId": None, "code": said.code, "message": both}
    return refusal | {"fields": said.fields}


def _refused_here(item: "FileItem") -> "ReferralReceipt | None":
    """Refuse what is no text, or too large to be sent over the bus."""
    from kring_shared.contracts.referral import MAX_REFERRAL_BYTES, ReferralReceipt
    from kring_shared.contracts.referral.receipt import NOT_JSON, TOO_LARGE

    if item.refused is not None:
        return item.refused.receipt()
    if len(item.event) > MAX_REFERRAL_BYTES:
        return ReferralReceipt.of(TOO_LARGE)
    try:
        item.event.decode()
    except UnicodeDecodeError:
        return ReferralReceipt.of(NOT_JSON)
    return None


def office_for(event: bytes, known: "dict[str, OfficeCard]", today: date) -> str:
    """Give the office nearest to the first main person's municipality; empty when nothing tells which.

    What is no referral goes to any office: it is refused there with every reason.
    """
    from kring_shared.contracts.cloudevents import NotACloudEvent, parse
    from kring_shared.kernel.municipalities import distance_km
    from kring_shared.kernel.referrals import RefusedReferral, read_referral

    offices = sorted(known)
    if len(offices) == 1 or isinstance(read_referral({}, event, today=today), RefusedReferral):
        return offices[0]
    try:
        municipality = parse(event)["data"]["mainPersons"][0]["municipality"]
        far = {office: distance_km(municipality, known[office].title) for office in offices}
    except (NotACloudEvent, LookupError, TypeError, AttributeError):
        return ""
    near = sorted((km, office) for office, km in far.items() if km is not None)
    return near[0][1] if near else ""


def _line(number: int, receipt: dict[str, Any]) -> str:
    """Write one receipt on one line, for people."""
    words = " ".join(str(receipt["message"]["en"]).split())
    kept = f"request {receipt['requestId']}  " if receipt["requestId"] else ""
    return f"{number:>4}  {receipt['status']:<17}  {receipt['reference'] or '-':<16}  {kept}{words}"
