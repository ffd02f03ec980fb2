"""The chain itself: each link can be made again by anybody, and no entry can be added to a chain that was not read."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from kring_registry.app import service
from kring_registry.domain.chain import NOTHING_BEFORE, Chain, ChainEntry, EntryKind, chain_key, entry_key
from kring_registry.domain.counted import countable_of
from kring_registry.domain.record import Record
from kring_registry.domain.registration import Registration
from kring_registry.handlers.chain import append
from kring_registry.store import SHELVES
from kring_shared.contracts.actor import Role
from kring_shared.contracts.registry import ReportYear, VerifyChain
from kring_shared.kernel.errors import NotPermitted
from kring_shared.runtime.lane import permits
from kring_shared.runtime.storage.shelves import StaleVersionError, load, save
from kring_shared.testing.work import a_work, an_actor
from tests.unit.registry.lane import Lane, locked
from tests.unit.stores import migrated

SAID = "ab" * 32


def test_a_link_is_a_hash_over_the_one_before_and_all_that_the_entry_says() -> None:
    first, entry = Chain("utrecht").with_entry(EntryKind.YEAR, SAID)
    assert entry.link == sha256(f"{NOTHING_BEFORE}|1|utrecht|year|{SAID}".encode()).hexdigest()
    second, next_entry = first.with_entry(EntryKind.ERASURE, SAID)
    assert next_entry.link == sha256(f"{entry.link}|2|utrecht|erasure|{SAID}".encode()).hexdigest()
    assert (second.length, second.head) == (2, next_entry.link)


def test_entries_that_one_message_adds_stand_one_after_another() -> None:
    work = a_work("registry")
    assert [append(work, EntryKind.YEAR, SAID), append(work, EntryKind.ERASURE, SAID)] == [1, 2]
    assert work.need(Chain, chain_key("utrecht")).length == 2
    assert work.need(ChainEntry, entry_key("utrecht", 2)).kind is EntryKind.ERASURE


def test_each_office_has_its_own_chain() -> None:
    assert chain_key("utrecht") != chain_key("gent")
    assert entry_key("utrecht", 1) != entry_key("gent", 1)


def test_a_chain_that_was_not_read_before_is_not_begun_anew(tmp_path: Path) -> None:
    database = migrated(service, tmp_path)
    for _ in range(2):
        blind = a_work("registry")
        append(blind, EntryKind.YEAR, SAID)
        with database.begin() as tx:
            if load(tx, SHELVES, [chain_key("utrecht")]).loaded:
                with pytest.raises(StaleVersionError):
                    save(tx, SHELVES, blind.changed)
                break
            save(tx, SHELVES, blind.changed)
    else:
        pytest.fail("the second one was never tried")
    database.close()


@pytest.mark.parametrize("table", ["record", "departed"])
def test_a_file_keeps_no_order_in_which_cases_left(tmp_path: Path, table: str) -> None:
    database = migrated(service, tmp_path)
    with database.read() as tx, pytest.raises(OperationalError, match="no such column: rowid"):
        tx.execute(text(f"SELECT rowid FROM {table}"))  # noqa: S608 - our own two names
    database.close()


def test_a_record_and_what_counted_of_a_registration_come_back_as_they_were_stored(tmp_path: Path) -> None:
    (registration,) = locked(1).all(Registration)
    record = Record("ab" * 16, "utrecht", countable_of(registration), "cd" * 16, 7)
    database = migrated(service, tmp_path)
    with database.begin() as tx:
        save(tx, SHELVES, {(Record, record.id): record})
    with database.read() as tx:
        found = load(tx, SHELVES, [record.year_key]).loaded[Record, record.id]
    database.close()
    assert found == replace(record, version=1)
    assert isinstance(found, Record)
    assert found.fingerprint() == record.fingerprint()


def test_a_lock_takes_the_next_place_in_the_order_of_locking() -> None:
    numbers = [found.number for found in locked(3, 1, 2).all(Registration)]
    assert numbers == [2, 3, 1]
    assert Lane().checked().before == NOTHING_BEFORE


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MAIN_PERSON, Role.REQUESTER])
def test_only_who_answers_for_the_office_or_its_machines_verifies_and_publishes(role: Role) -> None:
    for message in (VerifyChain, ReportYear):
        permits.check_role(an_actor(Role.REGIONAL_MANAGER), message, "utrecht")
        with pytest.raises(NotPermitted):
            permits.check_role(an_actor(role), message, "utrecht")
    permits.check_role(an_actor(Role.OPERATOR), VerifyChain, "utrecht")
