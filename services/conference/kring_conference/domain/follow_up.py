"""The calls after a conference."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from kring_conference.process import FOLLOW_UP, CallStage
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import FollowUpResult, RecordFollowUp, RecordFollowUpAttempt
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.policies import CalledBy
from kring_shared.kernel.errors import NotFound, NotPermitted, Refused
from kring_shared.kernel.process import Staged
from kring_shared.kernel.work import Aggregate

CALLERS: Final = {CalledBy.COORDINATOR: Role.COORDINATOR, CalledBy.REGIONAL_MANAGER: Role.REGIONAL_MANAGER}
"""Whose call it is, by what the policy's step says."""
SAFETY_GOES_ITS_OWN_WAY: Final = (
    "a worry about safety goes its own way: the coordinator raises it (raise-safety-signal), and whoever else calls "
    "has them do so at once; record here how the plan goes (on-track, partly, stalled, or refused)"
)


@dataclass(frozen=True)
class FollowUp(Staged[CallStage], Aggregate):
    """One call to hear how the plan goes (opvolging); what is said stays with who said it, a code is kept."""

    process = FOLLOW_UP

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

    @property
    def needs_coordinator(self) -> bool:
        """Tell whether this call waits while nobody coordinates; a regional manager's does not."""
        return self.by is CalledBy.COORDINATOR

    def waits_after(self, on: type[Named]) -> bool:
        """Tell whether this call is asked for anew, of whoever goes on, now that the coordinator is out."""
        return self.needs_coordinator and self.knows(on)

    def has_come(self, now: datetime) -> bool:
        """Tell whether its day has come and nobody was asked to call yet."""
        return self.stage is CallStage.PLANNED and self.due_at <= now

    def must_be_made_by(self, actor: Actor | None) -> None:
        """Hold who notes something of this call against whose call it is.

        Raises:
            NotPermitted: the policy gives this call to somebody else.
        """
        if actor is not None and actor.role is not CALLERS[self.by]:
            raise NotPermitted(
                f"call {self.step} of this case is the {self.by}'s to make and to note; ask them"
            ).because("call-of-somebody-else")

    def attempted(self) -> "FollowUp":
        """Count a call that nobody answered."""
        return replace(self.moved(RecordFollowUpAttempt), attempts=self.attempts + 1)

    def recorded(self, result: FollowUpResult, most_attempts: int) -> "FollowUp":
        """Keep how it goes, as a code.

        Args:
            result: What was heard, or that nobody could be reached.
            most_attempts: How often the policy has somebody call before it leaves people alone.

        Raises:
            Refused: it is a worry about safety, which never stands here; or it was not tried often enough.
        """
        if result is FollowUpResult.SAFETY_CONCERN:
            raise Refused(SAFETY_GOES_ITS_OWN_WAY).because("safety-goes-its-own-way")
        done = self.moved(RecordFollowUp)
        if result is FollowUpResult.UNREACHABLE and self.attempts < most_attempts:
            raise Refused(
                f"nobody answered {self.attempts} of {most_attempts} calls: note each with record-follow-up-attempt; "
                "the last of them ends this call as unreachable by itself"
            ).because("call-again", n=self.attempts, most=most_attempts)
        return replace(done, result=result)


def of_step(calls: Iterable[FollowUp], step: int) -> FollowUp:
    """Find the call of a step.

    Raises:
        NotFound: the policy of this case has no such step.
    """
    for call in calls:
        if call.step == step:
            return call
    raise NotFound(f"no follow-up call {step} is planned in this case; show-conference names those that are")
