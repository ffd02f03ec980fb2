"""Somebody opens the database file and writes in it: verify names what was changed, deleted, swapped or rewritten."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import Connection, text
from sqlmodel import Session

from kring_registry.app import service
from kring_registry.domain.chain import ChainEntry, EntryKind, link_of
from kring_registry.domain.erasure import Erasure
from kring_registry.domain.registration import Registration
from kring_registry.queries.chain import ENTRIES, PAGE, REGISTRATIONS, verify_chain
from kring_registry.store import SHELVES
from kring_registry.store.chain import entry_value
from kring_registry.store.registration import registration_value
from kring_shared.contracts.registry import ChainVerified, LockRegistration, VerifyChain
from kring_shared.contracts.retention import RecordKind
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import View, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.registry.cases import CASE, WHOLE_ROUTE, after
from tests.unit.registry.lane import Lane, case, lock, locked
from tests.unit.stores import migrated

FEWER_PRESENT = """UPDATE record SET counted = replace(counted, '"present_count": 9', '"present_count": 3')"""
TWO_LEFT = datetime(2027, 12, 2, tzinfo=UTC)


@dataclass
class File:
    """A database file, and what somebody can do to it who is no service of ours."""

    database: Database

    def write(self, lane: Lane) -> None:
        with self.database.begin() as tx:
            save(tx, SHELVES, {place: _as_new(value) for place, value in lane.stored.items()})

    def tamper(self, *statements: str, **values: object) -> None:
        with self.database.begin() as tx:
            for statement in statements:
                assert tx.execute(text(statement), values).rowcount > 0, "it changed nothing"

    def verify(self, office: str = "utrecht") -> ChainVerified:
        with self.database.read() as tx:
            return verify_chain(VerifyChain(), a_reader(tx, office))


def _as_new(value: Aggregate) -> Aggregate:
    return type(value)(**{**vars(value), "version": 0})


def a_reader(tx: Connection, office: str) -> Reader:
    return Reader(Session(tx), View(), PlainVault(), NOON, an_actor(office=office))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two that left as records (entries 1 and 2, records 6 and 7), three that are here (entries 3, 4, 5)."""
    lane = locked(1, 2)
    lane.now = datetime(2026, 12, 3, tzinfo=UTC)
    lock(lane, 3, 4, 5)
    lane.pass_until(TWO_LEFT)
    folder = tmp_path_factory.mktemp("filled")
    database = migrated(service, folder)
    File(database).write(lane)
    database.close()
    return folder / "registry.db"


@pytest.fixture
def file(filled: Path, tmp_path: Path) -> Iterator[File]:
    copied = copyfile(filled, tmp_path / "registry.db")
    database = Database(f"sqlite:///{copied}", "registry")
    yield File(database)
    database.close()


def faults(found: ChainVerified) -> list[tuple[int, str]]:
    return [(fault.number, fault.code) for fault in found.faults]


def test_what_nobody_touched_holds(file: File) -> None:
    found = file.verify()
    assert faults(found) == []
    assert (found.entries, found.opened, found.records, found.outside) == (7, 3, 2, 0)
    assert len(found.head) == 64


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE registration SET present_count = 40 WHERE number = 4", (4, "registration-changed")),
        ("UPDATE registration SET minutes_worked = 1 WHERE number = 3", (3, "registration-changed")),
        ("UPDATE registration SET outcome = 'no such thing' WHERE number = 3", (3, "registration-changed")),
        ("UPDATE registration SET salt = '00' WHERE number = 5", (5, "registration-changed")),
        ("UPDATE registration SET stage = 'open' WHERE number = 5", (5, "registration-changed")),
        ("UPDATE registration SET number = 0, stage = 'open' WHERE number = 5", (5, "registration-missing")),
        ("DELETE FROM registration WHERE number = 4", (4, "registration-missing")),
        ("UPDATE registration SET number = 1 WHERE number = 4", (1, "registration-back")),
        ("UPDATE registration SET number = 3 WHERE number = 4", (3, "twice")),
        ("UPDATE registration SET number = 6 WHERE number = 4", (6, "registration-outside")),
        ("UPDATE registration SET number = 99 WHERE number = 4", (99, "registration-outside")),
        ("UPDATE registration SET office = 'gent' WHERE number = 4", (4, "registration-missing")),
        (FEWER_PRESENT, (6, "record-changed")),
        ("UPDATE record SET counted = '{}' WHERE number = 7", (7, "record-changed")),
        ("DELETE FROM record WHERE number = 7", (7, "record-missing")),
        ("UPDATE record SET number = 2 WHERE number = 7", (2, "record-outside")),
        ("UPDATE record SET number = 0 WHERE number = 7", (0, "record-outside")),
        ("UPDATE chain_entry SET commitment = link WHERE number = 2", (2, "link-broken")),
        ("UPDATE chain_entry SET kind = 'erasure' WHERE number = 4", (4, "link-broken")),
        ("UPDATE chain_entry SET kind = 'no such kind' WHERE number = 4", (4, "link-broken")),
        ("UPDATE chain_entry SET link = commitment WHERE number = 2", (3, "link-broken")),
        ("DELETE FROM chain_entry WHERE number = 2", (2, "entry-missing")),
        ("DELETE FROM chain_entry WHERE number = 7", (7, "head-differs")),
        ("UPDATE chain SET head = 'ff'", (7, "head-differs")),
        ("DELETE FROM chain", (0, "head-differs")),
        ("UPDATE chain_entry SET gone = 1 WHERE number = 4", (4, "registration-back")),
        ("UPDATE chain_entry SET gone = 0 WHERE number = 1", (1, "registration-missing")),
    ],
)
def test_verify_names_what_somebody_wrote_in_the_file(file: File, statement: str, named: tuple[int, str]) -> None:
    file.tamper(statement)
    assert named in faults(file.verify())


