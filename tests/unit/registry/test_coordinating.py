"""Only who coordinates now completes the registration or sees it; the first start stays the start."""

from typing import Final

import pytest

from kring_registry.domain.registration import Registration
from kring_registry.process.registration import Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.intake import RequestWithdrawn
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
    HandOverReason,
)
from kring_shared.contracts.registry import CompleteRegistration, LockRegistration, ReturnRegistration, ShowRegistration
from kring_shared.kernel.errors import NotPermitted, NotYet
from kring_shared.runtime.lane import permits
from kring_shared.testing.work import a_work, an_actor
from tests.unit.registry.cases import (
    CASE,
    HANDLERS,
    MERGED,
    MOVED,
    RACHEL,
    UNMERGED,
    WHOLE_ROUTE,
    after,
    card,
    completion,
    in_days,
    started,
)

JOHAN: Final = "0" * 31 + "4"
FROZEN: Final = AssignmentFrozen(case_id=CASE, coordinator_id=RACHEL, occurred_at=in_days(4))
RESTORED: Final = AssignmentRestored(case_id=CASE, coordinator=card(RACHEL, "Rachel"), occurred_at=in_days(5))
HANDED_OVER: Final = AssignmentHandedOver(
    case_id=CASE, coordinator_id=RACHEL, reason=HandOverReason.CONFLICT, occurred_at=in_days(6)
)
WITHDRAWN: Final = RequestWithdrawn(case_id=CASE)
SUCCEEDED: Final = AssignmentActivated(case_id=CASE, coordinator=card(JOHAN, "Johan"), occurred_at=in_days(7))


def allows(registration: Registration, who: str, message: type[Named]) -> bool:
    actor = an_actor(Role.COORDINATOR, who)
    try:
        permits.check_part(actor, permits.check_role(actor, message, "utrecht"), [registration])
    except NotPermitted:
        return False
    return True


@pytest.mark.parametrize("out", [FROZEN, HANDED_OVER], ids=lambda fact: fact.name)
@pytest.mark.parametrize("message", [CompleteRegistration, ShowRegistration], ids=lambda message: message.name)
def test_whoever_is_out_may_neither_complete_nor_see_it(out: Named, message: type[Named]) -> None:
    assert allows(after(started()), RACHEL, message)
    assert not allows(after(started(), out), RACHEL, message)


def test_whoever_goes_on_may_complete_it_again() -> None:
    assert allows(after(started(), FROZEN, RESTORED), RACHEL, CompleteRegistration)


def test_the_successor_completes_it_and_the_first_start_stays_the_start() -> None:
    registration = after(started(), HANDED_OVER, SUCCEEDED)
    assert allows(registration, JOHAN, CompleteRegistration)
    assert not allows(registration, RACHEL, ShowRegistration)
    assert registration.started_on == started().occurred_at.date()


def test_what_is_given_back_goes_to_the_successor() -> None:
    returned = after(started(), completion(), HANDED_OVER, SUCCEEDED, ReturnRegistration(case_id=CASE, code="hours"))
    assert returned.stage is Stage.OPEN
    assert allows(returned, JOHAN, CompleteRegistration)
    assert not allows(returned, RACHEL, CompleteRegistration)


@pytest.mark.parametrize("aside", [MERGED, MOVED], ids=lambda fact: fact.name)
def test_also_what_counts_elsewhere_is_not_theirs_to_see(aside: Named) -> None:
    assert not allows(after(started(), aside), RACHEL, ShowRegistration)
    assert not allows(after(started(), aside, HANDED_OVER), RACHEL, ShowRegistration)


def test_what_counts_here_after_all_is_theirs_again_unless_they_are_out() -> None:
    assert allows(after(started(), MERGED, UNMERGED), RACHEL, CompleteRegistration)
    assert not allows(after(started(), MERGED, HANDED_OVER, UNMERGED), RACHEL, ShowRegistration)


def test_the_registration_stays_theirs_after_the_last_call_also_when_it_is_given_back() -> None:
    registration = after(*WHOLE_ROUTE)
    assert registration.follow_up_ended
    assert allows(registration, RACHEL, ShowRegistration)
    returned = after(ReturnRegistration(case_id=CASE, code="hours"), registration=registration)
    assert allows(returned, RACHEL, CompleteRegistration)


@pytest.mark.parametrize("end", [LockRegistration(case_id=CASE), WITHDRAWN], ids=lambda message: message.name)
def test_once_it_is_locked_it_is_closed_to_them_and_keeps_its_digest(end: Named) -> None:
    before = after(*WHOLE_ROUTE)
    locked = after(end, registration=before)
    assert locked.stage is Stage.LOCKED
    assert not allows(locked, RACHEL, ShowRegistration)
    assert not allows(locked, RACHEL, CompleteRegistration)
    assert locked.coordination == before.coordination
    assert locked.digest == locked.fingerprint()


@pytest.mark.parametrize("late", [FROZEN, RESTORED, HANDED_OVER, SUCCEEDED], ids=lambda fact: fact.name)
def test_a_locked_registration_is_left_alone(late: Named) -> None:
    locked = after(*WHOLE_ROUTE, LockRegistration(case_id=CASE))
    assert after(late, registration=locked) == locked


@pytest.mark.parametrize("late", [started(), FROZEN, RESTORED, HANDED_OVER], ids=lambda fact: fact.name)
def test_what_comes_late_about_the_former_coordinator_leaves_the_successor_in(late: Named) -> None:
    registration = after(started(), HANDED_OVER, SUCCEEDED)
    assert after(late, registration=registration) == registration


@pytest.mark.parametrize("late", [started(), RESTORED], ids=lambda fact: fact.name)
def test_between_two_coordinators_nobody_is_let_in_who_is_out(late: Named) -> None:
    assert after(started(), HANDED_OVER, late).parties() == frozenset()


def test_each_fact_told_twice_changes_nothing_the_second_time() -> None:
    facts = (started(), FROZEN, RESTORED, HANDED_OVER, SUCCEEDED)
    for end in range(1, len(facts) + 1):
        once = after(*facts[:end])
        assert after(facts[end - 1], registration=once) == once


def test_a_freeze_that_overtakes_the_request_waits_for_it() -> None:
    with pytest.raises(NotYet):
        HANDLERS[AssignmentFrozen](FROZEN, a_work("registry"))
