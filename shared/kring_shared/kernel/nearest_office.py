"""Which office a referral is for when nobody named one: the nearest to where its first main person lives."""

from collections.abc import Mapping
from datetime import date

from kring_shared.contracts.cloudevents import NotACloudEvent, to_document
from kring_shared.contracts.offices import OfficeCard
from kring_shared.kernel.municipalities import distance_km
from kring_shared.kernel.referrals import RefusedReferral, read_referral


def office_for(
    event: bytes, known: Mapping[str, OfficeCard], today: date, headers: Mapping[str, str] | None = None
) -> str:
    """Give the office nearest to the first main person's municipality; empty when nothing tells which.

    What is no referral goes to any office: it is refused there with every reason.
    """
    offices = sorted(known)
    if len(offices) == 1 or isinstance(read_referral(headers or {}, event, today=today), RefusedReferral):
        return offices[0]
    try:
        return nearest_office(to_document(headers or {}, event)["data"]["mainPersons"][0]["municipality"], known)
    except (NotACloudEvent, LookupError, TypeError, AttributeError):
        return ""


def nearest_office(municipality: str, known: Mapping[str, OfficeCard]) -> str:
    """Give the office nearest to a municipality; empty when that is not among those we know."""
    far = {office: distance_km(municipality, known[office].title) for office in sorted(known)}
    near = sorted((km, office) for office, km in far.items() if km is not None)
    return near[0][1] if near else ""
