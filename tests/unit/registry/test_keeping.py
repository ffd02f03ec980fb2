"""What is kept how long: terms begin when the route ends, wait while something holds, and end in one order."""

from datetime import timedelta

import pytest

from kring_registry.domain.keeping import Keeping
from kring_registry.domain.registration import Registration
from kring_registry.handlers import keeping
from kring_shared.contracts.conference import FollowUpEnded
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType, Context, Mandate, Urgency
from kring_shared.contracts.intake import (
    ConsentMethod,
    ConsentRefused,
    RejectionReason,
    RequestRejected,
    RequestTriaged,
    RequestWithdrawn,
)
from kring_shared.contracts.registry import (
    ErasureExecuted,
    HoldPlaced,
    HoldReleased,
    PlaceHold,
    ReleaseHold,
    RetentionDue,
)
from kring_shared.contracts.retention import KeptBecause, RecordKind
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotReady
from tests.unit.registry.cases import (
    CASE,
    ENDED,
    FILIP,
    LAPSED,
    MERGED,
    MOVED,
    RACHEL,
    UNMERGED,
    VAULT,
    accepted,
    condition,
    in_days,
    opened,
    received,
)
from tests.unit.registry.kept import ALL_FOUR, Registry

CONTACTS, PLAN, SIGNALS = RecordKind.CONTACTS, RecordKind.PLAN, RecordKind.SIGNALS
HOLD, RELEASE = PlaceHold(case_id=CASE, code="court-asks"), ReleaseHold(case_id=CASE)
COMPELLED = RequestTriaged(
    case_id=CASE,
    conference_type=ConferenceType.FAMILY,
    context=Context.MANDATORY,
    urgency=Urgency.NORMAL,
    minors_involved=True,
)


@pytest.fixture
def registry() -> Registry:
    found = Registry()
    found.take(received())
    return found


def test_while_the_route_runs_no_term_begins(registry: Registry) -> None:
    registry.take(accepted(), condition(1))
    registry.passes(2000)
    assert registry.orders() == []
    assert all(registry.keeping.due_on(rule) is None for rule in registry.keeping.rules)


@pytest.mark.parametrize(
    "end",
    [
        ENDED,
        RequestWithdrawn(case_id=CASE),
        RequestRejected(case_id=CASE, reason=next(iter(RejectionReason))),
        ConsentRefused(case_id=CASE, method=ConsentMethod.BY_PHONE),
        LAPSED,
        MOVED,
    ],
    ids=lambda end: end.name,
)
def test_the_end_of_a_route_begins_the_terms_of_the_schedule(registry: Registry, end: Named) -> None:
    registry.take(end)
    registry.passes(13)
    assert registry.orders() == []
    registry.passes(1)
    assert [order.kinds for order in registry.orders()] == [(PLAN,)]
    registry.passes(78)
    assert [order.kinds for order in registry.orders()] == [(PLAN,), (CONTACTS,)]
    registry.passes(273)
    assert [order.kinds for order in registry.orders()] == [(PLAN,), (CONTACTS,), (SIGNALS,)]
    assert {order.because for order in registry.orders()} == {"term-over"}


def test_the_first_end_counts_and_a_second_begins_nothing_anew(registry: Registry) -> None:
    registry.take(ENDED)
    registry.passes(10)
    registry.take(RequestWithdrawn(case_id=CASE))
    assert len(registry.waiting) == 3
    assert registry.keeping.ended_on == in_days(0).date()


def test_a_request_that_goes_on_as_another_keeps_what_it_brought_until_that_one_ends(registry: Registry) -> None:
    other = MERGED.into_id
    registry.stored[Keeping, other] = Keeping(other, "utrecht", "nl/1")
    registry.stored[Registration, other] = opened()
    registry.take(MERGED)
    registry.take(LAPSED)
    assert registry.waiting == []
    keeping.keep_clock(FollowUpEnded(case_id=other, steps=1), work := registry.room(HOLD))
    ended = {found.case_id for found in work.changed.values() if isinstance(found, Keeping) and found.ended_on}
    assert ended == {CASE, other}


