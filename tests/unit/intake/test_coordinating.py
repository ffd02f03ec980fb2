"""Who coordinates a request, and who may see it: that changes at the moment matching says so."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from kring_intake.domain import Request
from kring_intake.process import Held, Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import ShowRequest
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentCompleted,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
    HandOverReason,
)
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.kernel.errors import NotPermitted, NotYet
from kring_shared.runtime.lane import permits
from kring_shared.testing.work import NOON, an_actor
from tests.unit.intake.made import CASE, COORDINATOR, a_card, a_request, handled

SUCCESSOR: Final = "019aa0000000700080000000000000e2"


def activated(minute: int, who: str = COORDINATOR) -> AssignmentActivated:
    return AssignmentActivated(
        case_id=CASE, coordinator=a_card(who, "Ans"), occurred_at=NOON + timedelta(minutes=minute)
    )


def restored(minute: int, who: str = COORDINATOR) -> AssignmentRestored:
    return AssignmentRestored(
        case_id=CASE, coordinator=a_card(who, "Ans"), occurred_at=NOON + timedelta(minutes=minute)
    )


def frozen(minute: int, who: str = COORDINATOR) -> AssignmentFrozen:
    return AssignmentFrozen(case_id=CASE, coordinator_id=who, occurred_at=NOON + timedelta(minutes=minute))


def handed_over(minute: int, who: str = COORDINATOR) -> AssignmentHandedOver:
    reason, when = HandOverReason.CONFLICT, NOON + timedelta(minutes=minute)
    return AssignmentHandedOver(case_id=CASE, coordinator_id=who, reason=reason, occurred_at=when)


def completed(minute: int, who: str = COORDINATOR) -> AssignmentCompleted:
    return AssignmentCompleted(case_id=CASE, coordinator_id=who, occurred_at=NOON + timedelta(minutes=minute))


Told = AssignmentActivated | AssignmentFrozen | AssignmentRestored | AssignmentHandedOver | AssignmentCompleted


def after(*facts: Told, request: Request | None = None) -> Request:
    found = request or a_request(Stage.IN_MATCHING)
    for count, fact in enumerate(facts):
        found, told = handled(found, fact, count)
        assert told == []
    return found


def coordinators(request: Request) -> set[str]:
    return {who for role, who in request.parties() if role == Role.COORDINATOR}


def asks(request: Request, who: str) -> None:
    actor = an_actor(Role.COORDINATOR, who)
    permits.check_part(actor, permits.check_role(actor, ShowRequest, "utrecht"), [request])


@pytest.mark.parametrize("out", [frozen(2), handed_over(2), completed(2)], ids=lambda fact: fact.name)
def test_whoever_is_out_may_not_see_the_request_from_that_moment(out: Told) -> None:
    asks(after(activated(1)), COORDINATOR)
    request = after(activated(1), out)
    assert (request.stage, coordinators(request)) == (Stage.IN_PREPARATION, set())
    with pytest.raises(NotPermitted):
        asks(request, COORDINATOR)


def test_a_restored_coordinator_may_see_it_again() -> None:
    asks(after(activated(1), frozen(2), restored(3)), COORDINATOR)


def test_a_successor_takes_the_place_of_the_one_before_and_the_request_stays_where_it_is() -> None:
    request = after(activated(1), handed_over(2), activated(3, SUCCESSOR))
    assert (request.stage, coordinators(request)) == (Stage.IN_PREPARATION, {SUCCESSOR})
    assert request.last_coordinator_id == SUCCESSOR


def test_a_request_that_waits_lets_a_successor_in_and_waits_on() -> None:
    waits = replace(after(activated(1)), held=Held.PERSON_DIED)
    request = after(handed_over(2), activated(3, SUCCESSOR), request=waits)
    assert (request.held, coordinators(request)) == (Held.PERSON_DIED, {SUCCESSOR})


def test_each_fact_told_twice_changes_nothing_the_second_time() -> None:
    request = a_request(Stage.IN_MATCHING)
    for fact in (
        activated(1),
        frozen(2),
        restored(3),
        handed_over(4),
        activated(5, SUCCESSOR),
        completed(6, SUCCESSOR),
    ):
        request = after(fact, request=request)
        assert after(fact, request=request) == request


@pytest.mark.parametrize(
    "late", [activated(1), restored(2), frozen(2), handed_over(9), completed(9)], ids=lambda fact: fact.name
)
def test_what_comes_late_about_the_former_coordinator_leaves_the_successor_in(late: Told) -> None:
    request = after(activated(1), handed_over(3), activated(4, SUCCESSOR), late)
    assert coordinators(request) == {SUCCESSOR}


@pytest.mark.parametrize(
    "late", [activated(1), restored(2), restored(9)], ids=lambda fact: f"{fact.name}-{fact.occurred_at:%M}"
)
def test_between_two_coordinators_nobody_is_let_in_who_is_out(late: Told) -> None:
    assert coordinators(after(activated(1), handed_over(3), late)) == set()


def test_whoever_was_asked_and_never_began_is_out_without_a_trace() -> None:
    request = after(handed_over(1))
    assert (request.stage, coordinators(request)) == (Stage.IN_MATCHING, set())
    assert coordinators(after(activated(2, SUCCESSOR), request=request)) == {SUCCESSOR}


@pytest.mark.parametrize("ended", [Stage.WITHDRAWN, Stage.CLOSED, Stage.TRANSFERRED])
def test_what_is_over_lets_nobody_in_and_is_closed_to_who_is_out(ended: Stage) -> None:
    over = replace(after(activated(1)), stage=ended)
    assert coordinators(over) == {COORDINATOR}
    out = after(frozen(2), restored(3), activated(4, SUCCESSOR), request=over)
    assert (out.stage, coordinators(out)) == (ended, set())


def test_a_start_that_overtakes_the_search_waits_for_it() -> None:
    with pytest.raises(NotYet):
        after(activated(1), request=a_request(Stage.ACCEPTED))


def test_who_is_out_of_this_very_case_is_not_wished_back_when_it_moves() -> None:
    known = replace(a_request(Stage.IN_MATCHING), previous_coordinator_id=COORDINATOR)
    assert known.last_coordinator_id == COORDINATOR
    assert after(activated(1), frozen(2), request=known).last_coordinator_id is None
    assert after(activated(1), frozen(2), restored(3), request=known).last_coordinator_id == COORDINATOR
    assert after(activated(1), handed_over(2), request=known).last_coordinator_id is None


def test_at_the_end_the_request_stays_where_it_is_and_knows_who_coordinated_last() -> None:
    request = after(activated(1), handed_over(2), activated(3, SUCCESSOR), completed(4, SUCCESSOR))
    assert (request.stage, coordinators(request)) == (Stage.IN_PREPARATION, set())
    assert request.last_coordinator_id == SUCCESSOR


def test_whoever_is_kept_away_at_the_end_is_nobodys_wish() -> None:
    assert after(activated(1), frozen(2), completed(3)).last_coordinator_id is None


@pytest.mark.parametrize("late", [activated(1), restored(2), restored(9)], ids=lambda f: f"{f.name}-{f.occurred_at:%M}")
def test_after_the_end_nobody_is_let_back_in(late: Told) -> None:
    request = after(activated(1), completed(5), late)
    assert (coordinators(request), request.last_coordinator_id) == (set(), COORDINATOR)


@pytest.mark.parametrize("ended", [Stage.WITHDRAWN, Stage.CLOSED, Stage.TRANSFERRED])
def test_an_end_that_is_heard_when_all_is_over_closes_it_to_them_and_moves_nothing(ended: Stage) -> None:
    over = after(completed(2), request=replace(after(activated(1)), stage=ended))
    assert (over.stage, coordinators(over)) == (ended, set())


def test_an_end_that_overtakes_the_beginning_waits_for_it_so_that_the_request_can_close() -> None:
    with pytest.raises(NotYet):
        after(completed(2))
    assert after(activated(1), completed(2)).knows(RegistrationLocked)
