"""Whatever is asked and told in whatever order: the tables hold, and so does what nothing may switch off."""

import base64
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Any, Final, NamedTuple

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kring_conference import process
from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.domain.signal import Signal
from kring_conference.process import CONFERENCE, Stage
from kring_conference.readiness import Preparation, missing
from kring_shared.contracts import conference as c
from kring_shared.contracts import intake, matching
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.envelope import Command, Fact, Named
from kring_shared.contracts.field import Part
from kring_shared.contracts.rights import RIGHTS
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import NotYet, Refused
from kring_shared.kernel.process import Process
from kring_shared.kernel.work import Aggregate, Work
from kring_shared.testing.work import an_actor
from tests.unit.conference import case as at
from tests.unit.conference.case import CASE_ID, COORDINATOR, FILIP, GUARDIAN, PLAN, Case, card, in_days, mandate
from tests.unit.conference.every_command import LEO, ONE_OF_EACH, by
from tests.unit.conference.plans_way import STANDS_FOR_A_VERSION

WHISPER: Final = "whispered among us"
WORRY: Final = "he waits on the stairs"
SECRETS: Final = ("has Filip for the weekend", "goes to the lighthouse", "mends the windmill")
"""What the plan says, each in words that stand nowhere else."""
OF_EACH: Final[tuple[Process[Any], ...]] = (process.PARTICIPANT, process.PLAN, process.FOLLOW_UP, process.SIGNAL)
TABLES: Final = {type(table.start): table for table in (CONFERENCE, *OF_EACH)}
US: Final[dict[str, Any]] = {"case_id": CASE_ID, "office": "utrecht"}
BACK: Final[tuple[Fact, ...]] = (
    matching.AssignmentActivated(**US, coordinator=card(COORDINATOR, "Fatma")),
    matching.AssignmentRestored(**US, coordinator=card(COORDINATOR, "Fatma")),
    intake.RequestResumed(**US, main_persons=(FILIP,)),
)
STOPS: Final[tuple[Fact, ...]] = (
    matching.AssignmentFrozen(**US, coordinator_id=COORDINATOR),
    matching.AssignmentHandedOver(**US, coordinator_id=COORDINATOR, reason=matching.HandOverReason.ILLNESS),
    intake.RequestPaused(**US, because=intake.PauseReason.PERSON_DIED),
    intake.RequestWithdrawn(**US),
    intake.RequestTransferred(**US, to_office="gent"),
)
YES: Final = c.ConfirmPlan(case_id=CASE_ID, plan_version=1, everyone_agrees=True)
OTHER: Final = [PLAN.agreements[0].model_copy(update={"what": what}) for what in SECRETS[1:]]
ALSO: Final[tuple[Command, ...]] = (
    c.StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=False),
    c.StartPrivateTime(case_id=CASE_ID, professionals_left=False, coordinator_left=True),
    c.EndPrivateTime(case_id=CASE_ID),
    c.ConcludeConference(case_id=CASE_ID, present_count=7, without_plan=True),
    *(c.DraftPlan(case_id=CASE_ID, plan=PLAN.model_copy(update={"agreements": (other,)})) for other in OTHER),
    *(YES.model_copy(update=said) for said in ({}, {"everyone_agrees": False}, {"said_by": GUARDIAN})),
)
EVERYTHING: Final = (*ONE_OF_EACH, *ALSO)
ENDS: Final = frozenset({c.CancelConference, c.PostponeConference, c.MakePlanWithoutMeeting})
MAKES_A_PLAN: Final = frozenset({c.ExplainConditions, c.DraftPlan, c.ConfirmPlan, c.SubmitPlan, c.AcceptPlan})
NOTES: Final = an_actor(Role.COORDINATOR, COORDINATOR)
STRANGER: Final = an_actor(Role.COORDINATOR, LEO)
MANAGER: Final = an_actor(Role.REGIONAL_MANAGER)
STARTS: Final = (at.prepared, at.ready, at.alone, at.alone, at.presenting, at.agreed, at.submitted, at.concluded)
KINDS: Final = ("free", "compelled", "compelled", "always checked")


