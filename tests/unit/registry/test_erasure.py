"""An order to erase: told once, answered by every service, and a receipt whose proof stands in the chain."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_registry.domain.chain import EntryKind
from kring_registry.domain.erasure import ASKED, Erasure, proof_of, receipt_shown
from kring_registry.process.erasure import ERASURE, ErasureStage
from kring_shared.contracts.conference import CircleErased
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.intake import RequestErased
from kring_shared.contracts.notifications import MessagesErased
from kring_shared.contracts.registry import ErasureExecuted, ErasureOrdered, ErasureOverdue, ErasureShown
from kring_shared.contracts.retention import RecordKind
from kring_shared.kernel.errors import NotAllowedNow
from tests.unit.registry.cases import CASE, ENDED, FILIP, received
from tests.unit.registry.kept import ALL_FOUR, Registry

CONTACTS, PLAN = RecordKind.CONTACTS, RecordKind.PLAN
STEPS = st.sampled_from([*{step.on.name: step.on for step in ERASURE.steps}.values()])


@pytest.fixture
def registry() -> Registry:
    found = Registry()
    found.take(received(), ENDED)
    return found


def test_every_service_is_waited_for_and_the_registry_answers_by_itself(registry: Registry) -> None:
    erasure_id = registry.order(CONTACTS)
    (order,) = registry.orders()
    assert order.erasure_id == erasure_id
    assert set(registry.erasure(erasure_id).missing) == set(ASKED) - {"registry"}
    registry.answer(order, *ALL_FOUR[:3])
    assert registry.erasure(erasure_id).missing == (ALL_FOUR[3].service,)
    assert registry.entries == []
    registry.answer(order, ALL_FOUR[3])
    done = registry.erasure(erasure_id)
    assert (done.stage, done.missing) == (ErasureStage.EXECUTED, ())
    assert isinstance(registry.told[-1], ErasureExecuted)


def test_the_proof_is_that_of_the_receipt_and_stands_in_the_chain(registry: Registry) -> None:
    erasure_id = registry.order(CONTACTS, RecordKind.CLAIMS)
    registry.answer(registry.orders()[0], *ALL_FOUR)
    done = registry.erasure(erasure_id)
    (entry,) = registry.entries
    assert (entry.kind, entry.commitment, entry.number) == (EntryKind.ERASURE, done.proof, done.number)
    read = ErasureShown.model_validate_json(done.shown().to_json())
    assert proof_of(receipt_shown(read)) == done.proof
    changed = read.model_copy(update={"services": read.services[1:]})
    assert proof_of(receipt_shown(changed)) != done.proof


def test_where_nothing_may_go_the_receipt_says_why_and_is_complete_at_once(registry: Registry) -> None:
    erasure_id = registry.order(RecordKind.CLAIMS)
    done = registry.erasure(erasure_id)
    assert (done.stage, done.kinds, len(registry.entries)) == (ErasureStage.EXECUTED, (), 1)
    assert registry.orders() == []


def test_an_answer_that_comes_twice_changes_nothing(registry: Registry) -> None:
    erasure_id = registry.order(CONTACTS)
    (order,) = registry.orders()
    registry.answer(order, RequestErased)
    before = registry.erasure(erasure_id)
    registry.answer(order, RequestErased)
    assert registry.erasure(erasure_id) == before
    registry.answer(order, *ALL_FOUR)
    stands = registry.erasure(erasure_id)
    registry.answer(order, CircleErased)
    assert registry.erasure(erasure_id) == stands
    assert len(registry.entries) == 1


def test_a_service_that_does_not_answer_in_days_is_told_once_and_may_still_answer(registry: Registry) -> None:
    erasure_id = registry.order(CONTACTS)
    (order,) = registry.orders()
    registry.answer(order, *ALL_FOUR[:3])
    registry.passes(2)
    assert not any(isinstance(fact, ErasureOverdue) for fact in registry.told)
    registry.passes(1)
    (overdue,) = [fact for fact in registry.told if isinstance(fact, ErasureOverdue)]
    assert overdue.services == ("notifications",)
    registry.answer(order, MessagesErased)
    assert registry.erasure(erasure_id).stage is ErasureStage.EXECUTED


def test_an_order_that_was_answered_in_time_is_told_to_nobody(registry: Registry) -> None:
    registry.order(CONTACTS)
    registry.answer(registry.orders()[0], *ALL_FOUR)
    registry.passes(10)
    assert not any(isinstance(fact, ErasureOverdue) for fact in registry.told)


def test_a_restored_registry_takes_an_order_up_again_and_asks_every_service_anew(registry: Registry) -> None:
    erasure_id = registry.order(CONTACTS, person_id=FILIP)
    (order,) = registry.orders()
    del registry.stored[Erasure, erasure_id]
    registry.take(order)
    again = registry.erasure(erasure_id)
    assert (again.kinds, again.person_id, again.ordered_on) == (order.kinds, FILIP, order.occurred_at.date())
    assert len(registry.orders()) == 2
    registry.answer(registry.orders()[1], *ALL_FOUR)
    assert registry.erasure(erasure_id).stage is ErasureStage.EXECUTED


def test_an_order_that_is_known_is_not_given_again(registry: Registry) -> None:
    registry.order(CONTACTS)
    registry.take(registry.orders()[0])
    assert len(registry.orders()) == 1


@given(st.lists(STEPS, max_size=12))
def test_no_answer_leads_out_of_the_table(steps: list[type[Named]]) -> None:
    erasure = Erasure("0" * 31 + "e", CASE, "utrecht", (PLAN,), "term-over", date(2026, 11, 20))
    for on in steps:
        before = erasure
        try:
            erasure = erasure.moved(on)
        except NotAllowedNow:
            assert not ERASURE.knows(before.stage, on)
            assert erasure is before
        else:
            assert erasure.stage in ERASURE.stages()
    assert not ERASURE.knows(ErasureStage.EXECUTED, ErasureOrdered)
