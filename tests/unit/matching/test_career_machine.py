"""Whatever people do and hear, in whatever order, a career keeps its promises."""

from datetime import datetime, timedelta
from typing import Any, Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kring_matching.domain import Career, Gathering
from kring_matching.domain.career import days_of
from kring_matching.process import CAREER, CERTIFIED, CareerStage
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import (
    CandidacyEnd,
    CandidateFileLapses,
    ConferenceCounted,
    EndCandidacy,
    EvaluationResult,
    ExtendScope,
    GatheringKind,
    IssueCertificate,
    KeepFamilyOnly,
    PlanCandidateTalk,
    RepeatSupervision,
    Report,
    SignOff,
    SubmitReport,
    TrainingPartCompleted,
)
from kring_shared.contracts.policies import WayToScope
from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.kernel.errors import KringError
from kring_shared.testing.work import NOON
from tests.unit.matching.careers import (
    AGAIN,
    APPLY,
    BOTH_YES,
    CASES,
    CERTIFY,
    FIRST,
    JOOST,
    MEETING,
    OPT_IN,
    RACHEL,
    REPORT,
    SECOND,
    SUPERVISE,
    WORKSHOP,
    Way,
    evaluated,
    nobody,
    planned,
    signs_up,
    there,
)

TRAININGS: Final = (FIRST, AGAIN, SECOND)
DAYS: Final = st.integers(1, 3)
END: Final = EndCandidacy(person_id=RACHEL, reason=CandidacyEnd.OWN_CHOICE)
TALK: Final = PlanCandidateTalk(person_id=RACHEL, at=datetime(2030, 1, 1, tzinfo=NOON.tzinfo))
BY_ITSELF: Final = (ConferenceCounted, TrainingPartCompleted)
"""What one message may bring about beside its own arrow: the last day ends a part, a certificate opens the next."""
GIVEN: Final = (
    APPLY,
    OPT_IN,
    REPORT,
    BOTH_YES,
    BOTH_YES.model_copy(update={"candidate_agrees": False}),
    TALK,
    SUPERVISE,
    CERTIFY,
    RepeatSupervision(person_id=RACHEL),
    KeepFamilyOnly(person_id=RACHEL),
    there(MEETING),
    *(ExtendScope(person_id=RACHEL, scope=scope) for scope in ConferenceType),
    *(signs_up(training) for training in TRAININGS),
    *(SignOff(gathering_id=training, person_id=RACHEL) for training in TRAININGS),
)
FOLLOWS: Final = {CareerStage.FIRST_PART: (FIRST, AGAIN), CareerStage.SECOND_PART: (SECOND,)}
GOES_ON: Final = {
    CareerStage.APPLIED: (there(MEETING),),
    CareerStage.INFORMED: (OPT_IN,),
    CareerStage.OPTED_IN: (signs_up(FIRST), signs_up(AGAIN)),
    CareerStage.FIRST_PART_DONE: (REPORT,),
    CareerStage.REPORTED: (BOTH_YES,),
    CareerStage.TALK_PLANNED: (BOTH_YES,),
    CareerStage.EVALUATED: (CERTIFY, RepeatSupervision(person_id=RACHEL)),
    CareerStage.SECOND_PART_OPEN: (signs_up(SECOND),),
    CareerStage.SECOND_PART_DONE: (REPORT,),
    CareerStage.FAMILY_ONLY: (REPORT,),
}
"""What helps a career along, so that the later stages are tried as often as the first."""


