"""What a matching plugin offers: one criterion that sees one coordinator for one case."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kring_matching.domain import Coordinator
from kring_shared.contracts.field import Dossier


@dataclass(frozen=True)
class View:
    """What a criterion sees: codes only, never a name."""

    dossier: Dossier
    coordinator: Coordinator
    active_cases: int
    today: date
    previous_coordinator_id: str | None = None
    """Who coordinated for these people before, where that is known."""


@dataclass(frozen=True)
class Verdict:
    """How well it fits, 0.0 to 1.0, and one sentence why; no score when the criterion has nothing to say."""

    score: float | None
    because: str


class Criterion(Protocol):
    """One thing that makes a coordinator fit a case more or less."""

    weight: float
    """How much it counts beside the others, 0 or more."""

    def look(self, view: View) -> Verdict:
        """Say how well the coordinator fits, and why. Pure: no I/O, no clock."""
