"""What a service keeps of an order to erase: enough to answer it again, and to know who is gone."""

from datetime import timedelta

import pytest

from kring_shared.contracts.intake import RequestErased
from kring_shared.contracts.registry import ErasureOrdered
from kring_shared.contracts.retention import ErasureLine, ErasureOutcome, KeptBecause, RecordKind
from kring_shared.kernel.erased import ErasedCase, answer, erased, kept
from kring_shared.kernel.errors import WasErased
from kring_shared.kernel.work import Work
from kring_shared.testing.work import NOON, PlainVault, a_work, facts_of

CASE, OMA, ORDER = "1" * 32, "2" * 32, "3" * 32
CONTACTS, PLAN = RecordKind.CONTACTS, RecordKind.PLAN
SCOPE = f"person/{OMA}"


def ordered(
    *lines: ErasureLine,
    before: ErasedCase | None = None,
    person_id: str | None = None,
    kinds: tuple[RecordKind, ...] = (CONTACTS, PLAN),
    scopes: tuple[str, ...] = (),
    days: int = 0,
) -> tuple[ErasedCase, RequestErased, Work]:
    """Carry out an order in a room of its own; give what is kept of it, the answer, and the room."""
    order = ErasureOrdered(
        case_id=CASE,
        office="utrecht",
        occurred_at=NOON + timedelta(days=days),
        erasure_id=ORDER,
        person_id=person_id,
        kinds=kinds,
        because="term-over",
    )
    work = a_work("intake", *([before] if before else []), vault=PlainVault())
    answer(order, RequestErased, work, lines, *scopes)
    (told,) = facts_of(work)
    assert isinstance(told, RequestErased)
    left = work.get(ErasedCase, CASE)
    assert left is not None
    return left, told, work


def test_a_kind_of_which_nothing_was_said_is_not_here() -> None:
    left, told, _ = ordered(erased(CONTACTS, 3), scopes=(SCOPE,))
    assert [(line.kind, line.outcome, line.records) for line in told.lines] == [
        (CONTACTS, ErasureOutcome.ERASED, 3),
        (PLAN, ErasureOutcome.NOTHING_HERE, 0),
    ]
    assert told.keys_destroyed == (SCOPE,)
    assert left.gone_on() == left.gone_on(PLAN) == NOON.date()


def test_what_is_ordered_again_is_answered_as_before_and_its_keys_are_destroyed_again() -> None:
    left, first, _ = ordered(erased(CONTACTS, 3), scopes=(SCOPE,))
    again, second, work = ordered(erased(CONTACTS, 0), before=left, days=9)
    assert (again, second) == (left, first)
    assert work.changed == {}
    assert [erasure.scope for erasure in work.erased] == [SCOPE]


def test_what_came_back_with_a_restored_database_counts_with_what_was_erased_before() -> None:
    left, _, _ = ordered(erased(CONTACTS, 3), kinds=(CONTACTS,), scopes=(SCOPE,))
    _, told, _ = ordered(erased(CONTACTS, 2), before=left, kinds=(CONTACTS,), scopes=("case/1",))
    assert told.lines == (erased(CONTACTS, 5),)
    assert told.keys_destroyed == ("case/1", SCOPE)


def test_what_was_kept_is_looked_at_anew_each_time() -> None:
    left, told, _ = ordered(kept(CONTACTS, KeptBecause.ROUTE_RUNS), kinds=(CONTACTS,))
    assert told.lines[0].because is KeptBecause.ROUTE_RUNS
    assert left.gone_on() is None
    left.must_be_here()
    after, told, _ = ordered(erased(CONTACTS, 1), before=left, kinds=(CONTACTS,), days=28)
    assert told.lines == (erased(CONTACTS, 1),)
    assert after.gone_on() == (NOON + timedelta(days=28)).date()


def test_one_person_who_is_gone_is_not_the_whole_case() -> None:
    left, told, _ = ordered(erased(CONTACTS, 1), person_id=OMA, kinds=(CONTACTS,), scopes=(SCOPE,))
    assert (left.gone_on(), left.gone_on(person_id=OMA)) == (None, NOON.date())
    left.must_be_here()
    whole, whole_told, _ = ordered(erased(CONTACTS, 4), before=left, kinds=(CONTACTS,))
    assert (told.lines[0].records, whole_told.lines[0].records) == (1, 4)
    with pytest.raises(WasErased, match=r"erased on 2026-11-20.*a new request"):
        whole.must_be_here()


def test_a_plan_that_is_gone_leaves_its_case_to_be_asked_for() -> None:
    left, _, _ = ordered(erased(PLAN, 1), kinds=(PLAN,))
    left.must_be_here()


def test_a_key_that_leads_to_somebody_is_destroyed_and_never_named() -> None:
    order = ErasureOrdered(
        case_id=CASE, office="utrecht", erasure_id=ORDER, kinds=(RecordKind.SIGNALS,), because="term-over"
    )
    work = a_work("intake")
    answer(order, RequestErased, work, [erased(RecordKind.SIGNALS, 1)], silent=("signal/1",))
    assert [erasure.scope for erasure in work.erased] == ["signal/1"]
    assert "signal/1" not in str(facts_of(work))
    assert "signal/1" not in str(work.get(ErasedCase, CASE))
