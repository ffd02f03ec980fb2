"""A question to the helpdesk, with an owner and a clock."""

from dataclasses import dataclass
from datetime import datetime

from kring_matching.process import HELPDESK, HelpdeskStage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.matching import Topic
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.process import Staged
from kring_shared.kernel.work import Aggregate


@dataclass(frozen=True)
class HelpdeskCase(Staged[HelpdeskStage], Aggregate):
    """One question of a coordinator (helpdeskvraag)."""

    process = HELPDESK

    helpdesk_id: str
    office: str
    coordinator_id: str
    topic: Topic
    question: Sealed[str]
    answer_by: datetime
    stage: HelpdeskStage = HelpdeskStage.OPEN
    owner: str = ""
    answer: Sealed[str] | None = None
    version: int = 0

    @property
    def id(self) -> str:
        """Give its id."""
        return self.helpdesk_id

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give the coordinator who asked."""
        return frozenset({(Role.COORDINATOR.value, self.coordinator_id)})
