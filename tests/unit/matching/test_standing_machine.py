"""Whatever is said of a coordinator in whatever order, and however time passes: who may not work does not."""

from datetime import date, timedelta
from typing import Final

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kring_matching.domain import Search
from kring_matching.domain.eligibility import stops_for
from kring_matching.domain.standing import in_the_way
from kring_matching.process import SEARCH, Stage, Standing
from kring_shared.contracts.envelope import Command, Fact
from kring_shared.contracts.matching import (
    ConfirmScreening,
    CoordinatorReinstated,
    CoordinatorSuspended,
    DeclareProfile,
    DeclareRegisterTie,
    EndCoordinatorship,
    EndRegisterTie,
    IssueThing,
    LeavingReason,
    PauseCoordinator,
    PauseReason,
    RecordStatute,
    RegisterCoordinator,
    ReinstateCoordinator,
    ReturnThing,
    ScreeningEnds,
    SuspendCoordinator,
    SuspensionReason,
    TakeBackProfile,
    Thing,
    ThingsToReturn,
    TieKind,
)
from kring_shared.kernel.errors import Refused
from kring_shared.kernel.work import Work
from kring_shared.testing.work import facts_of
from tests.unit.matching.registers import RegisterStory
from tests.unit.matching.searches import CASE, RACHEL, STATUTE, a_coordinator, a_search, registration

TIES: Final = st.sampled_from([TieKind.EMPLOYED, TieKind.HOUSEHOLD])
DAYS: Final = st.integers(min_value=1, max_value=200)
SUSPENDS: Final = {DeclareRegisterTie, SuspendCoordinator, ScreeningEnds, RegisterCoordinator}


