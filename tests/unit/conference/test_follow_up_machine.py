"""Whatever is called, paused, handed over or stopped, in whatever order, the calls afterwards keep their promises."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kring_conference.process import CallStage, PlanStage
from kring_shared.contracts import policies
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import (
    AskReviewReminders,
    ConvenerAsked,
    FollowUpAttempted,
    FollowUpCallDue,
    FollowUpCompleted,
    FollowUpDue,
    FollowUpEnded,
    FollowUpResult,
    MeetingAgainOffered,
    RecordFollowUp,
    RecordFollowUpAttempt,
    RecordReview,
    ReviewComing,
    ReviewOutcome,
    ReviewReminderSet,
)
from kring_shared.contracts.envelope import Command, Fact, Named
from kring_shared.contracts.intake import PauseReason, RequestPaused, RequestResumed
from kring_shared.contracts.policies import CalledBy, FollowUpStep
from kring_shared.kernel.errors import NotYet, Refused
from kring_shared.testing.work import an_actor
from tests.unit.conference.afterwards import (
    MANAGER,
    REVIEW_ON,
    TRANSFERRED,
    WITHDRAWN,
    coordinators,
    managers,
    went_out,
)
from tests.unit.conference.case import CASE_ID, FILIP, Case, main_person
from tests.unit.conference.coordinators import JOHAN, completed, frozen, handed_over, restored, succeeded

STEPS = st.lists(st.sampled_from([make(days) for make in (coordinators, managers) for days in (7, 28, 91)]), max_size=3)
callers = st.sampled_from([None, JOHAN, MANAGER, main_person()])
step_numbers = st.integers(1, 4)
COMES_AND_GOES: tuple[Callable[[Case], Fact], ...] = (frozen, handed_over, restored, succeeded, completed)
PAUSED = RequestPaused(case_id=CASE_ID, office="utrecht", because=PauseReason.PERSON_DIED)
RESUMED = RequestResumed(case_id=CASE_ID, office="utrecht", main_persons=(FILIP,))
REMINDS = (ReviewReminderSet, ReviewComing)


results = st.sampled_from([*FollowUpResult, None, None])
honest = st.sampled_from([FollowUpResult.STALLED, FollowUpResult.ON_TRACK, None])


def _said(step: int, result: FollowUpResult | None) -> Command:
    """Note how it goes; nothing means that nobody answered."""
    if result is None:
        return RecordFollowUpAttempt(case_id=CASE_ID, step=step)
    return RecordFollowUp(case_id=CASE_ID, step=step, result=result)


class FollowUpMachine(RuleBasedStateMachine):
    """Everything that happens to a plan after it went out."""

    @initialize(steps=STEPS, attempts=st.integers(1, 3), names_oma=st.booleans(), is_due=st.booleans())
    def begin(self, steps: list[FollowUpStep], attempts: int, *, names_oma: bool, is_due: bool) -> None:
        """Give the circle its plan, under some policy; the first call may be due already."""
        changed = {"follow_up": tuple(steps), "follow_up_attempts": attempts}
        self.patch = pytest.MonkeyPatch()
        self.patch.setitem(policies.POLICIES, "nl/1", policies.NL.model_copy(update=changed))
        self.steps, self.attempts, self.wished = steps, attempts, False
        self.stopped_at: int | None = None
        self.case = went_out(names_oma=names_oma)
        self.since = len(self.case.told) - 1 if not steps else len(self.case.told)
        if is_due:
            self.the_next_call_comes_due()

    def teardown(self) -> None:
        """Put the policy back."""
        if hasattr(self, "patch"):
            self.patch.undo()

    def _try(self, message: Named, who: Actor | None = None) -> bool:
        before = dict(self.case.stored), len(self.case.told)
        try:
            if isinstance(message, Command):
                self.case.do(message, who)
            else:
                self.case.hear(message)
        except (Refused, NotYet):
            assert before == (self.case.stored, len(self.case.told))
            return False
        return True

    @rule(days=st.sampled_from([1, 7, 14, 30, 100]))
    def time_passes(self, days: int) -> None:
        """Let days pass, and every deadline come in that is due by then, in order."""
        until = self.case.now + timedelta(days=days)
        while ready := sorted((r for r in self.case.deadlines if r.due <= until), key=lambda r: r.due):
            self.case.now = max(self.case.now, ready[0].due)
            self.case.hear(ready[0].deadline)
        self.case.now = until

    @rule(step=step_numbers)
    def a_deadline_comes_once_more(self, step: int) -> None:
        """Bring a call's day again, or before its time."""
        if step <= len(self.case.calls()):
            self._try(FollowUpCallDue(case_id=CASE_ID, step=step))

    @rule()
    def the_next_call_comes_due(self) -> None:
        """Let the day of the next call come."""
        if planned := [call for call in self.case.calls() if call.stage is CallStage.PLANNED]:
            self.time_passes(max(0, (planned[0].due_at - self.case.now).days) + 1)

    @rule(which=step_numbers, result=results, who=callers)
    def somebody_notes_something(self, which: int, result: FollowUpResult | None, who: Actor | None) -> None:
        """Have anybody note how it goes, or that nobody answered; most often of a call that is due."""
        step = self._step(which)
        self._note(_said(step, result), step, who)

    @rule(attempts=st.integers(0, 4), result=honest, at_once=st.booleans())
    def the_call_that_is_due_is_made(self, attempts: int, result: FollowUpResult | None, *, at_once: bool) -> None:
        """Have whose call it is try some times, and then perhaps note how it goes; they may, as long as it is open."""
        if at_once:
            self.the_next_call_comes_due()
        step = self._step(1)
        for note in [*[_said(step, None)] * attempts, *([_said(step, result)] if result else [])]:
            due = [call for call in self.case.calls() if call.step == step and call.stage is CallStage.DUE]
            if due and (who := self._caller(due[0].by)) is not None:
                assert not self._note(_said(step, FollowUpResult.SAFETY_CONCERN), step, who)
                assert self._note(note, step, who)

    def _step(self, which: int) -> int:
        """Give the step of a call that is due, where there is one; else any."""
        due = [call.step for call in self.case.calls() if call.stage is CallStage.DUE]
        return due[which % len(due)] if due else which

    def _caller(self, by: CalledBy) -> Actor | None:
        """Give whose call it is now; nobody while it is a coordinator's and there is none."""
        if by is CalledBy.REGIONAL_MANAGER:
            return MANAGER
        coordinator_id = self.case.conference.coordinator_id
        return an_actor(Role.COORDINATOR, coordinator_id) if coordinator_id else None

    def _note(self, message: Command, step: int, who: Actor | None) -> bool:
        done = self._try(message, who)
        if done:
            assert (who is MANAGER) == (self.steps[step - 1].by is CalledBy.REGIONAL_MANAGER)
        return done

    @rule(outcome=st.sampled_from(ReviewOutcome))
    def the_circle_looks(self, outcome: ReviewOutcome) -> None:
        """Have the circle look how its plan goes."""
        self._try(RecordReview(case_id=CASE_ID, outcome=outcome), main_person())

    @rule(days=st.sampled_from([-1, 0, 60]))
    def the_circle_asks_to_be_reminded(self, days: int) -> None:
        """Have the circle ask for reminders."""
        wish = AskReviewReminders(case_id=CASE_ID, until=REVIEW_ON + timedelta(days=days))
        self.wished |= self._try(wish, main_person())

    @rule(what=st.sampled_from(COMES_AND_GOES))
    def a_coordinator_comes_or_goes(self, what: Callable[[Case], Fact]) -> None:
        """Let matching tell something of who coordinates."""
        self._try(what(self.case))

    @rule(what=st.sampled_from([PAUSED, RESUMED]))
    def the_case_waits_or_goes_on(self, what: Fact) -> None:
        """Pause or resume the case."""
        self._try(what)

    @rule(what=st.sampled_from([WITHDRAWN, TRANSFERRED]), sure=st.integers(0, 7))
    def the_request_stops(self, what: Fact, sure: int) -> None:
        """Stop the request, now and then."""
        if sure == 7 and self._try(what) and self.stopped_at is None:
            self.stopped_at = len(self.case.told)

    @invariant()
    def it_ends_once_and_only_when_no_call_is_open(self) -> None:
        """Hold when the end is told."""
        if not hasattr(self, "case"):
            return
        ended = [n for n, fact in enumerate(self.case.told) if isinstance(fact, FollowUpEnded)]
        assert len(ended) <= 1
        calls = self.case.calls()
        if ended:
            assert not any(call.is_open for call in calls)
            assert not any(isinstance(f, FollowUpDue | FollowUpCompleted) for f in self.case.told[ended[0] :])
        elif self.stopped_at is None:
            assert any(call.is_open for call in calls)

    @invariant()
    def no_fact_and_no_call_says_that_somebody_worries(self) -> None:
        """Hold what stands in the follow-up."""
        if hasattr(self, "case"):
            worry = FollowUpResult.SAFETY_CONCERN
            assert not any(worry.value in fact.model_dump_json() for fact in self.case.told[self.since :])
            assert worry not in {call.result for call in self.case.calls()}

    @invariant()
    def nobody_is_tried_more_often_than_the_policy_says(self) -> None:
        """Hold the attempts, as stored and as told."""
        if not hasattr(self, "case"):
            return
        for call in self.case.calls():
            attempts = [f.attempt for f in self.case.told if isinstance(f, FollowUpAttempted) and f.step == call.step]
            assert attempts == list(range(1, call.attempts + 1))
            assert call.attempts <= self.attempts
            unreachable = call.result is FollowUpResult.UNREACHABLE
            assert unreachable == (call.stage is CallStage.DONE and call.attempts == self.attempts)

    @invariant()
    def a_stopped_request_is_silent(self) -> None:
        """Hold what is told, and waits, after it stopped."""
        if hasattr(self, "case") and self.stopped_at is not None:
            assert self.case.told[self.stopped_at :] == []
            assert self.case.deadlines == []

    @invariant()
    def the_office_offers_only_after_whom_the_circle_named(self) -> None:
        """Hold that each stall leads to one question to the convener and one offer at most."""
        if not hasattr(self, "case"):
            return
        told = [f for f in self.case.told if isinstance(f, ConvenerAsked | MeetingAgainOffered)]
        stalls = [f for f in self.case.told if isinstance(f, FollowUpCompleted) and f.result is FollowUpResult.STALLED]
        assert sum(isinstance(f, MeetingAgainOffered) for f in told) <= len(stalls)
        assert sum(isinstance(f, ConvenerAsked) for f in told) <= len(stalls)
        assert self.case.plan.stage in {PlanStage.DISTRIBUTED, PlanStage.RECONVENING}

    @invariant()
    def nobody_is_reminded_who_did_not_ask(self) -> None:
        """Hold that reminders follow a wish."""
        if hasattr(self, "case"):
            reminded = [type(fact) for fact in self.case.told if type(fact) in REMINDS]
            assert self.wished or not reminded
            assert not any(pair == (ReviewComing, ReviewComing) for pair in pairwise(reminded))


FollowUpMachine.TestCase.settings = settings(
    max_examples=100, stateful_step_count=20, deadline=None, phases=[Phase.explicit, Phase.generate, Phase.shrink]
)
TestFollowUpMachine = FollowUpMachine.TestCase
