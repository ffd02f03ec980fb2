"""The registration: a frozen value without any name, how it ended, and the proof that it did not change."""

import json
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Final

from kring_registry.domain.record import year_key
from kring_registry.process.registration import REGISTRATION, SEALED, UNLOCKED, Stage
from kring_shared.contracts.conference import ConferenceConcluded, FollowUpResult, Mode, PlanAgreed, PlanOutcome
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType, Context, Urgency
from kring_shared.contracts.intake import Outcome, RequesterKind, RequestLapsed
from kring_shared.contracts.registry import CompleteRegistration, ExpenseKind, LockRegistration, RegistrationReported
from kring_shared.kernel.coordination import NOBODY_YET, Coordination
from kring_shared.kernel.errors import NotReady
from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.process import Staged
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
    "days_worked",
    "expenses",
    "interpreter_came",
    "reconvened",
    "searched_on",
    "unfilled",
    "submitted",
    "mode",
)
"""What came after the first registrations were locked: it counts for the digest only where it says something."""


HANDLING: Final = frozenset({"stage", "version", "digest", "coordination", "salt", "number", "due_on"})
"""What is not registered: where it stands, who handles it, and the proof itself."""


class LockedForGoodError(Exception):
    """A handler of ours would have changed what was locked; a fault, and nobody can ask for it."""


def due_key(office: str, due_on: date) -> str:
    """Give the key that what an office lets go on one day is found by."""
    return id_at(BEGINNING, f"due/{office}/{due_on.isoformat()}")


