"""Prefers a coordinator whose last case is long ago, so that the work goes round."""

from typing import Final

from pydantic import BaseModel, Field

from kring_matching.hooks import Verdict, View, Words
from kring_shared.kernel.plugins import Manifest

LONGEST_DAYS: Final = 365
"""From so many days on, nobody waits longer than another."""
NEVER: Final = Words("had no case yet", "had nog geen zaak")
AT_WORK: Final = Words("has a case now", "heeft nu een zaak")


class LongAgoSettings(BaseModel):
    """How much it counts that the last case is long ago."""

    weight: float = Field(0.5, ge=0, le=10, description="Beside the other criteria; no unit.")


class LongAgo:
    """Looks at when the last case ended.

    Who never had a case scores in full: nobody waits longer, and only by a first case somebody learns the work. Whether
    a first case needs support is no question of turn; the ranking says it beside the score.
    """

    looks_at = ("last_case_on", "active_cases")

    def __init__(self, settings: LongAgoSettings) -> None:
        """Take the weight."""
        self.weight = settings.weight

    def look(self, view: View) -> Verdict:
        """Score 0.0 for who has a case or ended one today, rising evenly to 1.0 after a year."""
        if view.active_cases:
            return Verdict(0.0, AT_WORK)
        if view.coordinator.last_case_on is None:
            return Verdict(1.0, NEVER)
        days = max((view.today - view.coordinator.last_case_on).days, 0)
        because = Words(f"the last case ended {days} days ago", f"de laatste zaak eindigde {days} dagen geleden")
        return Verdict(round(min(days / LONGEST_DAYS, 1.0), 4), because)


plugin = Manifest(
    name="long-ago",
    service="matching",
    api=1,
    title="Prefers a coordinator whose last case is long ago.",
    settings=LongAgoSettings,
    build=LongAgo,
)
