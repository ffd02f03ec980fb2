"""Prefers the coordinator these people know already: a second conference, or one that moved, may keep the same."""

from typing import Final

from pydantic import BaseModel, Field

from kring_matching.hooks import Verdict, View, Words
from kring_shared.kernel.plugins import Manifest

NEITHER_NOR: Final = 0.5
"""What everybody else scores: being new to a family is no shortcoming."""
NOBODY: Final = Words("nobody coordinated for these people before", "niemand coördineerde eerder voor deze mensen")
NEW: Final = Words("new to these people, which is fine too", "nieuw voor deze mensen, en dat is ook goed")
KNOWN: Final = Words(
    "coordinated for these people before; ask them whether they would like that again",
    "coördineerde eerder voor deze mensen; vraag hun of zij dat weer zouden willen",
)


class KnownCoordinatorSettings(BaseModel):
    """How much it counts that people know the coordinator."""

    weight: float = Field(1.0, ge=0, le=10, description="Beside the other criteria; no unit.")


class KnownCoordinator:
    """Looks at who coordinated for these people before; whether they want that again is theirs to say."""

    looks_at = ("coordinated_before",)

    def __init__(self, settings: KnownCoordinatorSettings) -> None:
        """Take the weight."""
        self.weight = settings.weight

    def look(self, view: View) -> Verdict:
        """Score 1.0 for who coordinated before, half a point for everybody else, nothing when nobody did."""
        if view.previous_coordinator_id is None:
            return Verdict(None, NOBODY)
        if not view.coordinated_before:
            return Verdict(NEITHER_NOR, NEW)
        return Verdict(1.0, KNOWN)


plugin = Manifest(
    name="known-coordinator",
    service="matching",
    api=1,
    title="Prefers the coordinator these people know from before.",
    settings=KnownCoordinatorSettings,
    build=KnownCoordinator,
)
