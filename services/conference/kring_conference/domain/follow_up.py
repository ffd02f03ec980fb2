"""The calls after a conference."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from kring_conference.process import FOLLOW_UP, CallStage
from kring_shared.contracts.conference import FollowUpResult, RecordFollowUp
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.policies import CalledBy
from kring_shared.kernel.errors import NotFound
from kring_shared.kernel.work import Aggregate


@dataclass(frozen=True)
class FollowUp(Aggregate):
    """One call to hear how the plan goes (opvolging); what is said stays with who said it, a code is kept."""

    follow_up_id: str
    case_id: str
    office: str
    step: int
    due_at: datetime
    by: CalledBy = CalledBy.COORDINATOR
    attempts: int = 0
    stage: CallStage = CallStage.PLANNED
    result: FollowUpResult | None = None
    version: int = 0

    @property
    def id(self) -> str:
        """Give the call's own id."""
        return self.follow_up_id

    def keys(self) -> tuple[str, ...]:
        """Give the call, and the case it belongs to."""
        return (self.follow_up_id, self.case_id)

    @property
    def is_open(self) -> bool:
        """Tell whether this call is still to be made."""
        return FOLLOW_UP.is_open(self.stage)

    def moved(self, on: type[Named]) -> "FollowUp":
        """Go where the table says; raises `NotAllowedNow` when it says nothing."""
        return replace(self, stage=FOLLOW_UP.next(self.stage, on))

    def has_come(self, now: datetime) -> bool:
        """Tell whether its day has come and nobody was asked to call yet."""
        return self.stage is CallStage.PLANNED and self.due_at <= now

    def recorded(self, result: FollowUpResult) -> "FollowUp":
        """Keep how it goes, as a code."""
        return replace(self.moved(RecordFollowUp), result=result)


def of_step(calls: Iterable[FollowUp], step: int) -> FollowUp:
    """Find the call of a step.

    Raises:
        NotFound: the policy of this case has no such step.
    """
    for call in calls:
        if call.step == step:
            return call
    message = f"no follow-up call {step} is planned in this case"
    raise NotFound(message)