class Register(RuleBasedStateMachine):
    """Rachel in the register of Utrecht, with one case that others give to her and take from her."""

    def __init__(self) -> None:
        super().__init__()
        self.story = RegisterStory(a_coordinator(), a_search())
        self.said(registration(screening_valid_until=self.today + timedelta(days=100)))

    @property
    def today(self) -> date:
        return self.story.now.date()

    @property
    def search(self) -> Search:
        found = self.story.stored[Search, CASE]
        assert isinstance(found, Search)
        return found

    def said(self, message: Command) -> Work | None:
        """Give a command; a refusal changes nothing."""
        before = dict(self.story.stored)
        try:
            work = self.story.room(message)
        except Refused:
            assert self.story.stored == before
            return None
        self.told(facts_of(work), came_from=type(message))
        self.story.until(self.story.now)
        return work

    def told(self, facts: list[Fact], *, came_from: type) -> None:
        """Hold what was told against what is now so."""
        kinds = [type(fact) for fact in facts]
        if CoordinatorSuspended in kinds:
            assert came_from in SUSPENDS
            assert self.story.rachel.standing is Standing.SUSPENDED
        if CoordinatorReinstated in kinds:
            assert in_the_way(self.story.rachel, self.today) == ()
        if ThingsToReturn in kinds:
            assert self.story.rachel.still_out

    @rule(days=DAYS, tied=st.booleans())
    def is_entered(self, days: int, *, tied: bool) -> None:
        until = self.today + timedelta(days=days)
        self.said(registration(screening_valid_until=until, employer_is_helping_body=tied))

    @rule(days=DAYS)
    def is_screened(self, days: int) -> None:
        until = self.today + timedelta(days=days)
        self.said(ConfirmScreening(coordinator_id=RACHEL, checked_on=self.today, valid_until=until))

    @rule(days=st.integers(min_value=0, max_value=100))
    def time_passes(self, days: int) -> None:
        before = self.story.rachel.standing
        self.story.until(self.story.now + timedelta(days=days))
        assert self.story.rachel.standing in {before, Standing.SUSPENDED}

    @rule(days=DAYS)
    def gets_a_statute(self, days: int) -> None:
        until = self.today + timedelta(days=days)
        statute = STATUTE.model_copy(update={"until": until})
        self.said(RecordStatute(coordinator_id=RACHEL, statute=statute))

    @rule(kind=TIES)
    def is_tied(self, kind: TieKind) -> None:
        work = self.said(DeclareRegisterTie(coordinator_id=RACHEL, tie=kind))
        if work is not None:
            assert kind in self.story.rachel.ties
            assert not (self.search.coordinator_id == RACHEL and self.search.stage is Stage.ACTIVE)

    @rule(kind=TIES)
    def is_tied_no_more(self, kind: TieKind) -> None:
        before = self.story.rachel.standing
        self.said(EndRegisterTie(coordinator_id=RACHEL, tie=kind))
        assert self.story.rachel.standing is before

    @rule()
    def pauses(self) -> None:
        self.said(PauseCoordinator(coordinator_id=RACHEL, reason=PauseReason.OWN_CHOICE))

    @rule(reason=st.sampled_from(SuspensionReason))
    def is_suspended(self, reason: SuspensionReason) -> None:
        self.said(SuspendCoordinator(coordinator_id=RACHEL, reason=reason))

    @rule()
    def is_reinstated(self) -> None:
        self.said(ReinstateCoordinator(coordinator_id=RACHEL))

    @rule()
    def leaves(self) -> None:
        held = self.search.coordinator_id == RACHEL and SEARCH.is_open(self.search.stage)
        work = self.said(EndCoordinatorship(coordinator_id=RACHEL, reason=LeavingReason.OTHER))
        assert work is None or not held

    @rule(thing=st.sampled_from(Thing))
    def gets(self, thing: Thing) -> None:
        self.said(IssueThing(coordinator_id=RACHEL, thing=thing))

    @rule(thing=st.sampled_from(Thing))
    def gives_back(self, thing: Thing) -> None:
        self.said(ReturnThing(coordinator_id=RACHEL, thing=thing))

    @rule()
    def says_something_of_themselves(self) -> None:
        self.said(DeclareProfile(coordinator_id=RACHEL, religion="muslim", consent=True))

    @rule()
    def takes_it_back(self) -> None:
        self.said(TakeBackProfile(coordinator_id=RACHEL))

    @rule(stage=st.sampled_from([Stage.PROPOSED, Stage.ACTIVE]))
    def gets_the_case(self, stage: Stage) -> None:
        if not stops_for(self.search.view_of(self.story.rachel, 0, self.today), ()):
            self.story.stored[Search, CASE] = a_search(stage=stage, coordinator_id=RACHEL)

    @rule()
    def the_case_goes_to_somebody_else(self) -> None:
        self.story.stored[Search, CASE] = a_search()

    @invariant()
    def nobody_works_with_a_tie(self) -> None:
        assert not (self.story.rachel.standing is Standing.ACTIVE and self.story.rachel.ties)

    @invariant()
    def nobody_works_with_a_proof_that_ended(self) -> None:
        working = self.story.rachel.standing in {Standing.ACTIVE, Standing.PAUSED}
        assert not (working and self.story.rachel.screening_valid_until < self.today)

    @invariant()
    def nobody_is_gone_with_a_case(self) -> None:
        if self.story.rachel.standing is Standing.LEFT:
            assert self.search.coordinator_id != RACHEL
            assert self.story.clock() == []
            assert self.story.rachel.declared is None

    @invariant()
    def a_proof_is_waited_for_once(self) -> None:
        ends = [r.deadline for r in self.story.clock(ScreeningEnds)]
        assert len(ends) <= 1
        assert all(
            d == ScreeningEnds(case_id=RACHEL, valid_until=self.story.rachel.screening_valid_until) for d in ends
        )

    @invariant()
    def nothing_is_out_twice(self) -> None:
        out = self.story.rachel.still_out
        assert len(out) == len(set(out))


Register.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestWhoMayNotWorkDoesNot = Register.TestCase