@dataclass(frozen=True)
class Registration(Staged[Stage], Aggregate):
    """What stays of one case for the figures (digitale registratie): codes, dates and counts, never a name.

    `held_on` is the day of the first meeting that was closed, since the time from the request to it is what is
    counted; `present_count` and whether a plan was made belong to the last one. `meetings` says which one that was: 2
    where a plan came back, or a meeting was broken off and went on another day. Of the circle's own time it holds
    nothing.
    """

    process = REGISTRATION

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
    days_worked: int | None = None
    expenses: tuple[tuple[ExpenseKind, int], ...] = ()
    """What was paid out of pocket: what for, and eurocents."""
    interpreter_came: bool | None = None
    """What the coordinator said of it; none: as it was booked."""
    reconvened: bool = False
    """The circle decided to meet again, when it looked how its plan goes."""
    searched_on: date | None = None
    """The day the search for a coordinator began."""
    unfilled: bool = False
    """Nobody was found in the time the policy gives, whatever came after it."""
    submitted: bool = False
    """A plan was laid before a professional who accepts it, or sends it back."""
    mode: Mode | None = None
    """How people would meet, as it was planned last."""
    salt: str = ""
    """Random, and known here only: it is what the digest is made with, and goes with the case."""
    digest: str = ""
    number: int = 0
    """Its place in the office's chain; 0 until it is locked, and for what was locked before there was one."""
    due_on: date | None = None
    """The day its term is over, and it loses its case; none while its term did not begin."""
    version: int = 0

    @property
    def id(self) -> str:
        """Give the case's id."""
        return self.case_id

    @property
    def year_key(self) -> str:
        """Give the key of its office's year of receiving."""
        return year_key(self.office, self.received_on.year)

    @property
    def due_key(self) -> str:
        """Give the key under which those that go together are found; empty while its term did not begin."""
        return due_key(self.office, self.due_on) if self.due_on else ""

    def keys(self) -> tuple[str, ...]:
        """Give its case, its office's year of receiving, and those it goes with."""
        return tuple(key for key in (self.case_id, self.year_key, self.due_key) if key)

    @property
    def is_sealed(self) -> bool:
        """Tell whether it was locked: nothing of what is registered changes any more."""
        return self.stage in SEALED

    @property
    def can_fill(self) -> bool:
        """Tell whether facts of the route still fill it: follow-up results come after it was completed."""
        return self.stage in UNLOCKED

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give who coordinates, and completes it: their last task, so until it is locked, or counts elsewhere.

        It follows from the stage: nothing of a locked registration changes any more, not even who filled it in.
        """
        return self.coordination.parties() if self.can_fill else frozenset()

    def completed(self, said: CompleteRegistration) -> "Registration":
        """Fill in what only the coordinator knows: minutes, days, kilometres, what was paid, topics as codes."""
        return replace(
            self.moved(CompleteRegistration),
            minutes_worked=said.minutes_worked,
            distance_km=said.distance_km,
            topics=said.topics,
            days_worked=said.days_worked or None,
            expenses=tuple((expense.kind, expense.cents) for expense in said.expenses),
            interpreter_came=said.interpreter_came,
        )

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
        """Lock it for good after the whole route; `sealed` puts the proof on it.

        Raises:
            NotReady: the follow-up of the policy is not over, so a result could still come.
        """
        moved = self.moved(LockRegistration)
        if not self.follow_up_ended:
            raise NotReady(
                f"the follow-up of policy {self.policy} is not over; lock it once the last call was made",
                "follow-up-over",
            )
        return moved.settled()

    def stopped(self, on: type[Named]) -> "Registration":
        """Lock what is known, because the case stopped."""
        return self.moved(on).settled()

    def lapsed(self) -> "Registration":
        """Lock the count and no more: about the people it says again what it says before anything is found out."""
        return replace(
            self.moved(RequestLapsed),
            context=Context.VOLUNTARY,
            urgency=Urgency.NORMAL,
            conference_type=None,
            minors_involved=None,
            repeat=False,
        ).settled()

    def settled(self) -> "Registration":
        """Settle the outcome; counts of a plan that came to nothing are counts of nothing."""
        ended = replace(self, outcome=self.how_it_ended())
        return ended if self.plan_made else replace(ended, own_strengths=None, professional_help=None)

    def sealed(self, salt: str) -> "Registration":
        """Put the proof on what was just locked: the digest is what the office's chain commits to."""
        salted = replace(self, salt=salt)
        return replace(salted, digest=salted.fingerprint())

    def reported(self) -> "Registration":
        """Note that the figures of its year were published; raises `NotAllowedNow` before it is locked."""
        return self.moved(RegistrationReported)

    def must_stand(self, after: "Registration | None") -> None:
        """Hold a locked registration against what a handler made of it.

        Raises:
            LockedForGoodError: something that is registered, or its proof, is different, or it is open again.
        """
        if after is None or not self.is_sealed:
            return
        proofs = (self.salt, self.digest, self.number), (after.salt, after.digest, after.number)
        if not after.is_sealed or self.fingerprint() != after.fingerprint() or proofs[0] != proofs[1]:
            raise LockedForGoodError("a locked registration stays as it is")

    def how_it_ended(self) -> Outcome:
        """Tell from the facts how the request ended, in the categories of the yearly figures.

        A meeting that was broken off and never closed is no meeting in these figures: the preparation stopped.
        """
        if self.held_on is not None:
            return Outcome.MEETING_WITH_PLAN if self.plan_made else Outcome.MEETING_WITHOUT_PLAN
        if self.plan_made:
            return Outcome.PLAN_WITHOUT_MEETING
        return Outcome.STOPPED_IN_PREPARATION if self.started_on else Outcome.STOPPED_BEFORE_START

    @property
    def had_interpreter(self) -> bool:
        """Tell whether an interpreter was there: what the coordinator said, or else what was booked."""
        return bool(self.interpreted) if self.interpreter_came is None else self.interpreter_came

    def fingerprint(self) -> str:
        """Give the SHA-256 over the salt and the canonical JSON of what is registered, 64 hexadecimal digits.

        Canonical: keys sorted, no white space, UTF-8, dates as ISO 8601. The stage and the version count handling and
        the coordinator is a person, so none of them is what is registered. What came later is there only when it says
        something, so that what was locked before it, without a salt, keeps its digest.
        """
        silent = {name for name in LATER if getattr(self, name) == getattr(Registration, name)}
        fields = {name: value for name, value in vars(self).items() if name not in HANDLING | silent}
        text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=date.isoformat)
        return sha256((self.salt + text).encode()).hexdigest()
