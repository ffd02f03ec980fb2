"""The registration: a frozen value without any name, how it ended, and the proof that it did not change."""

import json
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Final

from kring_registry.process.registration import REGISTRATION, UNLOCKED, Stage
from kring_shared.contracts.conference import ConferenceConcluded, FollowUpResult, PlanAgreed, PlanOutcome
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType, Context, Urgency
from kring_shared.contracts.intake import Outcome, RequesterKind, RequestLapsed
from kring_shared.contracts.registry import CompleteRegistration, LockRegistration
from kring_shared.kernel.coordination import NOBODY_YET, Coordination
from kring_shared.kernel.errors import NotReady
from kring_shared.kernel.work import Aggregate

LATER: Final = (
    "repeat",
    "meetings",
    "without_meeting",
    "own_strengths",
    "professional_help",
    "conditions",
    "sent_back",
    "help_answers",
    "interpreted",
    "stop_reason",
)
"""What came after the first registrations were locked: it counts for the digest only where it says something."""


@dataclass(frozen=True)
class Registration(Aggregate):
    """What stays of one case for the figures (digitale registratie): codes, dates and counts, never a name.

    `held_on` is the day of the first meeting that was closed, since the time from the request to it is what is
    counted; `present_count` and whether a plan was made belong to the last one. `meetings` says which one that was: 2
    where a plan came back, or a meeting was broken off and went on another day. Of the circle's own time it holds
    nothing.
    """

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
    meetings: int = 0
    without_meeting: bool = False
    own_strengths: int | None = None
    """How many agreements of the plan the circle carries itself (eigen kracht)."""
    professional_help: int | None = None
    """How many lines of the plan ask or bind a professional."""
    conditions: int = 0
    sent_back: int = 0
    """How often a plan went back to the circle before it was accepted."""
    help_answers: tuple[tuple[int, bool], ...] = ()
    """What professionals said to each line of help that was asked: its number, and whether they do it."""
    interpreted: tuple[str, ...] = ()
    """The languages for which an interpreter was booked and did not fall out (BCP 47)."""
    stop_reason: str | None = None
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

    def met(self, meeting: ConferenceConcluded) -> "Registration":
        """Note a meeting that was closed; a second one decides whether there is a plan, and leaves the first day."""
        held_on = min(self.held_on or meeting.held_on, meeting.held_on)
        made, number = meeting.outcome is PlanOutcome.PLAN, max(self.meetings, meeting.meeting)
        return replace(self, held_on=held_on, present_count=meeting.present_count, plan_made=made, meetings=number)

    def agreed(self, plan: PlanAgreed) -> "Registration":
        """Keep the counts of the version the circle confirmed last; without a meeting that is when there is a plan."""
        counted = replace(self, own_strengths=plan.own_strengths, professional_help=plan.professional_help)
        return replace(counted, plan_made=self.plan_made or self.without_meeting)

    def made_without_meeting(self) -> "Registration":
        """Note that no meeting is needed; there is a plan once the circle confirmed it, which may be told first."""
        confirmed = self.own_strengths is not None
        return replace(self, without_meeting=True, plan_made=self.plan_made or confirmed)

    def came_back(self) -> "Registration":
        """Note that a plan was sent back: until it is accepted, or another meeting closes with one, there is none."""
        return replace(self, sent_back=self.sent_back + 1, plan_made=False)

    def cancelled(self, reason: str) -> "Registration":
        """Keep why it stopped, as a code; a plan that did not go out yet came to nothing with it."""
        return replace(self, stop_reason=reason, plan_made=self.plan_distributed_on is not None)

    def answered(self, item: int, *, granted: bool) -> "Registration":
        """Keep what a professional said to a line of help; what they say later about the same line replaces it."""
        return replace(self, help_answers=tuple(sorted((dict(self.help_answers) | {item: granted}).items())))

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
        """Settle the outcome and put the digest on it; counts of a plan that came to nothing are counts of nothing."""
        ended = replace(self, outcome=self.how_it_ended())
        if not self.plan_made:
            ended = replace(ended, own_strengths=None, professional_help=None)
        return replace(ended, digest=ended.fingerprint())

    def how_it_ended(self) -> Outcome:
        """Tell from the facts how the request ended, in the categories of the yearly figures.

        A meeting that was broken off and never closed is no meeting in these figures: the preparation stopped.
        """
        if self.held_on is not None:
            return Outcome.MEETING_WITH_PLAN if self.plan_made else Outcome.MEETING_WITHOUT_PLAN
        if self.plan_made:
            return Outcome.PLAN_WITHOUT_MEETING
        return Outcome.STOPPED_IN_PREPARATION if self.started_on else Outcome.STOPPED_BEFORE_START

    def fingerprint(self) -> str:
        """Give the SHA-256 over the canonical JSON of what is registered, 64 hexadecimal digits.

        Canonical: keys sorted, no white space, UTF-8, dates as ISO 8601. The stage and the version count handling and
        the coordinator is a person, so none of them is what is registered. What came later is there only when it says
        something, so that what was locked before it keeps its digest.
        """
        handling = {"stage", "version", "digest", "coordination"}
        silent = {name for name in LATER if getattr(self, name) == getattr(Registration, name)}
        fields = {name: value for name, value in vars(self).items() if name not in handling | silent}
        text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=date.isoformat)
        return sha256(text.encode()).hexdigest()