class CareerMachine(RuleBasedStateMachine):
    """One office, Rachel's career, and a note of what was done and written beside the rules."""

    @initialize(
        policy=st.sampled_from(["nl/1", "be/1"]),
        workshop=st.sampled_from([ConferenceType.LEARNING, ConferenceType.RESTORATIVE]),
        done=st.sampled_from([0, 3, 7, 9, 9, 9, 10, 11, 12, 17, 18]),
    )
    def begin(self, policy: str, workshop: ConferenceType, done: int) -> None:
        """Plan what the policy has, take Rachel's letter in, and let her come some way already."""
        self.way = Way(office="utrecht" if policy == "nl/1" else "gent", policy=policy)
        self.results: list[EvaluationResult] = []
        self.workshops: set[ConferenceType] = set()
        self.reports, self.second_part = 0, False
        self.written: list[tuple[Sealed[Any], Any]] = []
        self.due: list[tuple[datetime, CandidateFileLapses]] = []
        self.way.goes(planned(MEETING, GatheringKind.INFORMATION_MEETING))
        self.way.goes(planned(WORKSHOP, GatheringKind.WORKSHOP, scope=workshop))
        for training in TRAININGS:
            kind = GatheringKind.TRAINING_SECOND if training == SECOND else GatheringKind.TRAINING_FIRST
            if days := days_of(kind, self.way.rules):
                self.way.goes(planned(training, kind, days))
        self._tries(APPLY)
        for _ in range(done):
            self.goes_on(EvaluationResult.POSITIVE)

    @rule(message=st.sampled_from(GIVEN))
    def is_asked(self, message: Named) -> None:
        """Let anybody ask anything."""
        self._tries(message)

    @rule(gathering=st.sampled_from((MEETING, WORKSHOP, *TRAININGS)), day=DAYS, came=st.booleans())
    def is_noted(self, gathering: str, day: int, *, came: bool) -> None:
        """Note, or note anew, whether Rachel was there."""
        done = self._tries(there(gathering, day) if came else nobody(gathering, day))
        if done and came and gathering == WORKSHOP:
            self.workshops.add(self.way.gathering(WORKSHOP).scope or ConferenceType.FAMILY)

    @rule(in_order=st.sampled_from([True, True, True, False]))
    def is_registered(self, *, in_order: bool) -> None:
        """Enter Rachel in the register, now and then without a statute."""
        self._tries(self.way.registration() if in_order else self.way.registration(statute=None))
        self._tries(SUPERVISE)

    @rule(case_id=st.sampled_from(CASES), whose=st.sampled_from([RACHEL, RACHEL, JOOST]), plan=st.booleans())
    def is_concluded(self, case_id: str, whose: str, *, plan: bool) -> None:
        """Hold a conference, or hear of it again."""
        self._tries(self.way.concluded(case_id, whose, plan=plan))

    @rule(which=st.integers(0, 4), result=st.sampled_from(EvaluationResult))
    def is_evaluated(self, which: int, result: EvaluationResult) -> None:
        """Evaluate the work in one, mostly one that was held."""
        self._is_evaluated((*self.way.career.conferences, *CASES)[which], result)

    @rule(which=st.integers(0, 8))
    def was_noted_by_mistake(self, which: int) -> None:
        """Take back a day on which Rachel was noted."""
        gatherings = [kept for kept in self.way.kept.values() if isinstance(kept, Gathering)]
        noted = [(one.id, day) for one in gatherings for day, people in one.present if RACHEL in people]
        if noted:
            self._tries(nobody(*noted[which % len(noted)]))

    @rule(result=st.sampled_from([EvaluationResult.POSITIVE, *EvaluationResult]))
    def goes_on(self, result: EvaluationResult) -> None:
        """Do what comes next; `result` is said of the work when that is what comes next."""
        way, stage = self.way, self.way.career.stage
        if stage is CareerStage.MUTUAL_YES:
            self.is_registered(in_order=True)
        elif stage in FOLLOWS:
            self._comes_a_day_more(FOLLOWS[stage])
        elif stage in {CareerStage.SUPERVISED, CareerStage.CERTIFIED}:
            held = CASES[min(len(way.career.conferences), len(CASES) - 1)]
            self._tries(way.concluded(held))
            self._is_evaluated(held, result)
        for message in GOES_ON.get(stage, ()):
            self._tries(message)

    @precondition(lambda self: self.way.career.stage not in {CareerStage.APPLIED, *CERTIFIED})
    @rule(really=st.booleans(), days=st.sampled_from([27, 28]))
    def stops(self, *, really: bool, days: int) -> None:
        """Let Rachel stop, now and then."""
        if really and self._tries(END):
            self.time_passes(days)

    @rule(days=st.sampled_from([1, 27, 28]))
    def time_passes(self, days: int) -> None:
        """Let time pass, and what is due come back."""
        self.way.now += timedelta(days=days)
        for due, deadline in self.due:
            if due <= self.way.now:
                self._tries(deadline)

    def _is_evaluated(self, case_id: str, result: EvaluationResult) -> None:
        if self._tries(evaluated(result, case_id)):
            self.results.append(result)

    def _comes_a_day_more(self, trainings: tuple[str, ...]) -> None:
        """Let Rachel come on the first day she did not come yet, in a training she signed up for."""
        for training in trainings:
            gathering = self.way.gathering(training)
            missing = [day for day in range(1, len(gathering.days) + 1) if RACHEL not in gathering.present_on(day)]
            if missing and self._tries(there(training, missing[0])):
                return

    def _tries(self, message: Named) -> bool:
        before, kept = self._career, dict(self.way.kept)
        try:
            work = self.way.does(message)
        except KringError:
            assert self.way.kept == kept, f"{message.name} was refused, and changed something"
            return False
        self.due += [(one.due, one.deadline) for one in work.reminders if isinstance(one.deadline, CandidateFileLapses)]
        after = self.way.career
        self.written += [(sealed, str) for sealed in (after.motivation, after.cv) if sealed is not None]
        self.written += [(sealed, Report) for sealed in after.reports]
        self.reports += isinstance(message, SubmitReport)
        self.second_part |= after.stage is CareerStage.SECOND_PART_DONE
        _went_along_an_arrow(before, after, message)
        return True

    @property
    def _career(self) -> Career | None:
        found = self.way.kept.get((Career, RACHEL))
        return found if isinstance(found, Career) else None

    @invariant()
    def nobody_is_certified_without_a_positive_evaluation(self) -> None:
        """Hold the certificate against what was said of the work last."""
        career = self.way.career
        if career.stage in CERTIFIED:
            assert self.results
            assert self.results[-1] is EvaluationResult.POSITIVE
            assert career.certified_on is not None
            assert not self.way.entry.supervised
        else:
            assert career.scopes == ()
            assert career.certified_on is None

    @invariant()
    def nobody_has_a_type_to_which_the_way_was_not_gone(self) -> None:
        """Hold the types against what was followed and written."""
        for scope in self.way.career.scopes:
            way = self.way.rules.ways[scope]
            assert way is not WayToScope.WORKSHOP or scope in self.workshops
            assert way is not WayToScope.SECOND_PART or (self.second_part and self.reports > 1)
        if self.way.career.stage in CERTIFIED:
            assert set(self.way.entry.scopes) == set(self.way.career.scopes)

    @invariant()
    def days_are_those_on_which_they_were_there(self) -> None:
        """Hold the days against the lists of who was there, and against the policy."""
        career = self.way.career
        for part in (GatheringKind.TRAINING_FIRST, GatheringKind.TRAINING_SECOND):
            assert len(career.days_done(part)) <= days_of(part, self.way.rules)
        follows = {
            CareerStage.FIRST_PART: GatheringKind.TRAINING_FIRST,
            CareerStage.SECOND_PART: GatheringKind.TRAINING_SECOND,
        }
        if (now := follows.get(career.stage)) is not None:
            trainings = [kept for kept in self.way.kept.values() if isinstance(kept, Gathering) and kept.kind_of is now]
            noted = {day for one in trainings for day, people in one.present if RACHEL in people}
            assert set(career.days_done(now)) == noted

    @invariant()
    def nothing_of_an_ended_file_can_be_opened_after_its_deadline(self) -> None:
        """Hold every text that was ever written against the clock."""
        over = [due for due, _ in self.due if due <= self.way.now]
        if self.way.career.stage is CareerStage.ENDED and over:
            assert all(isinstance(self.way.vault.open(sealed, form), Erased) for sealed, form in self.written)


def _went_along_an_arrow(before: Career | None, after: Career, message: Named) -> None:
    if before is None or before.stage is after.stage:
        return
    there_then = {before.stage}
    if CAREER.knows(before.stage, type(message)):
        there_then.add(CAREER.next(before.stage, type(message)))
    reached = there_then | {CAREER.next(one, on) for one in there_then for on in BY_ITSELF if CAREER.knows(one, on)}
    assert after.stage in reached, f"{message.name} led from {before.stage} to {after.stage}"
    if isinstance(message, IssueCertificate):
        assert after.certified_on is not None


TestCareer = CareerMachine.TestCase
TestCareer.settings = settings(max_examples=120, stateful_step_count=20, deadline=None)
