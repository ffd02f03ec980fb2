"""Keeps a case from a coordinator for whom it is further than they travel, by their own word."""

from typing import Final

from kring_matching.hooks import Stops, View, Words
from kring_shared.kernel.plugins import Manifest, NoSettings

TOO_FAR: Final = Stops("travel-limit", Words("is further away than they travel", "is verder weg dan zij reizen"))


class TravelLimit:
    """Looks at home and at where else they work gladly; a municipality that is not known stops nothing."""

    looks_at = ("nearest_km", "may_be_near", "travel_limit_km")

    def __init__(self, settings: NoSettings) -> None:
        """Need nothing."""

    def keeps_out(self, view: View) -> Stops | None:
        """Stop when every one of their municipalities is known to be further away than their own limit."""
        if view.nearest_km is None or view.may_be_near:
            return None
        return TOO_FAR if view.nearest_km > view.coordinator.travel_limit_km else None


plugin = Manifest(
    name="travel-limit",
    service="matching",
    api=1,
    title="Keeps a case from a coordinator for whom it is further than they travel.",
    build=TravelLimit,
)
