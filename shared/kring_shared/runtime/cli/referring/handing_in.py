"""Handing in referrals one by one, at an office; each gets exactly one receipt."""

from dataclasses import dataclass
from typing import Final

import typer

from kring_shared.contracts.envelope import Receipt
from kring_shared.contracts.intake import SubmitReferral
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.referral import MAX_REFERRAL_BYTES, ReferralReceipt, Words
from kring_shared.contracts.referral.receipt import NOT_JSON, STATUS_OF, TOO_LARGE, UNKNOWN_OFFICE, ReceiptStatus
from kring_shared.kernel.adapters import FileItem
from kring_shared.kernel.nearest_office import office_for
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.cli.edge import Who
from kring_shared.runtime.cli.printing import json_line

WHICH: Final = Words(
    nl="Er staat geen gemeente bij de eerste hoofdpersoon: noem het kantoor met --office.",
    en="No municipality stands with the first main person: name the office with --office.",
)


@dataclass(frozen=True)
class HandingIn:
    """Where referrals are handed in: who does it, for which office, and how the receipts are printed.

    `office` is empty when each goes to the office nearest to its first main person; `known` are those to choose from.
    """

    client: Client
    who: Who
    office: str
    known: dict[str, OfficeCard]
    as_json: bool

    @property
    def source(self) -> str:
        """Give the CloudEvents source of what is handed in here and names none."""
        return f"urn:kring:office:{self.office or 'desk'}"

    async def hand_in(self, item: FileItem, channel: str, number: int) -> ReferralReceipt:
        """Hand one in, print its receipt under this number, and give it.

        Raises:
            NoAnswer: intake did not answer; handing in again is safe.
        """
        receipt = await self._settled(item, channel)
        if self.as_json:
            json_line(receipt.model_dump(mode="json", by_alias=True))
        else:
            typer.echo(_line(number, receipt))
        return receipt

    async def _settled(self, item: FileItem, channel: str) -> ReferralReceipt:
        """Give the receipt of one item: of the intake service, or our own for what cannot even be sent."""
        if item.refused is not None:
            return item.refused.receipt()
        if len(item.event) > MAX_REFERRAL_BYTES:
            return ReferralReceipt.of(TOO_LARGE)
        try:
            event = item.event.decode()
        except UnicodeDecodeError:
            return ReferralReceipt.of(NOT_JSON)
        office = self.office or office_for(item.event, self.known, self.client.now().date())
        if not office:
            unknown = ReferralReceipt.of(UNKNOWN_OFFICE)
            words = Words(nl=f"{unknown.message.nl} {WHICH.nl}", en=f"{unknown.message.en} {WHICH.en}")
            return unknown.model_copy(update={"message": words})
        said = await self.client.do(SubmitReferral(event=event, channel=channel), self.who.at(office, self.client))
        return _receipt_in(said)


def _receipt_in(said: Receipt) -> ReferralReceipt:
    """Give the receipt that intake made, or one of its refusal to read anything for whoever asks."""
    if said.answer is not None:
        return ReferralReceipt.model_validate(said.answer)
    both = Words(nl=said.message, en=said.message)
    return ReferralReceipt(status=ReceiptStatus.REFUSED, code=said.code, message=both, fields=said.fields)


def is_refused(receipt: ReferralReceipt) -> bool:
    """Tell whether a referral was not taken."""
    return receipt.status is ReceiptStatus.REFUSED


def is_its_own_fault(receipt: ReferralReceipt) -> bool:
    """Tell whether the referral itself was not right; else who hands in may not, or named no such office."""
    return is_refused(receipt) and receipt.code in STATUS_OF and receipt.code != UNKNOWN_OFFICE


def _line(number: int, receipt: ReferralReceipt) -> str:
    """Write one receipt on one line, for people."""
    words = " ".join(receipt.message.en.split())
    kept = f"request {receipt.request_id}  " if receipt.request_id else ""
    return f"{number:>4}  {receipt.status.value:<17}  {receipt.reference or '-':<16}  {kept}{words}"
