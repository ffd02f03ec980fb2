"""Whatever people do and hear, in whatever order, a search and its assignment keep their promises."""

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from kring_matching.process import SEARCH, Stage
from kring_shared.contracts.conference import FollowUpEnded
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import Wishes
from kring_shared.contracts.intake import (
    PauseReason,
    RequestPaused,
    RequestResumed,
    RequestTransferred,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import (
    AcceptProposal,
    ApproveShortlist,
    ConfirmCoordinator,
    ConflictKind,
    DeclareConflict,
    DeclareRegisterTie,
    DeclineProposal,
    DeclineReason,
    DismissConflict,
    EndRegisterTie,
    HandOverAssignment,
    HandOverReason,
    OfferExpires,
    PauseCoordinator,
    ProposeCoordinator,
    RecordWishes,
    RefuseCoordinator,
    ReinstateCoordinator,
    SearchTooLong,
    ShortlistReason,
    TieKind,
)
from kring_shared.contracts.matching.words import PauseReason as WhyAway
from kring_shared.testing.work import NOON
from tests.unit.matching.assignment_machine import ANS, CASES, NOBODY, PEOPLE, Tried
from tests.unit.matching.searches import CASE, FILIP, JOOST, RACHEL

FIT = (RACHEL, JOOST, ANS)
cases = st.sampled_from((CASE, *CASES))
people = st.sampled_from(PEOPLE)
anybody = st.sampled_from((*PEOPLE, NOBODY))
reasons = st.sampled_from([ShortlistReason.BEST_SCORE, ShortlistReason.LIVES_NEAR])
hours = st.sampled_from([None, None, 1, 200])


def _steps(case_id: str, ids: tuple[str, ...], who: str) -> tuple[Named, ...]:
    """Give what leads from an approved list to a case that is frozen."""
    return (
        ApproveShortlist(case_id=case_id, coordinator_ids=ids, ranking=ids),
        AcceptProposal(case_id=case_id, coordinator_id=who, no_ties=True),
        ConfirmCoordinator(case_id=case_id, coordinator_id=who),
        DeclareConflict(case_id=case_id, tie=ConflictKind.REQUESTER),
    )


class AssignmentMachine(RuleBasedStateMachine):
    """Everything that happens to two searches that share their coordinators."""

    @initialize(how_far=st.tuples(*2 * (st.integers(0, 4),)), lists=st.tuples(*2 * (st.permutations(FIT),)))
    def begin(self, how_far: tuple[int, ...], lists: tuple[list[str], ...]) -> None:
        """Seek somebody for two families, and come as far as a list, a yes, an assignment, or a tie that is found."""
        self.tried = Tried()
        for step in range(4):
            for case_id, reached, ids in zip(CASES, how_far, lists, strict=True):
                if step < reached:
                    first = self.tried.search(case_id).coordinator_id or ids[0]
                    self.tried.give(_steps(case_id, tuple(ids), first)[step])

    @rule(case_id=cases, chosen=st.lists(anybody, min_size=1, max_size=4), shown=st.permutations(PEOPLE), why=reasons)
    def is_approved(self, case_id: str, chosen: list[str], shown: list[str], why: ShortlistReason) -> None:
        """Approve any list, also one that cannot be."""
        self.tried.give(
            ApproveShortlist(case_id=case_id, coordinator_ids=tuple(chosen), ranking=tuple(shown), reason=why)
        )

    @rule(case_id=cases, chosen=st.permutations(FIT), most=st.integers(1, 3), within=hours)
    def is_approved_well(self, case_id: str, chosen: list[str], most: int, within: int | None) -> None:
        """Approve a list that usually can be."""
        ids = tuple(chosen[:most])
        self.tried.give(
            ApproveShortlist(case_id=case_id, coordinator_ids=ids, ranking=ids, respond_within_hours=within)
        )

    @rule(case_id=cases, who=anybody)
    def is_proposed(self, case_id: str, who: str) -> None:
        """Propose anybody."""
        self.tried.give(ProposeCoordinator(case_id=case_id, coordinator_id=who))

    @rule(case_id=cases, confirms=st.booleans())
    def goes_well(self, case_id: str, *, confirms: bool) -> None:
        """Let the one who is asked say yes, and perhaps the family too."""
        who = self.tried.search(case_id).coordinator_id
        if who is not None:
            self.tried.give(AcceptProposal(case_id=case_id, coordinator_id=who, no_ties=True))
            if confirms:
                self.tried.give(ConfirmCoordinator(case_id=case_id, coordinator_id=who))

    @rule(case_id=cases, who=people, no_ties=st.booleans())
    def somebody_says_yes(self, case_id: str, who: str, *, no_ties: bool) -> None:
        """Let anybody say yes, and let the family agree with anybody."""
        self.tried.give(AcceptProposal(case_id=case_id, coordinator_id=who, no_ties=no_ties))
        self.tried.give(ConfirmCoordinator(case_id=case_id, coordinator_id=who))

    @rule(case_id=cases, reason=st.sampled_from(DeclineReason))
    def is_declined(self, case_id: str, reason: DeclineReason) -> None:
        """Let the coordinator say no."""
        self.tried.give(DeclineProposal(case_id=case_id, reason=reason))

    @rule(case_id=cases)
    def is_refused(self, case_id: str) -> None:
        """Let the family want another."""
        self.tried.give(RefuseCoordinator(case_id=case_id))

    @rule(case_id=cases, tie=st.sampled_from(ConflictKind))
    def a_tie_is_found(self, case_id: str, tie: ConflictKind) -> None:
        """Find a tie late."""
        self.tried.give(DeclareConflict(case_id=case_id, tie=tie))

    @precondition(lambda self: any(self.tried.search(one).stage is Stage.FROZEN for one in CASES))
    @rule()
    def there_was_no_tie(self) -> None:
        """Dismiss what was declared."""
        self._dismiss()

    @rule(case_id=cases, reason=st.sampled_from(HandOverReason))
    def is_handed_over(self, case_id: str, reason: HandOverReason) -> None:
        """Take the coordinator out."""
        self.tried.give(HandOverAssignment(case_id=case_id, reason=reason))

    @rule(data=st.data(), over=st.booleans(), kind=st.sampled_from([TieKind.EMPLOYED, TieKind.GOVERNS]))
    def a_helping_body_employs_somebody(self, data: st.DataObject, kind: TieKind, *, over: bool) -> None:
        """Let somebody begin or stop working for a body that helps, and come back from it."""
        who = data.draw(st.sampled_from((*self.tried.coordinators(), *PEOPLE)))
        if over:
            self.tried.give(EndRegisterTie(coordinator_id=who, tie=kind))
            self.tried.give(ReinstateCoordinator(coordinator_id=who))
        else:
            self.tried.give(DeclareRegisterTie(coordinator_id=who, tie=kind))
            self._dismiss()

    @rule(who=people, back=st.booleans())
    def somebody_takes_a_rest(self, who: str, *, back: bool) -> None:
        """Let a coordinator take no new cases, or take them again."""
        away = PauseCoordinator(coordinator_id=who, reason=WhyAway.ILLNESS)
        self.tried.give(ReinstateCoordinator(coordinator_id=who) if back else away)

    @rule(case_id=cases, religion=st.sampled_from(["", "muslim"]))
    def wishes_are_said(self, case_id: str, religion: str) -> None:
        """Let the family wish something."""
        self.tried.give(RecordWishes(case_id=case_id, wishes=Wishes(), religion=religion))

    @rule(case_id=cases, goes_on=st.booleans())
    def waits_or_goes_on(self, case_id: str, *, goes_on: bool) -> None:
        """Pause a case, or let it go on."""
        resumed = RequestResumed(case_id=case_id, office="utrecht", main_persons=(FILIP,))
        paused = RequestPaused(case_id=case_id, office="utrecht", because=PauseReason.CONSENT_DIVIDED)
        self._hears(resumed if goes_on else paused)

    @rule(hours=st.sampled_from([1, 11, 50, 73, 130]))
    def time_passes(self, hours: int) -> None:
        """Let clocks run out."""
        self.tried.time_passes(hours)

    @rule(case_id=cases, who=people)
    def an_old_clock_rings(self, case_id: str, who: str) -> None:
        """Let a clock ring that should not."""
        for deadline in (OfferExpires(case_id=case_id, coordinator_id=who), SearchTooLong(case_id=case_id)):
            self.tried.give(deadline)

    @precondition(lambda self: self.tried.now > NOON)
    @rule(which=st.sampled_from([RequestWithdrawn, RequestTransferred, FollowUpEnded, None, None, None]))
    def the_second_case_is_over(self, which: type[Named] | None) -> None:
        """Stop the second case now and then, or let it come to its end; the first goes on."""
        other = CASES[1]
        if which is RequestWithdrawn:
            self._hears(RequestWithdrawn(case_id=other, office="utrecht"))
        if which is RequestTransferred:
            self._hears(RequestTransferred(case_id=other, office="utrecht", to_office="amersfoort"))
        if which is FollowUpEnded and not self.tried.search(other).was_active:
            which = None  # the conference cannot have been held
        if which is FollowUpEnded:
            self._hears(FollowUpEnded(case_id=other, office="utrecht", steps=1))
        if which is not None:
            assert not SEARCH.is_open(self.tried.search(other).stage)

    def _dismiss(self) -> None:
        for case_id in CASES:
            self.tried.give(DismissConflict(case_id=case_id))

    def _hears(self, fact: Named) -> None:
        assert self.tried.give(fact)


TestAnAssignmentKeepsItsPromises = AssignmentMachine.TestCase
TestAnAssignmentKeepsItsPromises.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, phases=[Phase.explicit, Phase.generate, Phase.shrink]
)
