"""When the term of a registration is over: what counts stays, and nothing leads back to the case."""

from datetime import UTC, date, datetime

import pytest

from kring_registry.domain.chain import ChainEntry, EntryKind
from kring_registry.domain.counted import countable_of
from kring_registry.domain.keeping import Keeping
from kring_registry.domain.record import Departed, Record
from kring_registry.domain.registration import Registration
from kring_registry.domain.term import first_of_next_month, term_over
from kring_registry.process.registration import Stage
from kring_shared.contracts.envelope import Fact, Named
from kring_shared.contracts.intake import RequestWithdrawn
from kring_shared.contracts.registry import (
    DeIdentificationDue,
    LockRegistration,
    PlaceHold,
    RegistrationDeIdentified,
    ReleaseHold,
    ValidateRegistration,
)
from kring_shared.kernel.errors import NotFound
from tests.unit.registry.cases import (
    CASE,
    MERGED,
    MOVED,
    UNMERGED,
    WHOLE_ROUTE,
    after,
    completion,
    received,
    started,
)
from tests.unit.registry.lane import Lane, about, case, locked

LONG_AFTER = datetime(2028, 6, 1, tzinfo=UTC)


def test_the_term_is_the_policys_and_then_the_first_of_the_month() -> None:
    assert term_over("nl/1", date(2026, 11, 20)) == date(2027, 12, 1)
    assert term_over("nobody/9", date(2026, 12, 31)) == date(2028, 1, 1)
    assert first_of_next_month(date(2026, 12, 31)) == date(2027, 1, 1)


def test_a_locked_registration_knows_when_it_goes_and_waits_for_that_day() -> None:
    lane = locked(1)
    assert lane.all(Registration)[0].due_on == date(2027, 12, 1)
    lane.pass_until(datetime(2027, 11, 30, 23, tzinfo=UTC))
    assert len(lane.all(Registration)) == 1
    lane.pass_until(datetime(2027, 12, 1, tzinfo=UTC))
    assert (lane.all(Registration), len(lane.all(Record))) == ([], 1)


def test_what_stays_holds_no_case_no_coordinator_no_day_and_not_the_salt_of_the_lock() -> None:
    lane = locked(1)
    (before,) = lane.all(Registration)
    lane.pass_until(LONG_AFTER)
    (record,) = lane.all(Record)
    assert record.counted == countable_of(before)
    said = repr(record)
    for kept_away in (
        before.case_id,
        before.salt,
        before.digest,
        before.coordination.coordinator_id,
        "2026, 11",
        "-20",
    ):
        assert str(kept_away) not in said
    assert record.counted.month == "2026-11"
    assert record.counted.days_to_meeting == (before.held_on - before.received_on).days
    assert not any(word in said for word in ("minutes", "distance", "cents"))


def test_a_record_has_an_entry_of_its_own_and_the_chain_still_holds() -> None:
    lane = locked(1, 2)
    lane.pass_until(LONG_AFTER)
    kinds = [entry.kind for entry in sorted(lane.all(ChainEntry), key=lambda entry: entry.number)]
    assert kinds == [EntryKind.REGISTRATION] * 2 + [EntryKind.RECORD] * 2
    checked = lane.checked()
    assert (checked.faults, checked.opened, checked.records) == ([], 0, 2)


def test_what_goes_in_the_same_month_goes_together_and_no_order_says_which_record_was_which() -> None:
    lane = locked(*range(1, 9))
    lane.pass_until(LONG_AFTER)
    records = sorted(lane.all(Record), key=lambda record: record.number)
    assert [record.record_id for record in records] == sorted(record.record_id for record in records)
    went = [fact.case_id for fact in lane.told if isinstance(fact, RegistrationDeIdentified)]
    assert went == [case(number) for number in range(1, 9)]
    assert [departed.case_id for departed in lane.all(Departed)] == went
    assert RegistrationDeIdentified.day_only


def test_a_record_says_nothing_that_follows_from_what_was_told() -> None:
    one, other = locked(1), locked(1)
    for lane in (one, other):
        lane.pass_until(LONG_AFTER)
    (first,), (second,) = one.all(Record), other.all(Record)
    assert first.counted == second.counted
    assert first.record_id != second.record_id
    assert first.fingerprint() != second.fingerprint()