def test_swapping_what_two_registrations_say_is_seen_at_both(file: File) -> None:
    file.tamper(
        "UPDATE registration SET number = -1 WHERE number = 3",
        "UPDATE registration SET number = 3 WHERE number = 4",
        "UPDATE registration SET number = 4 WHERE number = -1",
    )
    assert faults(file.verify()) == [(3, "registration-changed"), (4, "registration-changed")]


def test_swapping_two_entries_is_seen_at_both(file: File) -> None:
    file.tamper(
        "UPDATE chain_entry SET number = -1 WHERE number = 3",
        "UPDATE chain_entry SET number = 3 WHERE number = 4",
        "UPDATE chain_entry SET number = 4 WHERE number = -1",
    )
    named = faults(file.verify())
    assert {(3, "link-broken"), (4, "link-broken")} <= set(named)


def test_a_deleted_registration_that_is_said_to_have_left_is_missed_as_it_left_no_record(file: File) -> None:
    file.tamper("DELETE FROM registration WHERE number = 4", "UPDATE chain_entry SET gone = 1 WHERE number = 4")
    assert faults(file.verify()) == [(0, "left-without-record")]


def test_an_entry_rewritten_with_the_right_link_breaks_the_one_behind_it(file: File) -> None:
    with file.database.read() as tx:
        before, changed = tx.execute(
            text(
                "SELECT link, commitment FROM chain_entry WHERE office = 'utrecht' AND number IN (2, 3) ORDER BY number"
            )
        ).all()
    forged = "ab" * 32
    link = link_of(before.link, 3, "utrecht", EntryKind.REGISTRATION, forged)
    assert forged != changed.commitment
    file.tamper("UPDATE chain_entry SET commitment = :said, link = :link WHERE number = 3", said=forged, link=link)
    assert faults(file.verify()) == [(3, "registration-changed"), (4, "link-broken")]


def test_who_rewrites_the_whole_chain_is_seen_only_by_the_head_that_was_noted_elsewhere(file: File) -> None:
    noted = file.verify().head
    file.tamper("UPDATE registration SET present_count = 40 WHERE number = 4")
    rewritten = rewrite_everything(file)
    found = file.verify()
    assert faults(found) == []
    assert found.head == rewritten != noted


def rewrite_everything(file: File) -> str:
    """Do what only somebody can do who writes in every table: make each link anew from what stands there now."""
    head = "0" * 64
    with file.database.begin() as tx:
        rows = {row.number: registration_value(row) for row in tx.execute(REGISTRATIONS.select())}
        for entry in map(entry_value, tx.execute(ENTRIES.select().order_by(ENTRIES.c.number)).all()):
            stands = rows.get(entry.number)
            commitment = stands.fingerprint() if stands else entry.commitment
            head = link_of(head, entry.number, entry.office, entry.kind, commitment)
            here = ENTRIES.c.number == entry.number
            tx.execute(ENTRIES.update().where(here).values(commitment=commitment, link=head))
            tx.execute(REGISTRATIONS.update().where(REGISTRATIONS.c.number == entry.number).values(digest=commitment))
        tx.execute(text("UPDATE chain SET head = :head"), {"head": head})
    return head


def test_what_was_locked_before_there_was_a_chain_stands_outside_and_is_no_fault(file: File) -> None:
    whole = vars(after(*WHOLE_ROUTE, LockRegistration(case_id=CASE)))
    bare = Registration(**{**whole, "case_id": case(9), "salt": "", "number": 0, "due_on": None, "digest": ""})
    lane = Lane()
    lane.put(Registration(**{**vars(bare), "digest": bare.fingerprint()}))
    file.write(lane)
    found = file.verify()
    assert (found.outside, faults(found)) == (1, [])
    file.tamper("UPDATE registration SET held_on = '2026-01-01' WHERE case_id = :case", case=case(9))
    assert faults(file.verify()) == [(0, "older-changed")]


def test_another_office_has_a_chain_of_its_own(file: File) -> None:
    found = file.verify("gent")
    assert (found.entries, found.opened, found.head, faults(found)) == (0, 0, "0" * 64, [])


def test_a_chain_longer_than_a_page_is_walked_to_its_end(file: File) -> None:
    with file.database.read() as tx:
        head = tx.execute(text("SELECT head FROM chain")).scalar_one()
    lane, length = Lane(), 7
    erased = Erasure(case(1), case(1), "utrecht", (RecordKind.PLAN,), "term-over", NOON.date())
    for number in range(length + 1, PAGE + 20):
        erasure = replace(erased, erasure_id=case(number), number=number)
        link = link_of(head, number, "utrecht", EntryKind.ERASURE, erasure.fingerprint())
        lane.put(erasure, ChainEntry("utrecht", number, EntryKind.ERASURE, erasure.fingerprint(), link))
        head, length = link, number
    file.write(lane)
    file.tamper("UPDATE chain SET head = :head, length = :length", head=head, length=length)
    found = file.verify()
    assert (found.entries, found.head, faults(found)) == (PAGE + 19, head, [])
    file.tamper("UPDATE erasure_order SET because = 'nobody-asked' WHERE number = :number", number=PAGE + 5)
    file.tamper("DELETE FROM erasure_order WHERE number = :number", number=PAGE + 6)
    assert faults(file.verify()) == [(PAGE + 5, "erasure-changed"), (PAGE + 6, "erasure-missing")]


def test_of_a_file_that_was_written_over_no_more_faults_are_named_than_somebody_reads(file: File) -> None:
    file.tamper("UPDATE chain_entry SET number = 100000 WHERE number = 7")
    assert len(file.verify().faults) == 100