def test_a_merge_that_is_undone_lets_the_route_run_on(registry: Registry) -> None:
    registry.take(MERGED, UNMERGED)
    assert registry.keeping.merged_into is None
    registry.take(ENDED)
    assert len(registry.waiting) == 3


def test_what_comes_due_while_held_waits_and_goes_when_it_is_released(registry: Registry) -> None:
    registry.take(ENDED, HOLD)
    registry.passes(100)
    assert registry.orders() == []
    assert [waits.kinds for waits in registry.keeping.waiting] == [(PLAN,), (CONTACTS,)]
    registry.take(RELEASE)
    assert [order.kinds for order in registry.orders()] == [(PLAN,), (CONTACTS,)]
    assert registry.keeping.waiting == ()
    assert [type(fact) for fact in registry.told if isinstance(fact, HoldPlaced | HoldReleased)] == [
        HoldPlaced,
        HoldReleased,
    ]


def test_a_case_that_is_not_held_cannot_be_released_and_one_that_is_empty_cannot_be_held(registry: Registry) -> None:
    with pytest.raises(NotReady, match="not held"):
        registry.take(RELEASE)
    registry.take(ENDED)
    registry.passes(365)
    for order in registry.orders():
        registry.answer(order, *ALL_FOUR)
    with pytest.raises(NotReady, match="nothing is left"):
        registry.take(HOLD)


def test_a_main_persons_question_waits_for_the_end_of_a_running_route(registry: Registry) -> None:
    erasure = registry.erasure(registry.order(CONTACTS, PLAN, person_id=FILIP))
    assert {kept.because for kept in erasure.kept} == {KeptBecause.ROUTE_RUNS}
    assert registry.orders() == []
    registry.take(ENDED)
    (order,) = registry.orders()
    assert (order.person_id, order.kinds, order.because) == (FILIP, (CONTACTS, PLAN), "person-asks")


def test_somebody_of_the_circle_is_forgotten_at_once_also_while_the_route_runs(registry: Registry) -> None:
    registry.order(CONTACTS, PLAN, person_id=RACHEL)
    (order,) = registry.orders()
    assert (order.person_id, order.kinds) == (RACHEL, (CONTACTS,))


def test_while_a_legal_file_runs_each_kind_says_so_and_what_can_go_goes(registry: Registry) -> None:
    registry.take(COMPELLED, condition(1))
    erasure = registry.erasure(registry.order(*RecordKind, person_id=FILIP))
    grounds = {kept.kind: kept.because for kept in erasure.kept}
    assert grounds[CONTACTS] is grounds[PLAN] is KeptBecause.LEGAL_FILE
    assert grounds[RecordKind.CLAIMS] is grounds[RecordKind.ACCESS_LOG] is KeptBecause.TERM_RUNS
    registry.order(CONTACTS, person_id=RACHEL)
    assert [order.person_id for order in registry.orders()] == [RACHEL]


@pytest.mark.parametrize("message", [COMPELLED, condition(1)], ids=["compelled", "conditions"])
def test_compulsion_alone_or_conditions_alone_make_no_legal_file(registry: Registry, message: Named) -> None:
    registry.take(message)
    assert not registry.keeping.legal_file


def test_conditions_under_compulsion_make_a_legal_file_until_the_route_is_over(registry: Registry) -> None:
    registry.take(COMPELLED, condition(1))
    assert registry.keeping.legal_file
    registry.take(ENDED)
    assert not registry.keeping.legal_file


def test_a_mandate_with_conditions_is_found_at_acceptance(registry: Registry) -> None:
    sealed = VAULT.seal("utrecht", scope_of(Scope.CASE, CASE), "Filip gaat naar school")
    registry.take(accepted(None, Mandate(kind="youthCourt", conditions=(sealed,))))
    assert registry.keeping.bound


def test_a_worry_about_safety_goes_at_its_term_and_not_because_somebody_asks(registry: Registry) -> None:
    registry.take(ENDED)
    erasure = registry.erasure(registry.order(SIGNALS, person_id=FILIP))
    assert [kept.because for kept in erasure.kept] == [KeptBecause.TERM_RUNS]
    assert erasure.kinds == ()


