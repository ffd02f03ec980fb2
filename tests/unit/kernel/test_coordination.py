"""Whose access ends and when: told in any order, nobody who is out comes back in."""

from collections.abc import Callable
from datetime import timedelta
from functools import reduce
from itertools import permutations
from typing import Final

import pytest

from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentCompleted,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
    HandOverReason,
)
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.coordination import Coordination, CoordinatorTold
from kring_shared.testing.work import NOON

CASE: Final = "0" * 31 + "1"
FATMA: Final = "0" * 31 + "2"
JOHAN: Final = "0" * 31 + "3"


def card(person_id: str) -> PersonCard:
    return PersonCard(person_id=person_id, contact=Sealed(scope=f"person/{person_id}", box=""))


def activated(who: str, minute: int) -> AssignmentActivated:
    return AssignmentActivated(case_id=CASE, coordinator=card(who), occurred_at=NOON + timedelta(minutes=minute))


def restored(who: str, minute: int) -> AssignmentRestored:
    return AssignmentRestored(case_id=CASE, coordinator=card(who), occurred_at=NOON + timedelta(minutes=minute))


def frozen(who: str, minute: int) -> AssignmentFrozen:
    return AssignmentFrozen(case_id=CASE, coordinator_id=who, occurred_at=NOON + timedelta(minutes=minute))


def handed_over(who: str, minute: int) -> AssignmentHandedOver:
    when = NOON + timedelta(minutes=minute)
    return AssignmentHandedOver(case_id=CASE, coordinator_id=who, reason=HandOverReason.CONFLICT, occurred_at=when)


def completed(who: str, minute: int) -> AssignmentCompleted:
    return AssignmentCompleted(case_id=CASE, coordinator_id=who, occurred_at=NOON + timedelta(minutes=minute))


WHOLE_STORY: Final[tuple[CoordinatorTold, ...]] = (
    activated(FATMA, 1),
    frozen(FATMA, 2),
    restored(FATMA, 3),
    handed_over(FATMA, 4),
    activated(JOHAN, 5),
)


def after(*facts: CoordinatorTold) -> Coordination:
    return reduce(Coordination.after, facts, Coordination())


def test_a_coordinator_takes_part_from_the_moment_they_begin() -> None:
    assert after().parties() == frozenset()
    assert after(activated(FATMA, 1)).parties() == {("coordinator", FATMA)}


@pytest.mark.parametrize("taken", [frozen, handed_over, completed])
def test_access_ends_at_a_freeze_at_a_handover_and_when_their_part_is_done(
    taken: Callable[[str, int], CoordinatorTold],
) -> None:
    assert after(activated(FATMA, 1), taken(FATMA, 2)).parties() == frozenset()


def test_after_a_freeze_the_same_coordinator_may_be_let_in_again() -> None:
    assert after(activated(FATMA, 1), frozen(FATMA, 2), restored(FATMA, 3)).present == FATMA


def test_whoever_handed_over_is_not_restored_whatever_the_clocks_say() -> None:
    told = after(activated(FATMA, 1), frozen(FATMA, 2), handed_over(FATMA, 3), restored(FATMA, 9))
    assert told.present is None


def test_a_beginning_that_is_told_again_late_lets_nobody_back_in() -> None:
    told = after(activated(FATMA, 1), handed_over(FATMA, 3), activated(JOHAN, 5))
    assert told.after(activated(FATMA, 1)).present == JOHAN
    assert after(activated(FATMA, 1), handed_over(FATMA, 3), activated(FATMA, 1)).present is None
    assert after(handed_over(FATMA, 3), activated(FATMA, 1)).present is None


def test_access_is_taken_also_by_a_fact_of_a_clock_that_was_set_back() -> None:
    assert after(activated(FATMA, 5), frozen(FATMA, 2)).present is None
    assert after(activated(FATMA, 5), handed_over(FATMA, 2)).present is None


def test_what_is_told_of_the_former_coordinator_leaves_the_successor_in() -> None:
    told = after(activated(FATMA, 1), handed_over(FATMA, 2), activated(JOHAN, 3))
    for fact in (frozen(FATMA, 4), handed_over(FATMA, 4), restored(FATMA, 4)):
        assert told.after(fact).present == JOHAN


def test_told_twice_is_told_once() -> None:
    told = Coordination()
    for fact in WHOLE_STORY:
        told = told.after(fact)
        assert told.after(fact) == told


def test_at_the_end_nobody_is_left_in_in_whatever_order_it_is_told() -> None:
    story = (*WHOLE_STORY, completed(JOHAN, 6))
    assert {after(*order).present for order in permutations(story)} == {None}
    assert {after(*order, *reversed(order)).present for order in permutations(story)} == {None}


def test_the_end_of_one_who_handed_over_leaves_the_successor_in() -> None:
    assert after(activated(FATMA, 1), handed_over(FATMA, 2), activated(JOHAN, 3), completed(FATMA, 4)).present == JOHAN


def test_in_whatever_order_they_come_the_former_coordinator_is_not_left_in() -> None:
    assert {after(*order).present for order in permutations(WHOLE_STORY)} == {JOHAN}
