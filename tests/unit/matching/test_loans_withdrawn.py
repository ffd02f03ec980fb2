"""The lender takes its coordinator back: from the list, from an offer, from a case that runs, at any moment."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_matching.process import Borrowed, Lent, Stage, Standing
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.matching import (
    AcceptProposal,
    ApproveShortlist,
    AssignmentHandedOver,
    ConfirmCoordinator,
    ConflictKind,
    DeclareConflict,
    DeclineProposal,
    DeclineReason,
    EndCoordinatorship,
    HandOverReason,
    LeavingReason,
    LoanLapses,
    LoanWithdrawn,
    OfferExpires,
    ShortlistReason,
    SuspendCoordinator,
    SuspensionReason,
)
from kring_shared.kernel.errors import NotReady
from tests.unit.matching.searches import CASE, RACHEL, WITHDRAW
from tests.unit.matching.two_offices import (
    APART,
    ASK,
    HERE,
    SAM,
    THERE,
    TOGETHER,
    Backbone,
    Houses,
    load_at_home,
    offer,
    offered,
    proposed,
    stages,
    taken,
    withdraw,
)

BOTH_WAYS = pytest.mark.parametrize("houses", [APART, TOGETHER], ids=["apart", "together"])


def test_the_lender_takes_back_who_is_on_the_list_only() -> None:
    both = offered()
    both.do(
        ApproveShortlist(case_id=CASE, coordinator_ids=(RACHEL, both.guest.id), reason=ShortlistReason.KNOWN_TO_FAMILY),
    )
    both.do(withdraw(both), office=THERE)
    assert stages(both) == (Borrowed.WITHDRAWN, Lent.WITHDRAWN)
    assert (both.search.stage, both.search.coordinator_id) == (Stage.PROPOSED, RACHEL)
    both.do(DeclineProposal(case_id=CASE, reason=DeclineReason.NO_TIME))
    assert (both.search.stage, both.search.coordinator_id) == (Stage.SEARCHING, None)


@BOTH_WAYS
def test_the_lender_takes_back_who_was_asked_and_the_next_of_the_list_is(houses: Houses) -> None:
    both = proposed(*houses, then=(RACHEL,))
    both.do(withdraw(both), office=THERE)
    assert (both.search.stage, both.search.coordinator_id) == (Stage.PROPOSED, RACHEL)
    expiring = [one.coordinator_id for one in both.due() if isinstance(one, OfferExpires)]
    assert expiring == [RACHEL]


@BOTH_WAYS
def test_the_lender_takes_back_who_has_begun_and_the_case_seeks_another_at_that_moment(
    houses: Houses,
) -> None:
    both = taken(*houses)
    guest_id = both.guest.id
    both.do(withdraw(both), office=THERE)
    assert stages(both) == (Borrowed.WITHDRAWN, Lent.WITHDRAWN)
    assert (both.search.stage, both.search.coordinator_id) == (Stage.SEARCHING, None)
    [told] = [fact for fact in both.told if isinstance(fact, AssignmentHandedOver)]
    assert (told.office, told.coordinator_id, told.reason) == (HERE, guest_id, HandOverReason.LENDER_WITHDREW)
    assert both.guest.standing is Standing.LEFT


def test_the_lender_takes_back_who_was_kept_away_while_a_tie_is_looked_at() -> None:
    both = taken()
    both.do(DeclareConflict(case_id=CASE, tie=ConflictKind.OWN_INTEREST))
    both.do(withdraw(both), office=THERE)
    assert (both.search.stage, stages(both)) == (Stage.SEARCHING, (Borrowed.WITHDRAWN, Lent.WITHDRAWN))


def test_who_is_taken_back_and_confirmed_at_the_same_moment_is_out() -> None:
    both = proposed()
    guest_id = both.guest.id
    both.handle(withdraw(both), both.of(THERE), THERE)  # not heard here yet
    for command in (
        AcceptProposal(case_id=CASE, coordinator_id=guest_id, no_ties=True),
        ConfirmCoordinator(case_id=CASE, coordinator_id=guest_id),
    ):
        both.handle(command, both.of(HERE), HERE)
    both.deliver()
    assert stages(both) == (Borrowed.WITHDRAWN, Lent.WITHDRAWN)
    assert both.search.stage is Stage.SEARCHING


@given(st.randoms(use_true_random=False), st.sampled_from([APART, TOGETHER]), st.integers(1, 3))
def test_in_whatever_order_it_is_heard_both_offices_come_to_the_same(
    chance: Random, houses: Houses, until: int
) -> None:
    both = Backbone(*houses)
    both.handle(ASK, both.of(HERE), HERE)
    both.deliver(chance)
    there = both.of(THERE)
    both.handle(offer(both), there, THERE)
    both.handle(withdraw(both), there, THERE)
    if until > 1:
        both.hear(LoanLapses(case_id=both.loan_id))
    if until > 2:
        both.hear(WITHDRAW)
    twice = [*both.backbone_facts()]
    both.deliver(chance)
    for house in both.houses:
        house.waiting += twice
    both.deliver(chance)
    assert not both.borrowed[-1].is_open
    assert both.lent[-1].stage in {Lent.WITHDRAWN, Lent.ENDED}
    assert load_at_home(both) == 0


@BOTH_WAYS
@pytest.mark.parametrize("bring", [offered, taken], ids=["offered", "taken"])
def test_who_may_not_work_any_more_is_taken_back_at_once_and_the_other_office_hears_no_reason(
    bring: Callable[..., Backbone], houses: Houses
) -> None:
    both = bring(*houses)
    both.do(SuspendCoordinator(coordinator_id=SAM, reason=SuspensionReason.COMPLAINT), office=THERE)
    assert stages(both) == (Borrowed.WITHDRAWN, Lent.WITHDRAWN)
    assert (both.search.stage, both.guest.standing) == (Stage.SEARCHING, Standing.LEFT)
    assert set(LoanWithdrawn.model_fields) - set(Fact.model_fields) == {"to_office"}


def test_nobody_leaves_the_register_while_they_are_lent() -> None:
    both = offered()
    with pytest.raises(NotReady, match="WithdrawLoan"):
        both.do(EndCoordinatorship(coordinator_id=SAM, reason=LeavingReason.MOVED), office=THERE)