class Done(NamedTuple):
    """One message that was carried out: how it stood before it and after, what was told, and by whom and when."""

    message: Named
    before: dict[tuple[type, str], Aggregate]
    was: Conference
    now: Conference
    told: list[Fact]
    work: Work


class ConferenceMachine(RuleBasedStateMachine):
    """One case to which anything happens, and a note beside the rules of what its circle said yes to."""

    @initialize(start=st.sampled_from(STARTS), kind=st.sampled_from(KINDS))
    def begin(self, start: Callable[..., Case], kind: str) -> None:
        policy = "be/1" if kind == "always checked" or start is at.submitted else "nl/1"
        self.case = start(mandate("School goes on.")) if kind == "compelled" else start(policy=policy)
        self.new: list[Done] = []
        self.agreed = [1] if (plan := self._plan()) and plan.counting else []

    def _try(self, message: Named, who: Actor | None = None) -> bool:
        """Ask or tell something; refused, it changes nothing. Words said in private time can be told from others."""
        case, was = self.case, self.case.conference
        said = whispered(message) if was.stage is Stage.PRIVATE_TIME else message
        before, told = dict(case.stored), len(case.told)
        try:
            case.do(said, who) if isinstance(said, Command) else case.hear(said)
        except (Refused, NotYet):
            assert (case.stored, len(case.told)) == (before, told)
            return False
        assert case.last is not None
        self.new.append(Done(said, before, was, case.conference, case.told[told:], case.last))
        circle = {FILIP, self._of(Part.CIRCLE)}
        if isinstance(said, c.ConfirmPlan) and said.everyone_agrees and who and (said.said_by or who.id) in circle:
            self.agreed.append(said.plan_version)
        return True

    def _asks(self, who: Actor | None, data: st.DataObject, *, likely: bool = True, leads: bool = False) -> None:
        """Have somebody, or else whoever would, ask one thing; mostly one that the stage lets through."""
        self.new, theirs = [], [each for each in EVERYTHING if who is None or who.role in RIGHTS[type(each)]]
        for _ in range(4 if leads else 1):
            stage, plan = self.case.conference.stage, self._plan()
            free = not likely or stage is Stage.PRIVATE_TIME
            some = [each for each in theirs if free or (CONFERENCE.knows(stage, type(each)) and type(each) not in ENDS)]
            some = [each for each in some if free or not leads or moves(stage, type(each))]
            command = data.draw(st.sampled_from(some or theirs))
            if isinstance(command, c.ConfirmPlan) and plan is not None:
                command = command.model_copy(update={"plan_version": plan.latest.number})
            circle = Role.MAIN_PERSON in RIGHTS[type(command)] and data.draw(st.booleans())
            self._try(command, who or (at.main_person() if circle else by(command)))

    def _plan(self) -> Plan | None:
        return next((kept for kept in self.case.stored.values() if isinstance(kept, Plan)), None)

    def _of(self, part: Part) -> str:
        people = (kept for kept in self.case.stored.values() if isinstance(kept, Participant) and kept.part is part)
        return max((person.id for person in people), default=LEO)

    @rule(data=st.data())
    def it_goes_on(self, data: st.DataObject) -> None:
        self._asks(None, data, leads=True)

    @rule(data=st.data(), likely=st.booleans())
    def the_coordinator_asks(self, data: st.DataObject, *, likely: bool) -> None:
        self._asks(NOTES, data, likely=likely)

    @rule(data=st.data(), main=st.booleans())
    def the_circle_asks(self, data: st.DataObject, *, main: bool) -> None:
        self._asks(at.main_person() if main else at.circle_member(self._of(Part.CIRCLE)), data)

    @rule(data=st.data())
    def a_professional_asks(self, data: st.DataObject) -> None:
        self._asks(at.guardian(self._of(Part.ACCEPTOR)), data)

    @rule(data=st.data())
    def the_manager_asks(self, data: st.DataObject) -> None:
        self._asks(MANAGER, data, likely=False)

    @rule(command=st.sampled_from(EVERYTHING), who=st.sampled_from((STRANGER, at.main_person(), at.guardian())))
    def asks_what_may_not_be_theirs(self, command: Command, who: Actor) -> None:
        self.new = []
        self._try(command, who)
        assert who is not STRANGER or self.new == []

    @rule(who=st.sampled_from((NOTES, MANAGER)), looked_at=st.booleans())
    def a_worry_is_heard_in_every_stage_also_of_a_circle_that_is_alone(self, who: Actor, *, looked_at: bool) -> None:
        self.new, known = [], {key for kind, key in self.case.stored if kind is Signal}
        worry = c.RaiseSafetySignal(case_id=CASE_ID, level=c.SignalLevel.CONCERN, words=WORRY)
        assert self._try(worry, who) == (who is MANAGER or self.case.conference.coordinator_id is not None)
        for signal_id in sorted(known) if looked_at else ():
            self._try(c.AssessSafetySignal(signal_id=signal_id, level=c.SignalLevel.ACUTE), MANAGER)

    @rule(fact=st.sampled_from((*BACK * 4, *STOPS)))
    def another_step_tells(self, fact: Fact) -> None:
        self.new = []
        self._try(fact)

    @rule(days=st.sampled_from((1, 3, 30)))
    def days_pass_and_clocks_run(self, days: int) -> None:
        self.new, until = [], in_days(self.case.now, days)
        while due := sorted((r for r in self.case.deadlines if r.due <= until), key=lambda r: r.due):
            self.case.now = max(self.case.now, due[0].due)
            assert self._try(due[0].deadline), "a deadline is never refused"
        self.case.now = until

    @rule(told=st.booleans())
    def somebody_turns_out_to_be_told_the_conditions_or_not(self, *, told: bool) -> None:
        self.new, oma = [], self.case.person(self._of(Part.CIRCLE))
        number = len(self.case.conference.conditions) if told else 0
        self.case.stored[Participant, oma.id] = replace(oma, told=replace(oma.told, conditions=number))
        self._try(c.AcceptPlan(case_id=CASE_ID), at.guardian(self._of(Part.ACCEPTOR)))
        self._try(c.StartInformationPhase(case_id=CASE_ID), NOTES)

    @invariant()
    def no_stage_is_outside_the_tables(self) -> None:
        for done in self.new:
            on = [type(done.message), *map(type, done.told)]
            for key, value in done.work.changed.items():
                stage, was = getattr(value, "stage", None), getattr(done.before.get(key), "stage", None)
                table = next((TABLES[kind] for kind in TABLES if isinstance(stage, kind)), None)
                if table is not None and stage is not was:
                    assert stage in within_reach(table, was or table.start, on), (key, was, stage, on)

    @invariant()
    def private_time_is_the_circles(self) -> None:
        for message, _, was, now, _, work in self.new:
            if was.stage is Stage.PRIVATE_TIME:
                of_the_case = isinstance(message, Command) and CASE_ID in message.keys()
                assert not of_the_case or type(message) in process.ALLOWED_IN_PRIVATE_TIME
                ends = c.EndPrivateTime | c.AdjournConference | c.StepOut | intake.RequestWithdrawn
                assert now.stage is was.stage or isinstance(message, ends)
                assert work.actor != NOTES or not isinstance(message, c.EndPrivateTime) or message.circle_called
            elif now.stage is Stage.PRIVATE_TIME:
                assert isinstance(message, c.StartPrivateTime)
                assert (message.professionals_left, message.coordinator_left) == (True, True)
                assert work.reminders == []  # no clock runs for it
            assert now.stage is not Stage.CANCELLED or (now.room.private_from, now.room.private_until) == (None, None)

    @invariant()
    def nothing_of_private_time_a_worry_or_the_plan_is_told_or_kept_in_the_clear(self) -> None:
        for done in self.new:
            told = "".join(fact.model_dump_json() for fact in done.told)
            clear = told + repr(done.work.changed) + str(done.work.answer)
            assert not any(words in clear for words in (*SECRETS, WHISPER, WORRY))
            # a worry about safety is heard, under a key and an id of its own
            case = repr([value for value in done.work.changed.values() if not isinstance(value, Signal)])
            assert not any(words in opened(told + case) for words in (WHISPER, WORRY))

    @invariant()
    def nothing_of_a_signal_is_in_the_case(self) -> None:
        for done in self.new:
            if any(kind is Signal for kind, _ in done.work.changed):
                assert {kind for kind, _ in done.work.changed} == {Signal}
                assert not any(CASE_ID in fact.model_dump_json() for fact in done.told)
                assert done.work.by == "system" or not isinstance(done.message, c.RaiseSafetySignal)

    @invariant()
    def no_plan_is_accepted_without_every_condition_shared_beforehand(self) -> None:
        for done in self.new:
            if any(isinstance(fact, c.PlanAccepted) for fact in done.told):
                assert conditions_known(done)
            if done.now.conditions != done.was.conditions:
                assert done.was.stage in {Stage.AWAITING_COORDINATOR, *process.PREPARATION}

    @invariant()
    def no_version_counts_that_the_circle_did_not_confirm(self) -> None:
        plan = self._plan()
        counting = plan.counting.number if plan and plan.counting else None
        assert counting == (self.agreed[-1] if self.agreed else None)
        for done in self.new:
            versions = {fact.plan_version for fact in done.told if isinstance(fact, STANDS_FOR_A_VERSION)}
            assert versions <= set(self.agreed)

    @invariant()
    def nothing_opens_without_readiness(self) -> None:
        for done in self.new:
            opens = done.now.stage is Stage.INFORMATION_PHASE
            if done.now.stage is not done.was.stage and (opens or isinstance(done.message, c.DeclareReady)):
                assert done.was.stage is Stage.READY or not opens
                people = [kept for kept in done.before.values() if isinstance(kept, Participant)]
                assert missing(Preparation(done.was, people, done.work.now, on_the_day=opens)) == ()
                assert conditions_known(done)

    @invariant()
    def without_a_coordinator_or_in_a_pause_what_needs_more_waits(self) -> None:
        for done in self.new:
            assert done.work.actor != NOTES or done.was.coordinator_id == COORDINATOR
            assert done.was.paused_at is None or type(done.message) not in process.WAITS_IN_A_PAUSE


