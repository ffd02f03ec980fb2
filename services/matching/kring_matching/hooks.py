"""What a matching plugin offers: a criterion that ranks, or a hard rule that keeps somebody from a case.

Either may have `looks_at`: the names of all that it looks at, of a coordinator (`languages`, `municipality`) or of the
view (`active_cases`, `coordinated_before`). Then it is asked once for all who are alike in these, and anything else it
tries to look at is an error. Without `looks_at` it is asked for everybody, which is slower and otherwise the same.
"""

from dataclasses import dataclass
from typing import Final, Protocol

from kring_matching.domain.eligibility import Rule, Stops, View, Words

__all__ = ["MAY_LOOK_AT", "Criterion", "Rule", "Stops", "Verdict", "View", "Words"]

MAY_LOOK_AT: Final = frozenset(
    {
        *("id", "languages", "levels", "scopes", "gender", "birth_year", "supervised", "certified_on", "last_case_on"),
        *(
            "municipality",
            "municipalities",
            "travel_limit_km",
            "maximum_load",
            "away",
            "standing",
            "lent_by",
            "for_case",
        ),
        *("nearest_km", "may_be_near"),
        *("active_cases", "coordinated_before", "has_said_no"),
    }
)
"""What `looks_at` may name: the last two lines are of the view, the rest of its coordinator.

Ties, screening and statute are not among these: Kring asks about them itself, and says no more than that papers are
not in order. A plugin that could name them could write them into a sentence.
"""


@dataclass(frozen=True)
class Verdict:
    """How well it fits, 0.0 to 1.0, and one sentence why; no score when the criterion has nothing to say."""

    score: float | None
    because: Words

    def __post_init__(self) -> None:
        """Refuse a score that would not be comparable."""
        if self.score is not None and not 0 <= self.score <= 1:
            raise ValueError("a score is at least 0.0 and at most 1.0")


class Criterion(Protocol):
    """One thing that makes a coordinator fit a case more or less."""

    weight: float
    """How much it counts beside the others, 0 or more."""

    def look(self, view: View) -> Verdict:
        """Say how well the coordinator fits, and why. Pure: no I/O, no clock."""
