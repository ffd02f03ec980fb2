"""Handing a referral in, for a system, for whoever fills in a form, for a referrer: always to intake, one way.

Whoever sends sees what a sender may see: never that other people look like theirs.
"""

import asyncio
from collections.abc import Mapping
from typing import Final

from kring_portal.web.house import House
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.intake import (
    ListOwnReferrals,
    OwnReferrals,
    ReferralStanding,
    ShowReferralStatus,
    SubmitReferral,
    system_of,
)
from kring_shared.contracts.referral import MAX_REFERRAL_BYTES, ReceiptStatus, ReferralReceipt, Words
from kring_shared.contracts.referral.receipt import NOT_JSON, TOO_LARGE, UNKNOWN_OFFICE
from kring_shared.kernel.errors import NoAnswer, NotFound
from kring_shared.kernel.nearest_office import office_for
from kring_shared.runtime.bus.client import RefusedAnswer

HTTP: Final = "http"
FORM: Final = "form"
"""How something came in: from a system of somebody else, or by a form of ours."""


def actor_of(house: House, office: str, sender: str) -> Actor:
    """Give a sender as intake knows one."""
    return house.client.actor(Role.REQUESTER, sender, office, "refer")


async def hand_in(
    house: House, event: bytes, headers: Mapping[str, str], *, office: str, sender: str, channel: str
) -> ReferralReceipt:
    """Hand one referral in and give its receipt; without an office the nearest to its first main person takes it.

    Raises:
        NoAnswer: intake does not answer now; sending it again is safe.
    """
    if len(event) > MAX_REFERRAL_BYTES:
        return ReferralReceipt.of(TOO_LARGE)
    try:
        text = event.decode()
    except UnicodeDecodeError:
        return ReferralReceipt.of(NOT_JSON)
    there = office or office_for(event, house.offices, house.now().date(), headers)
    if there not in house.offices:
        return ReferralReceipt.of(UNKNOWN_OFFICE)
    command = SubmitReferral(event=text, headers=dict(headers), system=system_of(sender), channel=channel)
    said = await house.client.do(command, actor_of(house, there, sender))
    if said.answer is not None:
        return ReferralReceipt.model_validate(said.answer).for_outsiders()
    words = Words(nl=said.message, en=said.message)
    return ReferralReceipt(status=ReceiptStatus.REFUSED, code=said.code, message=words, fields=said.fields)


async def own_page(
    house: House, sender: str, offices: tuple[str, ...], *, before: str = "", limit: int = 50
) -> OwnReferrals:
    """Give a page of what a sender handed in, office by office; `before` says at which office it goes on, and where."""
    at, _, place = before.rpartition("/")
    rest = [office for office in offices if office >= at]
    for office, following in zip(rest, [*rest[1:], ""], strict=True):
        asked = ListOwnReferrals(before=place if office == at else "", limit=limit)
        found = await house.client.ask(asked, actor_of(house, office, sender), OwnReferrals)
        if found.referrals or not following:
            onward = f"{office}/{found.next}" if found.next else f"{following}/" if following else ""
            return found.model_copy(update={"next": onward})
    return OwnReferrals(referrals=())


async def standing_of(house: House, sender: str, offices: tuple[str, ...], request_id: str) -> ReferralStanding:
    """Ask where one referral of a sender stands.

    Raises:
        NotFound: the sender handed in no such request.
        NoAnswer: it was not found, and not every office answers now.
    """
    asked = ShowReferralStatus(request_id=request_id)
    said = await asyncio.gather(
        *(house.client.ask(asked, actor_of(house, office, sender), ReferralStanding) for office in offices),
        return_exceptions=True,
    )
    for one in said:
        if isinstance(one, ReferralStanding):
            return one
    for one in said:
        if isinstance(one, NoAnswer) or (isinstance(one, BaseException) and not isinstance(one, RefusedAnswer)):
            raise one
    raise NotFound("this sender handed in no such request")
