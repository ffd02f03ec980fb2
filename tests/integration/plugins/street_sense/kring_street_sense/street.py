"""Prefers a coordinator from one municipality."""

from pydantic import BaseModel, ConfigDict, Field

from kring_matching.hooks import Verdict, View, Words
from kring_shared.kernel.plugins import Manifest


class StreetSettings(BaseModel):
    """Which municipality, and how much it counts."""

    model_config = ConfigDict(extra="forbid")

    municipality: str = Field(min_length=1)
    weight: float = Field(1.0, ge=0)


class Street:
    """Looks at where a coordinator lives."""

    def __init__(self, settings: StreetSettings) -> None:
        """Take the settings."""
        self.weight, self._municipality = settings.weight, settings.municipality

    def look(self, view: View) -> Verdict:
        """Score 1.0 there, 0.0 elsewhere."""
        there = view.coordinator.municipality == self._municipality
        because = Words(
            f"{'lives' if there else 'does not live'} in {self._municipality}",
            f"woont {'' if there else 'niet '}in {self._municipality}",
        )
        return Verdict(float(there), because)


plugin = Manifest(
    name="street",
    service="matching",
    api=1,
    title="Prefers a coordinator from one municipality.",
    settings=StreetSettings,
    build=Street,
)
