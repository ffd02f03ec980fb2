"""Prefers a coordinator who lives or works near (reisafstand), as the crow flies between municipalities."""

from typing import Final

from pydantic import BaseModel, Field

from kring_matching.hooks import Verdict, View, Words
from kring_shared.kernel.plugins import Manifest

UNKNOWN: Final = Words("how far is not known", "hoe ver is niet bekend")


class DistanceSettings(BaseModel):
    """How much distance counts."""

    weight: float = Field(0.75, ge=0, le=10, description="Beside the other criteria; no unit.")


class Distance:
    """Looks at the nearest of the coordinator's municipalities, and at how far they travel."""

    looks_at = ("nearest_km", "travel_limit_km")

    def __init__(self, settings: DistanceSettings) -> None:
        """Take the weight."""
        self.weight = settings.weight

    def look(self, view: View) -> Verdict:
        """Score 1.0 in the same municipality, falling evenly to 0.0 at the coordinator's own limit and beyond."""
        away_km, limit_km = view.nearest_km, view.coordinator.travel_limit_km
        if away_km is None:
            return Verdict(None, UNKNOWN)
        if away_km > limit_km:
            en = f"{away_km:.0f} km away, further than the {limit_km} km they travel"
            return Verdict(0.0, Words(en, f"{away_km:.0f} km ver, verder dan de {limit_km} km die zij reizen"))
        because = Words(f"{away_km:.0f} km away", f"{away_km:.0f} km ver")
        return Verdict(round(1.0 - away_km / limit_km, 4) if away_km else 1.0, because)


plugin = Manifest(
    name="distance",
    service="matching",
    api=1,
    title="Prefers a coordinator who lives or works near the family.",
    settings=DistanceSettings,
    build=Distance,
)