def test_a_case_from_before_terms_were_counted_is_counted_from_its_end(registry: Registry) -> None:
    del registry.stored[Keeping, CASE]
    registry.take(ENDED)
    assert len(registry.waiting) == 3


def test_a_term_that_comes_after_everything_was_erased_orders_nothing(registry: Registry) -> None:
    registry.take(ENDED)
    registry.order(PLAN, CONTACTS)
    registry.answer(registry.orders()[0], *ALL_FOUR)
    registry.passes(100)
    assert len(registry.orders()) == 1


def test_what_a_service_keeps_at_its_term_comes_due_again(registry: Registry) -> None:
    registry.take(ENDED)
    registry.passes(14)
    (first,) = registry.orders()
    registry.answer(first, *ALL_FOUR[1:])
    registry.answer(first, ALL_FOUR[0], keeps=KeptBecause.ROUTE_RUNS)
    assert isinstance(registry.told[-1], ErasureExecuted)
    assert registry.keeping.erased_on(PLAN) is None
    registry.passes(28)
    assert [order.kinds for order in registry.orders()] == [(PLAN,), (PLAN,)]
    registry.answer(registry.orders()[1], *ALL_FOUR)
    assert registry.keeping.erased_on(PLAN) == registry.now.date()


def test_with_the_contacts_the_last_tie_to_people_goes(registry: Registry) -> None:
    registry.take(ENDED)
    assert registry.keeping.parties() == {("main-person", FILIP)}
    registry.passes(92)
    registry.answer(registry.orders()[-1], *ALL_FOUR)
    assert registry.keeping.parties() == frozenset()


def test_the_clocks_go_once_the_registration_lost_its_case_and_nothing_else_is_left(registry: Registry) -> None:
    registry.take(ENDED)
    registry.passes(365)
    work = registry.room(HOLD)
    keeping.departed(work, CASE)
    assert not work.removed, "orders are not answered yet"
    del registry.stored[Registration, CASE]
    for order in registry.orders():
        registry.answer(order, *ALL_FOUR)
    assert (Keeping, CASE) not in registry.stored


def test_a_hold_is_seen_by_whoever_de_identifies(registry: Registry) -> None:
    assert not keeping.is_held(registry.room(HOLD), CASE)
    registry.take(HOLD)
    assert keeping.is_held(registry.room(HOLD), CASE)


def test_a_policy_nobody_knows_any_more_is_kept_as_long_as_our_own(registry: Registry) -> None:
    registry.stored[Keeping, CASE] = Keeping(CASE, "utrecht", "nl/0")
    registry.take(ENDED)
    assert sorted(due - registry.now for due, d in registry.waiting if isinstance(d, RetentionDue)) == [
        timedelta(days=days) for days in (14, 92, 365)
    ]


def test_whoever_asks_after_everything_is_gone_gets_a_receipt_that_says_so(registry: Registry) -> None:
    del registry.stored[Keeping, CASE]
    del registry.stored[Registration, CASE]
    erasure_id = registry.order(CONTACTS, RecordKind.CLAIMS, person_id=FILIP)
    registry.answer(registry.orders()[0], *ALL_FOUR)
    assert registry.erasure(erasure_id).missing == ()
    assert (Keeping, CASE) not in registry.stored, "asking brings nothing back"


def test_what_was_kept_at_its_term_and_then_held_is_never_taken_for_an_order_of_before(registry: Registry) -> None:
    registry.take(ENDED)
    registry.passes(14)
    for days in (28, 28, 28):
        order = registry.orders()[-1]
        registry.answer(order, ALL_FOUR[0], keeps=KeptBecause.ROUTE_RUNS)
        registry.answer(order, *ALL_FOUR[1:])
        registry.take(HOLD)
        registry.passes(days)
        registry.take(RELEASE)
    assert len([order for order in registry.orders() if order.kinds == (PLAN,)]) == 4
