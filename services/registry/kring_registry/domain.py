"""The registration: a frozen value without any name, how it ended, and the proof that it did not change."""

import json
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from kring_registry.process import REGISTRATION, UNLOCKED, Stage
from kring_shared.contracts.conference import FollowUpResult
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType, Context, Urgency
from kring_shared.contracts.intake import Outcome, RequesterKind, RequestLapsed
from kring_shared.contracts.registry import CompleteRegistration, LockRegistration
from kring_shared.kernel.coordination import NOBODY_YET, Coordination
from kring_shared.kernel.errors import NotReady
from kring_shared.kernel.work import Aggregate


@dataclass(frozen=True)
class Registration(Aggregate):
    """What stays of one case for the figures (digitale registratie): codes, dates and counts, never a name."""

    case_id: str
    office: str
    received_on: date
    requester_kind: RequesterKind
    context: Context
    urgency: Urgency
    policy: str
    conference_type: ConferenceType | None = None
    minors_involved: bool | None = None
    stage: Stage = Stage.OPEN
    coordination: Coordination = NOBODY_YET
    started_on: date | None = None
    planned_on: date | None = None
    held_on: date | None = None
    present_count: int | None = None
    plan_made: bool = False
    plan_accepted_on: date | None = None
    plan_distributed_on: date | None = None
    follow_ups: tuple[tuple[int, FollowUpResult], ...] = ()
    follow_up_ended: bool = False
    minutes_worked: int | None = None
    distance_km: int | None = None
    topics: tuple[str, ...] = ()
    outcome: Outcome | None = None
    repeat: bool = False
    digest: str = ""
    version: int = 0

    @property
    def id(self) -> str:
        """Give the case's id."""
        return self.case_id

    @property
    def can_fill(self) -> bool:
        """Tell whether facts of the route still fill it: follow-up results come after it was completed."""
        return self.stage in UNLOCKED

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give who coordinates, and completes it: their last task, so until it is locked, or counts elsewhere.

        It follows from the stage: nothing of a locked registration changes any more, not even who filled it in.
        """
        return self.coordination.parties() if self.can_fill else frozenset()

    def moved(self, on: type[Named]) -> "Registration":
        """Go where the table says; raises `NotAllowedNow` when it says nothing."""
        return replace(self, stage=REGISTRATION.next(self.stage, on))

    def completed(self, *, minutes_worked: int, distance_km: int, topics: tuple[str, ...]) -> "Registration":
        """Fill in what only the coordinator knows: minutes, kilometres, and topics as codes."""
        moved = self.moved(CompleteRegistration)
        return replace(moved, minutes_worked=minutes_worked, distance_km=distance_km, topics=topics)

    def followed_up(self, step: int, result: FollowUpResult) -> "Registration":
        """Keep how the plan goes at one call; a later word about the same call replaces the earlier one."""
        return replace(self, follow_ups=tuple(sorted((dict(self.follow_ups) | {step: result}).items())))

    def locked(self) -> "Registration":
        """Lock it for good after the whole route.

        Raises:
            NotReady: the follow-up of the policy is not over, so a result could still come.
        """
        moved = self.moved(LockRegistration)
        if not self.follow_up_ended:
            message = f"the follow-up of policy {self.policy} is not over; lock it once the last call was made"
            raise NotReady(message)
        return moved.sealed_off()

    def stopped(self, on: type[Named]) -> "Registration":
        """Lock what is known, because the case stopped."""
        return self.moved(on).sealed_off()

    def lapsed(self) -> "Registration":
        """Lock the count and no more: about the people it says again what it says before anything is found out."""
        return replace(
            self.moved(RequestLapsed),
            context=Context.VOLUNTARY,
            urgency=Urgency.NORMAL,
            conference_type=None,
            minors_involved=None,
            repeat=False,
        ).sealed_off()

    def sealed_off(self) -> "Registration":
        """Settle the outcome and put the digest on it."""
        ended = replace(self, outcome=self.how_it_ended())
        return replace(ended, digest=ended.fingerprint())

    def how_it_ended(self) -> Outcome:
        """Tell from the facts how the request ended, in the categories of the yearly figures."""
        if self.held_on is not None:
            return Outcome.MEETING_WITH_PLAN if self.plan_made else Outcome.MEETING_WITHOUT_PLAN
        if self.plan_made:
            return Outcome.PLAN_WITHOUT_MEETING
        return Outcome.STOPPED_IN_PREPARATION if self.started_on else Outcome.STOPPED_BEFORE_START

    def fingerprint(self) -> str:
        """Give the SHA-256 over the canonical JSON of what is registered, 64 hexadecimal digits.

        Canonical: keys sorted, no white space, UTF-8, dates as ISO 8601. The stage and the version count handling and
        the coordinator is a person, so none of them is what is registered. `repeat` came later and is there only when
        it is true, so that what was locked before it keeps its digest.
        """
        left_out = {"stage", "version", "digest", "coordination"} | (set() if self.repeat else {"repeat"})
        fields = {name: value for name, value in vars(self).items() if name not in left_out}
        text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=date.isoformat)
        return sha256(text.encode()).hexdigest()