def conditions_known(done: Done) -> bool:
    """Tell whether everybody who takes part was told every condition, but for who set them."""
    people = [kept for kept in done.before.values() if isinstance(kept, Participant) and kept.part is not Part.ACCEPTOR]
    return all(person.told.conditions >= len(done.was.conditions) for person in people if person.takes_part)


def moves(stage: Stage, on: type[Named]) -> bool:
    return (CONFERENCE.knows(stage, on) and CONFERENCE.next(stage, on) is not stage) or on in MAKES_A_PLAN


def whispered(message: Named) -> Named:
    text = ("question", "condition", "need", "venue", "comfort", "words", "translator", "measures", "relation")
    plan = PLAN.model_copy(update={"stay_in_touch": WHISPER})
    fields = {**dict.fromkeys(text, WHISPER), "contact": Contact(name=WHISPER), "plan": plan}
    return message.model_copy(update={name: fields[name] for name in fields if name in type(message).model_fields})


def within_reach(table: Process[Any], stage: StrEnum, on: Iterable[type[Named]]) -> set[StrEnum]:
    """Give every stage these messages lead to from a stage, each at most once, in any order."""
    reached = {stage}
    for message in (each for each in on if table.knows(stage, each)):
        reached |= within_reach(table, table.next(stage, message), [other for other in on if other is not message])
    return reached


def opened(text: str) -> str:
    return "".join(base64.b64decode(box).decode() for box in re.findall(r"box['\"]?[=:]['\"]([^'\"]*)", text))


ConferenceMachine.TestCase.settings = settings(max_examples=250, stateful_step_count=25, deadline=None)
TestConference = ConferenceMachine.TestCase
