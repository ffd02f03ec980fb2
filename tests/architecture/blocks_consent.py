"""The part of the pages that says whose yes is needed, made from the policies."""

from typing import Final

from kring_shared.contracts.field import AgeBand
from kring_shared.contracts.policies import POLICIES, WhoConsents

WHOSE_YES: Final = {
    WhoConsents.HOLDERS: "all holders of authority",
    WhoConsents.BOTH: "themselves and all holders of authority",
    WhoConsents.SELF: "themselves",
    WhoConsents.BY_DISCERNMENT: "themselves when they can judge it, else all holders of authority",
}
HEADS: Final = ("policy", "under 12", "12 to 15", "16 and 17", "from 18", "within")


def consent_rows() -> list[tuple[str, ...]]:
    """Give for each policy whose yes is needed at each age, and within how many weeks."""
    return [
        (f"`{policy.id}`", *(WHOSE_YES[policy.consent.of(age)] for age in AgeBand), f"{policy.consent.weeks} weeks")
        for policy in POLICIES.values()
    ]
