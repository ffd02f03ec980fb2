"""A registration is filled whole: what the coordinator says, and what the conference told by itself."""

import pytest
from pydantic import ValidationError

from kring_registry.domain.registration import Registration
from kring_shared.contracts.conference import ReviewOutcome
from kring_shared.contracts.registry import (
    CompleteRegistration,
    Expense,
    ExpenseKind,
    LockRegistration,
    RegistrationCompleted,
    RegistrationLocked,
    ReturnRegistration,
    ShowRegistration,
)
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import View
from kring_shared.testing.work import NOON, PlainVault, an_actor, facts_of
from tests.unit.registry.cases import (
    BOOKED,
    CASE,
    MEETS_AGAIN,
    WHOLE_ROUTE,
    after,
    completion,
    handled,
    opened,
    started,
)
from tests.unit.registry.lane import ROUTES, Lane, case, locked


def shown(lane: Lane, number: int) -> dict[str, object]:
    view = View()
    for (kind, _), found in lane.stored.items():
        if case(number) in found.keys():
            view.add(kind, found)
    reader = Reader(None, view, PlainVault(), NOON, an_actor())  # type: ignore[arg-type]  # nothing is read beside it
    answer = ROUTES.queries[ShowRegistration.kind()].answer(ShowRegistration(case_id=case(number)), reader)
    return answer.model_dump()


def test_a_registration_opens_without_anybody_in_it() -> None:
    minimal = opened()
    assert minimal.parties() == frozenset()
    assert (minimal.days_worked, minimal.expenses, minimal.interpreter_came, minimal.reconvened) == (
        None,
        (),
        None,
        False,
    )


def test_the_coordinator_says_days_expenses_and_whether_an_interpreter_came() -> None:
    said = completion().model_copy(update={"interpreter_came": False})
    work = handled(said, after(started(), BOOKED))
    found = work.need(Registration, CASE)
    assert (found.days_worked, found.expenses) == (6, ((ExpenseKind.PARKING, 450),))
    assert not found.had_interpreter
    (told,) = facts_of(work)
    assert isinstance(told, RegistrationCompleted)
    assert told.days_worked == 6


def test_where_the_coordinator_says_nothing_of_an_interpreter_it_is_as_it_was_booked() -> None:
    assert after(started(), BOOKED, completion()).had_interpreter
    assert not after(started(), completion()).had_interpreter


def test_what_is_returned_is_filled_in_anew() -> None:
    again = CompleteRegistration(case_id=CASE, minutes_worked=60, distance_km=0)
    found = after(started(), completion(), ReturnRegistration(case_id=CASE, code="hours-missing"), again)
    assert (found.minutes_worked, found.days_worked, found.expenses, found.topics) == (60, None, (), ())


def test_a_circle_that_decides_to_meet_again_was_called_together_again() -> None:
    assert after(started(), MEETS_AGAIN).reconvened
    goes_on = MEETS_AGAIN.model_copy(update={"outcome": ReviewOutcome.GOES_ON})
    assert not after(started(), goes_on).reconvened
    assert after(started(), MEETS_AGAIN, goes_on).reconvened


@pytest.mark.parametrize("cents", [0, -1, 500_001])
def test_an_expense_is_an_amount_somebody_can_have_paid(cents: int) -> None:
    with pytest.raises(ValidationError):
        Expense(kind=ExpenseKind.VENUE, cents=cents)


def test_all_of_it_is_shown_with_its_place_in_the_chain() -> None:
    lane = locked(1)
    answer = shown(lane, 1)
    told = [fact for fact in lane.told if isinstance(fact, RegistrationLocked)]
    assert (answer["number"], answer["digest"]) == (1, told[0].digest)
    assert told[0].number == 1
    assert (answer["days_worked"], answer["interpreter_came"], answer["reconvened"]) == (6, False, False)
    assert answer["expenses"] == ({"kind": "parking", "cents": 450},)
    assert answer["possible"] == ()


def test_a_case_that_left_is_shown_to_nobody_and_it_is_said_why() -> None:
    lane = locked(1)
    lane.pass_until(lane.now.replace(year=2029))
    with pytest.raises(NotFound, match="counts in the figures, and without its case"):
        shown(lane, 1)


def test_the_salt_is_never_shown_or_told() -> None:
    lane = locked(1)
    (found,) = lane.all(Registration)
    assert found.salt not in str(shown(lane, 1))
    assert all(found.salt not in fact.model_dump_json() for fact in lane.told)
    assert found.salt not in str(handled(LockRegistration(case_id=CASE), after(*WHOLE_ROUTE)).told)
