"""The ledger of erasures: only added to, read again after a crash, and replayed on what was restored."""

import stat
from datetime import date
from pathlib import Path

import pytest

from kring_shared.contracts.registry import ErasureOrdered
from kring_shared.contracts.retention import RecordKind
from kring_shared.contracts.sealed import Erased
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.bus.wire import Row
from kring_shared.runtime.declared.routes import Delivery
from kring_shared.runtime.lane.erasure_ledger import ErasureLedger, Order, destroy_again, orders_among, replay
from kring_shared.runtime.vault.vault import Vault
from tests.unit.runtime.keys import OFFICES, KeysInMemory

DAY = date(2026, 11, 20)
CASE, ERASURE = "0" * 31 + "1", "0" * 31 + "e"
ORDER = Order("f" * 32, ERASURE, CASE, "utrecht", ("contacts",), "term-over", "2026-11-20")
PERSON = "person/" + "0" * 31 + "2"


@pytest.fixture
def ledger(tmp_path: Path) -> ErasureLedger:
    return ErasureLedger(tmp_path / "erasures.jsonl")


def test_what_was_noted_is_read_again_by_whoever_opens_it_next(ledger: ErasureLedger) -> None:
    ledger.add_keys("intake", [PERSON, "case/1"], DAY)
    ledger.add_orders([ORDER])
    again = ErasureLedger(ledger.path)
    assert again.scopes() == (PERSON, "case/1")
    assert again.orders() == (ORDER,)


def test_a_file_that_is_something_else_is_no_ledger_and_an_empty_one_is(ledger: ErasureLedger, tmp_path: Path) -> None:
    assert ledger.path is not None
    assert not ledger.is_another_file()
    ledger.path.touch()
    assert not ledger.is_another_file()
    ledger.path.write_text("day\n[]\n{}\n")
    assert ledger.is_another_file()
    with pytest.raises(WrongSetup, match="not one line"):
        ErasureLedger(tmp_path / "ours.jsonl").take_over(ledger, DAY)
    ledger.add_keys("intake", [PERSON], DAY)
    assert not ledger.is_another_file()


def test_only_we_may_read_it(ledger: ErasureLedger) -> None:
    ledger.add_keys("intake", [PERSON], DAY)
    assert ledger.path is not None
    assert stat.S_IMODE(ledger.path.stat().st_mode) == 0o600


def test_half_a_line_that_a_crash_left_spoils_neither_what_stands_nor_what_follows(ledger: ErasureLedger) -> None:
    ledger.add_keys("intake", [PERSON], DAY)
    assert ledger.path is not None
    with ledger.path.open("a") as file:
        file.write('{"day":"2026-11-20","serv')
    ledger.add_orders([ORDER])
    again = ErasureLedger(ledger.path)
    assert (again.scopes(), again.orders()) == ((PERSON,), (ORDER,))


def test_an_order_that_is_told_once_more_stands_in_it_once(ledger: ErasureLedger) -> None:
    ledger.add_orders([ORDER])
    later = ErasureLedger(ledger.path)
    later.orders()
    later.add_orders([Order(**vars(ORDER) | {"id": "a" * 32})])
    assert later.orders() == (ORDER,)


def test_an_order_goes_into_it_as_it_is_told_without_the_hour_and_without_who_ordered() -> None:
    fact = ErasureOrdered(
        case_id=CASE, erasure_id=ERASURE, kinds=(RecordKind.CONTACTS,), because="term-over", office="utrecht"
    )
    fact = fact.model_copy(update={"by": "regional-manager/7f3a"})
    told = Row(1, "f" * 32, fact.address("utrecht", CASE), fact.type(), CASE, fact.to_json().decode(), 0)
    other = told._replace(type="nl.eigenkracht.intake.request-received.v1")
    (order,) = orders_among([other, told])
    assert order == Order("f" * 32, ERASURE, CASE, "utrecht", ("contacts",), "term-over", "1970-01-01")


def test_keys_that_a_restored_vault_has_again_are_destroyed_again_and_no_others(ledger: ErasureLedger) -> None:
    store = KeysInMemory()
    before = Vault(store, OFFICES)
    sealed, other = before.seal("utrecht", PERSON, "Filip"), before.seal("utrecht", "person/other", "Rachel")
    before.flush()
    ledger.add_keys("intake", [PERSON, "case/never-kept"], DAY)
    restored = Vault(store, OFFICES)
    assert destroy_again(ledger, restored) == 2
    assert isinstance(restored.open(sealed, str), Erased)
    assert restored.open(other, str) == "Rachel"
    assert destroy_again(ledger, restored) == 0


def test_only_orders_of_the_offices_that_are_served_are_put_through_a_lane(ledger: ErasureLedger) -> None:
    elsewhere = Order(**vars(ORDER) | {"erasure_id": "1" * 32, "id": "1" * 32, "office": "gent"})
    ledger.add_orders([ORDER, elsewhere])
    put: list[Delivery] = []
    replay(ledger, ("gent",), put.extend)
    assert [delivery.id for delivery in put] == [elsewhere.id]
    replay(ledger, ("*",), put.extend)
    fact = ErasureOrdered.model_validate_json(put[1].body)
    assert (fact.erasure_id, fact.office, fact.by, put[1].office) == (ERASURE, "utrecht", "system", "utrecht")


def test_another_ledger_is_taken_over_once(ledger: ErasureLedger, tmp_path: Path) -> None:
    other = ErasureLedger(tmp_path / "saved.jsonl")
    other.add_keys("intake", [PERSON], DAY)
    other.add_orders([ORDER])
    for _ in range(2):
        assert ledger.take_over(other, DAY) == (1, 1)
    assert ledger.path is not None
    assert len(ledger.path.read_text().splitlines()) == 2


def test_taking_over_says_which_setting_is_missing_and_which_file_is_none(ledger: ErasureLedger) -> None:
    with pytest.raises(WrongSetup, match="KRING_ERASURE_LEDGER"):
        ErasureLedger().take_over(ledger, DAY)
    with pytest.raises(WrongSetup, match="is no file"):
        ledger.take_over(ErasureLedger(Path("/nowhere.jsonl")), DAY)


def test_without_a_file_nothing_is_kept_and_nothing_replayed() -> None:
    nowhere = ErasureLedger()
    nowhere.add_keys("intake", [PERSON], DAY)
    nowhere.add_orders([ORDER])
    assert (nowhere.scopes(), nowhere.orders()) == ((), ())
