"""Who coordinates a case, as every service beside matching keeps it: one rule for whose access ends, and when.

Rule: taking access away asks only whether it is this coordinator's; giving it asks also whether nothing newer was told.
So a fact that comes late can leave nobody in who is out.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from kring_shared.contracts.actor import Role
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentCompleted,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
)

CoordinatorTold = (
    AssignmentActivated | AssignmentFrozen | AssignmentRestored | AssignmentHandedOver | AssignmentCompleted
)
"""What matching tells about who coordinates.

One begins, is kept away while a tie is looked at, goes on, hands over, or is done.
"""


@dataclass(frozen=True)
class Coordination:
    """Who coordinates (Eigen Kracht-coördinator), and whether they have access now."""

    coordinator_id: str | None = None
    withheld: bool = False
    told_at: datetime | None = None

    @property
    def present(self) -> str | None:
        """Give who coordinates now; nobody while access is withheld, between two coordinators, or at the end."""
        return None if self.withheld else self.coordinator_id

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give the coordinator as one who takes part, if there is one now."""
        return frozenset({(Role.COORDINATOR.value, self.present)} if self.present else ())

    def after(self, fact: CoordinatorTold) -> "Coordination":
        """Take over what matching told; told late, or about somebody who is out, it lets nobody in."""
        overtaken = self.told_at is not None and fact.occurred_at < self.told_at
        heard = self if overtaken else replace(self, told_at=fact.occurred_at)
        match fact:
            case AssignmentActivated(coordinator=card) if not overtaken:
                return replace(heard, coordinator_id=card.person_id, withheld=False)
            case AssignmentRestored(coordinator=card) if not overtaken and card.person_id == self.coordinator_id:
                return replace(heard, withheld=False)
            case AssignmentFrozen(coordinator_id=out) if out == self.coordinator_id:
                return replace(heard, withheld=True)
            case AssignmentHandedOver(coordinator_id=out) | AssignmentCompleted(coordinator_id=out) if (
                out == self.coordinator_id
            ):
                return replace(heard, coordinator_id=None, withheld=False)
            case _:
                return heard


NOBODY_YET: Final = Coordination()
"""Before the first coordinator begins."""
