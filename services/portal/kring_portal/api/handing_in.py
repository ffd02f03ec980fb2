"""Handing a referral in, for a system, for whoever fills in a form, for a referrer: always to intake, one way.

Whoever sends sees what a sender may see: never that other people look like theirs.
"""

from collections.abc import Mapping
from datetime import datetime

from kring_portal.store.handed_in import HandedInList
from kring_portal.web.house import House
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.cloudevents import NotACloudEvent, to_document
from kring_shared.contracts.intake import SubmitReferral
from kring_shared.contracts.referral import MAX_REFERRAL_BYTES, ReceiptStatus, ReferralReceipt, Words
from kring_shared.contracts.referral.receipt import NOT_JSON, TOO_LARGE, UNKNOWN_OFFICE
from kring_shared.contracts.rights import RIGHTS
from kring_shared.kernel.nearest_office import office_for

CHANNEL = "http"
"""What comes over HTTP from a system of somebody else."""


def actor_of(house: House, office: str, actor_id: str) -> Actor:
    """Give a sender as intake knows one; where senders have no part of their own there yet, the desk hands it in."""
    own = Role.REQUESTER in RIGHTS.get(SubmitReferral, {})
    return house.client.actor(Role.REQUESTER if own else Role.REGIONAL_MANAGER, actor_id, office, "refer")


def office_of(house: House, event: bytes, headers: Mapping[str, str]) -> str:
    """Give the office for an event that names none; empty where nothing tells which."""
    return office_for(event, house.offices, house.now().date(), headers)


async def hand_in(
    house: House, event: bytes, headers: Mapping[str, str], *, office: str, system: str, owner_id: str, channel: str
) -> ReferralReceipt:
    """Hand one referral in and give its receipt.

    Raises:
        NoAnswer: intake does not answer now; sending it again is safe.
    """
    if len(event) > MAX_REFERRAL_BYTES:
        return ReferralReceipt.of(TOO_LARGE)
    try:
        text = event.decode()
    except UnicodeDecodeError:
        return ReferralReceipt.of(NOT_JSON)
    there = office or office_of(house, event, headers)
    if there not in house.offices:
        return ReferralReceipt.of(UNKNOWN_OFFICE)
    command = SubmitReferral(event=text, headers=dict(headers), system=system, channel=channel)
    said = await house.client.do(command, actor_of(house, there, system))
    if said.answer is None:
        words = Words(nl=said.message, en=said.message)
        return ReferralReceipt(status=ReceiptStatus.REFUSED, code=said.code, message=words, fields=said.fields)
    receipt = ReferralReceipt.model_validate(said.answer).for_outsiders()
    if receipt.status is not ReceiptStatus.REFUSED:
        HandedInList(house.database).note(owner_id, there, receipt, house.now())
    return receipt


def structured(event: bytes, headers: Mapping[str, str]) -> bool:
    """Tell whether something is an event at all, in either encoding."""
    try:
        to_document(headers, event)
    except NotACloudEvent:
        return False
    return True


def moment(at: datetime) -> str:
    """Write a moment as events have it."""
    return at.isoformat(timespec="seconds")