def test_what_is_held_waits_month_by_month_and_the_others_go() -> None:
    lane = locked(1, 2)
    lane.handle(PlaceHold(case_id=case(1), code="court-asks"))
    lane.pass_until(datetime(2028, 2, 15, tzinfo=UTC))
    (held,) = lane.all(Registration)
    assert (held.case_id, held.due_on, held.stage) == (case(1), date(2028, 3, 1), Stage.LOCKED)
    assert lane.checked().faults == []
    lane.handle(ReleaseHold(case_id=case(1)))
    lane.pass_until(datetime(2028, 3, 1, tzinfo=UTC))
    assert (lane.all(Registration), len(lane.all(Record))) == ([], 2)


def test_a_stop_begins_the_term_on_the_day_it_happened() -> None:
    lane = Lane()
    lane.handle(received())
    lane.handle(RequestWithdrawn(case_id=CASE, occurred_at=datetime(2026, 3, 2, tzinfo=UTC)))
    assert lane.all(Registration)[0].due_on == date(2027, 4, 1)


@pytest.mark.parametrize("aside", [MOVED, MERGED], ids=lambda fact: fact.name)
def test_what_counts_elsewhere_goes_at_its_term_and_leaves_no_record(aside: Fact) -> None:
    lane = Lane()
    lane.handle(received())
    lane.handle(aside.model_copy(update={"occurred_at": lane.now}))
    lane.pass_until(LONG_AFTER)
    assert (lane.all(Registration), lane.all(Record), len(lane.all(Departed))) == ([], [], 1)
    assert not [fact for fact in lane.told if isinstance(fact, RegistrationDeIdentified)]


def test_a_merge_that_is_undone_takes_its_term_away() -> None:
    lane = Lane()
    lane.handle(received())
    lane.handle(MERGED.model_copy(update={"occurred_at": lane.now}))
    lane.handle(UNMERGED)
    assert lane.all(Registration)[0].due_on is None
    lane.pass_until(LONG_AFTER)
    assert lane.all(Registration)[0].stage is Stage.OPEN


@pytest.mark.parametrize("late", [received(), started(), WHOLE_ROUTE[1], WHOLE_ROUTE[5]], ids=lambda fact: fact.name)
def test_a_fact_that_comes_after_a_case_left_is_settled_and_changes_nothing(late: Fact) -> None:
    lane = locked(1)
    lane.pass_until(LONG_AFTER)
    lane.handle(RequestWithdrawn(case_id=case(1)))
    before, told = dict(lane.stored), len(lane.told)
    lane.handle(about(late, 1))
    assert lane.stored == before
    assert len(lane.told) == told


@pytest.mark.parametrize(
    "asked",
    [completion(), ValidateRegistration(case_id=CASE), LockRegistration(case_id=CASE)],
    ids=lambda command: command.name,
)
def test_what_is_asked_of_a_case_that_left_is_refused_with_the_reason(asked: Named) -> None:
    lane = locked(1)
    lane.pass_until(LONG_AFTER)
    with pytest.raises(NotFound, match="term of this registration is over"):
        lane.handle(about(asked, 1))


def test_a_deadline_that_comes_twice_or_too_early_changes_nothing() -> None:
    lane = locked(1)
    before = dict(lane.stored)
    lane.handle(DeIdentificationDue(case_id=case(1)))
    assert lane.stored == before
    lane.pass_until(LONG_AFTER)
    gone = dict(lane.stored)
    lane.handle(DeIdentificationDue(case_id=case(1)))
    assert lane.stored == gone


def test_what_was_locked_before_there_was_a_chain_leaves_as_well_and_the_chain_holds() -> None:
    lane = locked(1)
    older = after(*WHOLE_ROUTE, LockRegistration(case_id=CASE))
    bare = Registration(**{**vars(older), "case_id": case(7), "salt": "", "number": 0, "due_on": date(2027, 12, 1)})
    lane.put(Registration(**{**vars(bare), "digest": bare.fingerprint()}), Keeping(case(7), "utrecht", "nl/1"))
    assert (lane.checked().outside, lane.checked().faults) == (1, [])
    lane.pass_until(LONG_AFTER)
    checked = lane.checked()
    assert (len(lane.all(Record)), checked.outside, checked.faults) == (2, 0, [])
