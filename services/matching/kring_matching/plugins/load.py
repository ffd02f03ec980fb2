"""Prefers a coordinator with fewer cases at this moment: they do this beside their daily work."""

from pydantic import BaseModel, Field

from kring_matching.hooks import Verdict, View, Words
from kring_shared.kernel.plugins import Manifest


class LoadSettings(BaseModel):
    """How much the load counts."""

    weight: float = Field(0.5, ge=0, le=10, description="Beside the other criteria; no unit.")


class Load:
    """Looks at the cases a coordinator has now, against the most they take."""

    looks_at = ("active_cases", "maximum_load")

    def __init__(self, settings: LoadSettings) -> None:
        """Take the weight."""
        self.weight = settings.weight

    def look(self, view: View) -> Verdict:
        """Score 1.0 without cases, falling evenly to 0.0 at the most they take."""
        active, most = view.active_cases, view.coordinator.maximum_load
        free = max(most - active, 0)
        because = Words(f"has {active} of at most {most} cases", f"heeft {active} van ten hoogste {most} zaken")
        return Verdict(round(free / most, 4) if most else 0.0, because)


plugin = Manifest(
    name="load",
    service="matching",
    api=1,
    title="Prefers a coordinator with fewer cases at this moment.",
    settings=LoadSettings,
    build=Load,
)
