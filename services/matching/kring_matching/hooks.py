"""What a matching plugin offers: a criterion that ranks, or a hard rule that keeps somebody from a case."""

from dataclasses import dataclass
from typing import Protocol

from kring_matching.domain.eligibility import Rule, Stops, View, Words

__all__ = ["Criterion", "Rule", "Stops", "Verdict", "View", "Words"]


@dataclass(frozen=True)
class Verdict:
    """How well it fits, 0.0 to 1.0, and one sentence why; no score when the criterion has nothing to say."""

    score: float | None
    because: Words


class Criterion(Protocol):
    """One thing that makes a coordinator fit a case more or less."""

    weight: float
    """How much it counts beside the others, 0 or more."""

    def look(self, view: View) -> Verdict:
        """Say how well the coordinator fits, and why. Pure: no I/O, no clock."""
