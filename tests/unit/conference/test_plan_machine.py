"""Whatever people do, in whatever order, a plan stays the circle's, and is held against nothing that came as news."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.process import IN_THE_MAKING, PLAN, PlanStage, Stage
from kring_conference.store.plan import row_of
from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.envelope import Command, Fact
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import Refused
from kring_shared.testing.work import an_actor
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    FILIP,
    GUARDIAN,
    JUDGE,
    Case,
    circle_member,
    guardian,
    in_days,
    main_person,
    mandate,
    prepared,
    presenting,
)
from tests.unit.conference.case import PLAN as WORDS
from tests.unit.conference.plans_way import PAPERWORK, STANDS_FOR_A_VERSION

NOTES: Final = an_actor(Role.COORDINATOR, COORDINATOR)
MANAGER: Final = an_actor(Role.REGIONAL_MANAGER)
SECRETS: Final = ("lighthouse", "windmill", "orchard", "ferryman")
"""A word of each text, that stands nowhere else."""
TEXTS: Final = tuple(
    WORDS.model_copy(update={"agreements": (c.Agreement(who="Oma", what=f"goes to the {word}"),)}) for word in SECRETS
)
ALONE: Final = c.StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=True)
PLACES: Final[dict[str, Callable[[], Case]]] = {
    "compelled by one": lambda: presenting(mandate("School goes on.", "Nobody is hit.")),
    "compelled by two": lambda: presenting(mandate("School goes on."), mandate("Nobody is hit.", acceptor_id=JUDGE)),
    "always checked": lambda: presenting(policy="be/1"),
    "free to refuse": presenting,
    "compelled, without a meeting": lambda: prepared(mandate("School goes on.")),
    "always checked, without a meeting": lambda: prepared(policy="be/1"),
}
WHO: Final = st.sampled_from(("coordinator", "main person", "circle"))


class PlanMachine(RuleBasedStateMachine):
    """One case whose circle makes its plan, and a note beside the rules of what the circle said yes to."""

    @initialize(
        place=st.sampled_from(sorted(PLACES)),
        way=st.lists(st.tuples(st.sampled_from(c.Reviewed), st.booleans()), max_size=12),
    )
    def begin(self, place: str, way: list[tuple[c.Reviewed, bool]]) -> None:
        """Bring the circle to where it makes its plan, and let it come some way already."""
        self.case = PLACES[place]()
        people = self.case.show().participants
        self.oma = next(line.person_id for line in people if line.part is Part.CIRCLE)
        self.agreed: list[int] = []
        self.heard = 0
        if place.endswith("without a meeting"):
            self._tries(c.MakePlanWithoutMeeting(case_id=CASE_ID, plan=TEXTS[0]), main_person())
        for decision, no in way:
            self.goes_on(decision, no=no)

    def _tries(self, command: Command, who: Actor | None = None) -> bool:
        """Ask something; refused, it changes nothing."""
        before, told = dict(self.case.stored), len(self.case.told)
        try:
            self.case.do(command, who)
        except Refused:
            assert self.case.stored == before
            assert len(self.case.told) == told
            return False
        return True

    def _actor(self, who: str) -> Actor:
        return {"coordinator": NOTES, "main person": main_person(), "circle": circle_member(self.oma)}[who]

    @property
    def plan(self) -> Plan | None:
        """Give the plan, once there is one."""
        return next((kept for kept in self.case.stored.values() if isinstance(kept, Plan)), None)

    @rule(text=st.sampled_from(TEXTS), who=WHO)
    def words(self, text: c.PlanText, who: str) -> None:
        """Somebody gives the words, or writes them down."""
        done = self._tries(c.DraftPlan(case_id=CASE_ID, plan=text), self._actor(who))
        assert not (done and who == "coordinator" and self.agreed), "a coordinator worded a plan that was agreed"

    @rule(
        version=st.integers(1, 4),
        who=WHO,
        everyone=st.sampled_from((True, True, True, False)),
        said_by=st.sampled_from((None, FILIP, GUARDIAN, COORDINATOR)),
    )
    def confirms(self, version: int, who: str, said_by: str | None, *, everyone: bool) -> None:
        """Somebody says that everyone agrees, or that not everyone does."""
        yes = c.ConfirmPlan(case_id=CASE_ID, plan_version=version, everyone_agrees=everyone, said_by=said_by)
        if self._tries(yes, self._actor(who)):
            assert everyone
            assert said_by in {None, FILIP}
            assert said_by == FILIP or who != "coordinator"
            self.agreed.append(version)

    @rule()
    def talks_again(self) -> None:
        """The circle is alone again, and gives its sign."""
        if self._tries(ALONE):
            self._tries(c.EndPrivateTime(case_id=CASE_ID), main_person())

    @rule(by=st.sampled_from(("first", "last")))
    def is_accepted(self, by: str) -> None:
        """A professional accepts; only what everybody who takes part knew beforehand can have been a condition."""
        if self._tries(c.AcceptPlan(case_id=CASE_ID), guardian(self._professional(by))):
            needed = len(self.case.conference.conditions)
            circle = [p for p in self._people() if p.takes_part and p.part is not Part.ACCEPTOR]
            assert all(person.told.conditions >= needed for person in circle)

    @rule(
        by=st.sampled_from(("first", "last")),
        unmet=st.lists(st.sampled_from(("safe", "lawful", "condition-1", "condition-2")), min_size=1, max_size=3),
    )
    def is_sent_back(self, by: str, unmet: list[str]) -> None:
        """A professional sends it back; the words stay as the circle said them."""
        plan = self.plan
        text = plan.text if plan else None
        if self._tries(c.SendPlanBack(case_id=CASE_ID, unmet=tuple(unmet)), guardian(self._professional(by))):
            assert self.case.plan.text == text

    @rule(command=st.sampled_from((c.SubmitPlan, *PAPERWORK, c.DistributePlan, c.ContestRefusal)))
    def is_asked(self, command: Callable[..., Command]) -> None:
        """The coordinator does what comes next, or tries to."""
        self._tries(command(case_id=CASE_ID))

    @rule(decision=st.sampled_from(c.Reviewed))
    def is_reviewed(self, decision: c.Reviewed) -> None:
        """The regional manager looks into a refusal."""
        self._tries(c.ReviewRefusal(case_id=CASE_ID, decision=decision), MANAGER)

    @rule()
    def is_appointed(self) -> None:
        """The office names somebody who checks the plan."""
        self._tries(c.AppointAcceptor(case_id=CASE_ID, contact=Contact(name="Ms Vos")), MANAGER)

    @precondition(lambda self: self.plan is not None)
    @rule(none=st.sampled_from((False, False, False, True)))
    def day_ends(self, *, none: bool) -> None:
        """The meeting is closed; now and then without a plan."""
        self._tries(c.ConcludeConference(case_id=CASE_ID, present_count=9, without_plan=none))

    @precondition(lambda self: self.plan is not None)
    @rule()
    def breaks_off(self) -> None:
        """The circle goes on another day."""
        self._tries(c.AdjournConference(case_id=CASE_ID), main_person())

    @rule()
    def meets_again(self) -> None:
        """A second day is found, and the circle is together again."""
        if self.case.conference.stage is not Stage.ADJOURNED:
            return
        starts_at = in_days(self.case.now, 7)
        days = (starts_at, in_days(starts_at, 1))
        self._tries(c.ProposeDates(case_id=CASE_ID, options=days))
        for who in (FILIP, self.oma):
            self._tries(c.AnswerDates(case_id=CASE_ID, person_id=who, can=days))
        day = c.ScheduleConference(
            case_id=CASE_ID, starts_at=starts_at, venue="Library", neutral=True, no_end_time=True
        )
        self._tries(day)
        self._tries(c.ArrangeFood(case_id=CASE_ID))
        self._tries(c.DeclareReady(case_id=CASE_ID))
        self.case.now = starts_at
        self._tries(c.StartInformationPhase(case_id=CASE_ID))
        self._tries(c.ExplainConditions(case_id=CASE_ID))
        self.talks_again()

    @rule(deadline=st.sampled_from((c.PlanAnswerHalfway, c.PlanAnswerDue)))
    def clock_runs(self, deadline: Callable[..., Any]) -> None:
        """A clock comes, in time or long after it mattered."""
        told = self.case.hear(deadline(case_id=CASE_ID))
        plan = self.plan
        assert not told or (plan is not None and plan.stage is PlanStage.SUBMITTED)

    @rule(told=st.sampled_from((False, True, True)))
    def joins_late(self, *, told: bool) -> None:
        """Somebody who takes part turns out not to know the conditions, or is told them."""
        oma = self.case.person(self.oma)
        number = len(self.case.conference.conditions) if told else 0
        self.case.stored[Participant, self.oma] = replace(oma, told=replace(oma.told, conditions=number))

    @rule(decision=st.sampled_from(c.Reviewed), no=st.booleans())
    def goes_on(self, decision: c.Reviewed, *, no: bool) -> None:
        """Help the plan along, so that its later stages are tried as often as the first."""
        stage = self.plan.stage if self.plan else None
        if stage is None:
            self.words(TEXTS[0], "coordinator")
        elif stage in {PlanStage.DRAFTED, PlanStage.WITH_CIRCLE}:
            self.confirms(self.case.plan.latest.number, "coordinator", None, everyone=True)
            self.confirms(self.case.plan.latest.number, "main person", None, everyone=True)
        elif stage is PlanStage.SUBMITTED and no:
            self.is_sent_back("last", ["safe", "condition-9"])
            self.is_sent_back("last", ["safe"])
        elif stage is PlanStage.SUBMITTED:
            self.joins_late(told=False)
            self.is_accepted("last")
            self.joins_late(told=True)
            self.is_accepted("first")
            self.is_accepted("last")
        elif stage is PlanStage.CONTESTED:
            self.is_appointed()
            self.is_reviewed(decision)
        elif stage is PlanStage.SENT_BACK and no:
            self.is_asked(c.ContestRefusal)
        elif stage is PlanStage.SENT_BACK:
            self.meets_again()
            self.words(TEXTS[len(self.case.plan.drafts) % len(TEXTS)], "main person")
        else:
            self._on_paper(in_room=no)

    def _on_paper(self, *, in_room: bool) -> None:
        """Submit what has to be; close the meeting, before or after that; write out and hand round."""
        if not in_room:
            self.day_ends(none=False)
        way: tuple[Callable[..., Command], ...] = (c.SubmitPlan, *PAPERWORK, c.DistributePlan)
        for command in way:
            if self._tries(command(case_id=CASE_ID)):
                return

    def _people(self) -> list[Participant]:
        return [kept for kept in self.case.stored.values() if isinstance(kept, Participant)]

    def _professional(self, by: str) -> str:
        found = sorted(p.id for p in self._people() if p.part is Part.ACCEPTOR and not p.is_out) or [GUARDIAN]
        return found[0] if by == "first" else found[-1]

    @invariant()
    def no_version_counts_that_the_circle_did_not_confirm(self) -> None:
        """Hold the version that counts against what the circle said yes to last."""
        plan = self.plan
        if plan is None:
            return
        counting = plan.counting.number if plan.counting else None
        assert counting == (self.agreed[-1] if self.agreed else None)
        if plan.stage not in {*IN_THE_MAKING, PlanStage.LAPSED, PlanStage.STOPPED}:
            assert self.agreed

    @invariant()
    def what_is_told_of_a_plan_is_of_a_version_the_circle_confirmed_and_without_a_word_of_it(self) -> None:
        """Hold every new fact against the note, and against the words of every text; and so the row and the receipt."""
        for fact in self._new_facts():
            written = fact.model_dump_json()
            assert not any(word in written for word in SECRETS)
            if isinstance(fact, STANDS_FOR_A_VERSION):
                assert fact.plan_version in self.agreed
        kept = str(row_of(self.plan)) if self.plan else ""
        answered = str(self.case.last.answer) if self.case.last else ""
        assert not any(word in kept + answered for word in SECRETS)

    def _new_facts(self) -> list[Fact]:
        new = self.case.told[self.heard :]
        self.heard = len(self.case.told)
        return new

    @invariant()
    def a_reason_to_send_it_back_is_one_that_was_known(self) -> None:
        """Hold what is not met against the conditions that bind the plan."""
        if self.plan is not None:
            known = {f"condition-{n}" for n, _ in enumerate(self.case.conference.conditions, start=1)}
            assert set(self.plan.unmet) <= {"safe", "lawful", *known}

    @invariant()
    def it_stands_where_the_table_knows_it(self) -> None:
        """Hold the stage against the table, and an accepted plan against who had to accept it."""
        plan = self.plan
        if plan is not None:
            assert plan.stage in PLAN.stages()
            assert set(plan.accepted_by) <= set(plan.asked)
            assert plan.stage is not PlanStage.ACCEPTED or plan.accepted_by


TestPlan = PlanMachine.TestCase
TestPlan.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
